import pg from 'pg';
import type { Logger } from 'pino';
import { openPool } from './db.ts';
import { ADMINISTRATOR, addressOf, type EmbeddedPostgres, startPostgres } from './embedded-postgres.ts';
import { migrate, pendingMigrations } from './migrate.ts';
import type { Settings } from './settings.ts';

/** The installation's database, open. Close it, or PostgreSQL stays behind. */
export type OpenDatabase = {
  readonly url: string;
  readonly pool: pg.Pool;
  /** The process that serves this database, if one does. */
  findServer(): Promise<string | null>;
  /** @throws Error naming the process that already serves it. */
  becomeServer(address: string): Promise<void>;
  close(): Promise<void>;
};

/** Held by whoever serves: one at a time. A killed process loses it with its connection, so it is never stale. */
const SERVES = 7_274_357_352;
/** Held by everyone who uses the embedded server: the last to leave turns it off. */
const USES = 7_274_357_353;
const NAME = 'rappel';

/** Opens the database of DATABASE_URL, or the embedded one, running already or started now; and brings it up to date. */
export async function openDatabase(
  settings: Pick<Settings, 'databaseUrl' | 'dataDir'>,
  log: Logger,
): Promise<OpenDatabase> {
  const { keeper, url, server } = settings.databaseUrl
    ? { ...(await connectTo(settings.databaseUrl)), server: null }
    : await joinEmbedded(settings.dataDir);
  const pool = openPool({ connectionString: url, max: 20 });
  pool.on('error', (error) => log.warn({ err: error }, 'a database connection broke'));
  let leaving = false;
  const onLost = () => {
    log.fatal('the database ended the connection that makes this process the only server; start it again');
    process.exit(1);
  };
  const close = async () => {
    leaving = true;
    await pool.end();
    await leave(keeper, server);
  };
  try {
    await bringUpToDate(pool, keeper, log);
  } catch (error) {
    await close();
    throw error;
  }
  return {
    url,
    pool,
    findServer: () => findHolder(keeper),
    becomeServer: async (address) => {
      await takeOver(keeper, address, settings.dataDir);
      // Without this connection another process may serve these data: better none than two.
      keeper.once('end', () => leaving || onLost());
    },
    close,
  };
}

type Joined = { readonly keeper: pg.Client; readonly url: string };

async function connectTo(url: string): Promise<Joined> {
  const keeper = new pg.Client({ connectionString: url, keepAlive: true, connectionTimeoutMillis: 10_000 });
  keeper.on('error', () => {});
  try {
    await keeper.connect();
  } catch (error) {
    throw new Error(`The database of DATABASE_URL does not answer. Check its address, user and password.`, {
      cause: error,
    });
  }
  const { rows } = await keeper.query<{ version: number }>(
    "select current_setting('server_version_num')::int as version",
  );
  const major = Math.floor((rows[0]?.version ?? 0) / 10_000);
  if (major < 15) {
    await keeper.end();
    throw new Error(`The database of DATABASE_URL is PostgreSQL ${major}. Rappel needs 15 or newer.`);
  }
  return { keeper, url };
}

async function joinEmbedded(dataDir: string): Promise<Joined & { server: EmbeddedPostgres }> {
  let failure: unknown;
  // Whoever leaves last may turn the server off between our finding it and our saying that we use it.
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const server = await startPostgres(dataDir);
    try {
      await makeDatabase(server);
      const url = addressOf(server.connection, NAME);
      const keeper = new pg.Client({ connectionString: url });
      keeper.on('error', () => {});
      await keeper.connect();
      await keeper.query('select pg_advisory_lock_shared($1)', [USES]);
      return { keeper, url, server };
    } catch (error) {
      failure = error;
    }
  }
  throw new Error('The embedded PostgreSQL was turned off again and again by another command.', {
    cause: failure,
  });
}

async function makeDatabase({ connection }: EmbeddedPostgres): Promise<void> {
  const client = new pg.Client({ connectionString: addressOf(connection, 'postgres') });
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [NAME]);
    if (!rowCount) await client.query(`create database ${NAME} owner ${ADMINISTRATOR}`);
  } catch (error) {
    // Two commands that start at once on a new folder.
    if (!(error instanceof pg.DatabaseError && ['42P04', '23505'].includes(error.code ?? ''))) throw error;
  } finally {
    await client.end();
  }
}

async function leave(keeper: pg.Client, server: EmbeddedPostgres | null): Promise<void> {
  try {
    if (!server) return;
    await keeper.query('select pg_advisory_unlock_shared($1)', [USES]);
    const { rows } = await keeper.query<{ last: boolean }>('select pg_try_advisory_lock($1) as last', [USES]);
    if (rows[0]?.last) await server.stop();
  } finally {
    await keeper.end().catch(() => {});
  }
}

async function bringUpToDate(pool: pg.Pool, keeper: pg.Client, log: Logger): Promise<void> {
  const holder = await findHolder(keeper);
  if (holder && (await pendingMigrations(pool)) > 0) {
    throw new Error(
      `${holder} is running an older version on these data. Stop it, and start the new one first.`,
    );
  }
  if (holder) return;
  const applied = await migrate(pool);
  if (applied.length > 0) log.info({ migrations: applied }, 'the database was brought up to date');
}

async function findHolder(keeper: pg.Client): Promise<string | null> {
  const { rows } = await keeper.query<{ name: string }>(
    `select application_name as name from pg_locks join pg_stat_activity using (pid)
     where locktype = 'advisory' and objsubid = 1 and granted and mode = 'ExclusiveLock'
       and (classid::bigint << 32) + objid::bigint = $1
       and database = (select oid from pg_database where datname = current_database())`,
    [SERVES],
  );
  return rows[0]?.name ?? null;
}

async function takeOver(keeper: pg.Client, address: string, dataDir: string): Promise<void> {
  const { rows } = await keeper.query<{ ours: boolean }>('select pg_try_advisory_lock($1) as ours', [SERVES]);
  if (!rows[0]?.ours) {
    const holder = (await findHolder(keeper)) ?? 'another process';
    throw new Error(
      `Rappel is already running on these data (${dataDir}): ${holder}. ` +
        'Use that one, stop it first, or give this one another RAPPEL_DATA_DIR and PORT.',
    );
  }
  // Whoever is refused reads here who holds it. PostgreSQL keeps 63 bytes of it.
  await keeper.query("select set_config('application_name', $1, false)", [
    `process ${process.pid} at ${address}`.slice(0, 63),
  ]);
}
