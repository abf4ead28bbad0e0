import { once } from 'node:events';
import path from 'node:path';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import type pg from 'pg';
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { refuse } from '#core/refusal.ts';
import {
  DEADLOCKS_MAX,
  isDeadlock,
  MIGRATION_LOCK,
  type Migration,
  migrateWithin,
  readMigrations,
} from '#server/platform/migrate.ts';
import { openBackup } from './backup-file.ts';
import { emptyDatabase, tightenTables, unfetterTables } from './bare-tables.ts';
import { type BackupHead, BackupJob, JOBS_NAME, type Manifest, SECRET_NAME } from './manifest.ts';
import { readManifest } from './read-manifest.ts';

const decompress = promisify(zstdDecompress);
const PART = /^tables\/([a-z_][a-z0-9_]*)\/\d{6}\.copy\.zst$/;

export type BackupToLoad = { readonly file: string; readonly key: Buffer | null };

export type Loaded = {
  readonly head: BackupHead;
  readonly manifest: Manifest;
  /** The secret of the installation it was taken of, where it was sealed. */
  readonly secret: string | null;
  /** What the queue still had to do: see keepJobs. */
  readonly jobs: readonly BackupJob[];
};

/**
 * Puts a backup in the place of whatever the database holds: all of it, or nothing. Its schema becomes the one that the
 * backup was taken of; bring it up to date afterwards.
 * @param finish in the same transaction, before it is committed
 * @throws Refusal as openBackup, backup_damaged, backup_schema_unknown
 */
export async function loadBackup(
  client: pg.Client,
  backup: BackupToLoad,
  finish: (loaded: Loaded) => Promise<void> = async () => {},
): Promise<Loaded> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await loadOnce(client, backup, finish);
    } catch (error) {
      if (!isDeadlock(error) || tries > DEADLOCKS_MAX) throw error;
    }
  }
}

async function loadOnce(
  client: pg.Client,
  { file, key }: BackupToLoad,
  finish: (loaded: Loaded) => Promise<void>,
): Promise<Loaded> {
  const name = path.basename(file);
  // Read to its end before anything is touched.
  const { manifest } = await readManifest(file, key);
  const { head, entries } = await openBackup(file, key);
  const migrations = migrationsOf(name, head);
  await client.query("begin; set local lock_timeout = '30s'; set local timezone = 'UTC'");
  try {
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await emptyDatabase(client);
    await migrateWithin(client, migrations);
    const fetters = await unfetterTables(client);
    const { secret, jobs, counts } = await loadEntries(client, entries);
    if (manifest.tables.some(({ name: table, rows }) => (counts.get(table) ?? 0) !== rows))
      refuse('backup_damaged', { file: name });
    await setSequences(client, manifest);
    await tightenTables(client, fetters);
    const loaded = { head, manifest, secret, jobs };
    await finish(loaded);
    await client.query('commit');
    return loaded;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

function migrationsOf(file: string, { migrations }: BackupHead): readonly Migration[] {
  const known = new Map(readMigrations().map((migration) => [migration.number, migration]));
  return migrations.map(({ number, name, checksum }) => {
    const ours = known.get(number);
    return ours?.checksum === checksum ? ours : refuse('backup_schema_unknown', { file, migration: name });
  });
}

async function loadEntries(
  client: pg.Client,
  entries: AsyncIterable<{ readonly name: string; readonly bytes: Buffer }>,
): Promise<Pick<Loaded, 'secret' | 'jobs'> & { readonly counts: ReadonlyMap<string, number> }> {
  const tables = new TableLoader(client);
  let secret: string | null = null;
  let jobs: readonly BackupJob[] = [];
  for await (const { name, bytes } of entries) {
    const table = PART.exec(name)?.[1];
    if (table) await tables.add(table, await decompress(bytes));
    else await tables.end();
    if (name === SECRET_NAME) secret = bytes.toString();
    if (name === JOBS_NAME) jobs = z.array(BackupJob).parse(JSON.parse(bytes.toString()));
  }
  return { secret, jobs, counts: tables.counts };
}

/** One COPY a table, over all its parts: a part may end in the middle of a row. */
class TableLoader {
  readonly counts = new Map<string, number>();
  readonly #client: pg.Client;
  #open: { readonly table: string; readonly copy: CopyStreamQuery; readonly done: Promise<unknown> } | null =
    null;

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async add(table: string, lines: Buffer): Promise<void> {
    if (this.#open?.table !== table) {
      await this.end();
      const columns = await this.#columnsOf(table);
      const copy = this.#client.query(copyFrom(`copy public.${table} (${columns}) from stdin`));
      const done = once(copy, 'finish');
      done.catch(() => {});
      this.#open = { table, copy, done };
    }
    const { copy, done } = this.#open;
    if (!copy.write(lines)) await Promise.race([once(copy, 'drain'), done]);
  }

  async end(): Promise<void> {
    if (!this.#open) return;
    const { table, copy, done } = this.#open;
    this.#open = null;
    copy.end();
    await done;
    this.counts.set(table, copy.rowCount);
  }

  /** As the snapshot lists them: the schema is the one it was taken of. */
  async #columnsOf(table: string): Promise<string> {
    const { rows } = await this.#client.query<{ columns: string }>(
      `select string_agg(quote_ident(attname), ', ' order by attnum) as columns from pg_attribute
       where attrelid = to_regclass($1) and attnum > 0 and not attisdropped and attgenerated = ''`,
      [`public.${table}`],
    );
    return rows[0]?.columns ?? '';
  }
}

/** The queue makes its tables by itself and later: until then its jobs wait in ours. */
export async function keepJobs(client: pg.ClientBase, jobs: readonly BackupJob[]): Promise<void> {
  await client.query(
    `insert into restored_job (name, data, start_at)
     select name, data, "startAt" from jsonb_to_recordset($1::jsonb) as job (name text, data jsonb, "startAt" timestamptz)`,
    [JSON.stringify(jobs)],
  );
}

async function setSequences(client: pg.Client, { sequences }: Manifest): Promise<void> {
  await client.query(
    `select setval(to_regclass('public.' || quote_ident(name)), value::bigint, called)
     from jsonb_to_recordset($1::jsonb) as sequence (name text, value text, called boolean)`,
    [JSON.stringify(sequences)],
  );
}
