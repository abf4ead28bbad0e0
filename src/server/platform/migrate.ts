import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';

export type Migration = {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
  sql: string;
};

const FOLDER = path.join(import.meta.dirname, '../../../migrations');
/** Any number: it only has to be the same in every Rappel that migrates the same database. */
export const MIGRATION_LOCK = 7_274_357_351;
const APPLIED = `create table if not exists applied_migration (
  number integer primary key, name text not null, checksum text not null,
  applied_at timestamptz not null default now())`;
/** Whoever waits longer for a table than this gives up: others wait behind it. */
const LOCK_SECONDS_MAX = 2;
/** Where the queue keeps its own tables, which it migrates by itself. */
export const QUEUE_SCHEMA = 'pgboss';

/**
 * Brings the database to this program's schema: plain SQL in order of its number, forward only, each file in one
 * transaction. Two programs that start at once take turns.
 * @returns the names of what was applied now.
 * @throws Error with the remedy, where the database is ahead of the program or a file was changed after the fact.
 */
export async function migrate(pool: pg.Pool, migrations = readMigrations()): Promise<readonly string[]> {
  const client = await pool.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await client.query(APPLIED);
    const rows = await listApplied(client);
    refuseForeign(rows, migrations);
    const waiting = migrations.slice(rows.length);
    for (const migration of waiting) await apply(client, migration);
    await migrateQueue(client);
    await guardTables(client);
    return waiting.map(({ name }) => name);
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => {});
    client.release();
  }
}

/** How many migrations the database still lacks. */
export async function pendingMigrations(pool: pg.Pool): Promise<number> {
  return (await listMissing(pool)).length;
}

/** Which migrations the database still lacks. @throws Error where it is ahead of this program, or was made by another */
export async function listPending(pool: pg.Pool): Promise<readonly Migration[]> {
  const missing = await listMissing(pool);
  if (missing.length < readMigrations().length) refuseForeign(await listApplied(pool), readMigrations());
  return missing;
}

async function listMissing(pool: pg.Pool): Promise<readonly Migration[]> {
  const { rows } = await pool.query<{ there: boolean }>(
    "select to_regclass('applied_migration') is not null as there",
  );
  if (!rows[0]?.there) return readMigrations();
  const numbers = new Set((await listApplied(pool)).map(({ number }) => number));
  return readMigrations().filter(({ number }) => !numbers.has(number));
}

async function listApplied(from: pg.Pool | pg.PoolClient): Promise<readonly Migration[]> {
  const { rows } = await from.query<Migration>(
    'select number, name, checksum from applied_migration order by number',
  );
  return rows;
}

export function readMigrations(folder = FOLDER): readonly Migration[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  return files.sort().map((name) => {
    const sql = readFileSync(path.join(folder, name), 'utf8').replaceAll('\r\n', '\n');
    const checksum = createHash('sha256').update(sql).digest('hex');
    return { number: Number.parseInt(name, 10), name, checksum, sql };
  });
}

function refuseForeign(applied: readonly Migration[], known: readonly Migration[]): void {
  const newest = applied.at(-1);
  if (newest && newest.number > (known.at(-1)?.number ?? 0)) {
    throw new Error(
      `The database is ahead of this program: it has ${newest.name}, the program ends with ${known.at(-1)?.name}. ` +
        'Install the version of Rappel that last ran on it, or a newer one.',
    );
  }
  for (const [index, { number, name, checksum }] of applied.entries()) {
    const ours = known[index];
    if (ours?.number === number && ours.checksum === checksum) continue;
    throw new Error(
      `The database was made with another ${name} than this program's ${ours?.name ?? '(none)'}. ` +
        'Install the version of Rappel that made it; data of an unreleased version have to be imported anew into an empty data folder.',
    );
  }
}

/** Makes the schema of these migrations in an empty database, in the caller's transaction. */
export async function migrateWithin(client: pg.ClientBase, migrations: readonly Migration[]): Promise<void> {
  await client.query(APPLIED);
  for (const migration of migrations) await run(client, migration);
}

async function apply(client: pg.PoolClient, migration: Migration, triesLeft = DEADLOCKS_MAX): Promise<void> {
  try {
    await client.query(`begin; set local lock_timeout = '${LOCK_SECONDS_MAX}s'`);
    await run(client, migration);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    if (isDeadlock(error) && triesLeft > 0) return apply(client, migration, triesLeft - 1);
    const waited = error instanceof pg.DatabaseError && error.code === '55P03';
    const why = waited ? ' Another program holds its tables: stop it, and start again.' : '';
    throw new Error(`Migration ${migration.name} failed and changed nothing.${why}`, { cause: error });
  }
}

/** Roles are the whole server's: two databases of it that are made at once may stand in each other's way. */
export function isDeadlock(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === '40P01';
}
export const DEADLOCKS_MAX = 5;

async function run(client: pg.ClientBase, { number, name, checksum, sql }: Migration): Promise<void> {
  await client.query(sql);
  await client.query('insert into applied_migration (number, name, checksum) values ($1, $2, $3)', [
    number,
    name,
    checksum,
  ]);
}

/** Row security, owners and grants of every table, of whatever migration: the database knows the rule (0029). */
async function guardTables(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ knows: boolean }>(
    "select to_regprocedure('rappel_guard_tables()') is not null as knows",
  );
  if (!rows[0]?.knows) return;
  await client.query('select rappel_guard_tables()');
  await client.query(`
    alter default privileges in schema ${QUEUE_SCHEMA} grant select, insert, update, delete on tables to rappel_entry;
    grant usage on schema ${QUEUE_SCHEMA} to rappel_entry;
    grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to rappel_entry`);
}

/** Jobs are added in the transaction of the change that asks for them, so under the role that transaction has. */
async function migrateQueue(client: pg.PoolClient): Promise<void> {
  await client.query(`
    create schema if not exists ${QUEUE_SCHEMA};
    alter default privileges in schema ${QUEUE_SCHEMA} grant select, insert, update, delete on tables to rappel_app;
    grant usage on schema ${QUEUE_SCHEMA} to rappel_app`);
  const db = { executeSql: (text: string, values?: unknown[]) => client.query(text, values) };
  const boss = new PgBoss({ db, schema: QUEUE_SCHEMA, supervise: false, schedule: false });
  let failure: unknown;
  boss.on('error', (error) => {
    failure = error;
  });
  await boss.start();
  await boss.stop({ graceful: false, close: false });
  if (failure) throw failure;
}
