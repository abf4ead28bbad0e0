import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Refusal, refuse } from '#core/refusal.ts';
import { PASSWORD_FILE } from '#server/platform/embedded-postgres.ts';
import { isOutage } from '#server/platform/outage.ts';
import { copyCluster } from './copy-cluster.ts';
import { isMissing, ownerOf, syncFolder, writeSynced } from './copy-folder.ts';
import { FORMAT, type Manifest } from './manifest.ts';
import { PHYSICAL_NAME, type PhysicalManifest, POSTGRES_FOLDER } from './physical-manifest.ts';
import {
  copyRows,
  inSnapshot,
  listHeads,
  listJobs,
  listSequences,
  listShapes,
  listTotals,
} from './snapshot.ts';
import { countRows, headOf } from './write-backup.ts';

export type PhysicalAim = {
  /** The new data folder: not there yet, or empty. */
  readonly folder: string;
  /** As an administrator of the embedded database. */
  readonly database: string;
  readonly version: string;
  readonly at: Temporal.Instant;
  /** The installation's secret, to be taken along; null: it stays where it is. */
  readonly secret: string | null;
};

export type WrittenPhysicalBackup = {
  readonly size: number;
  readonly rows: number;
  readonly manifest: PhysicalManifest;
};

/** Longer than the longest import. */
const REST_MINUTES_MAX = 5;
const REST_AGAIN_MS = 1000;

/**
 * Copies the embedded database, file by file, into a folder that `rappel start` can be given as its data folder, while others
 * go on working. Writing is held for less than a second, so that what the copy holds can be written down to the row.
 * @throws Refusal physical_folder_filled, physical_too_busy, physical_log_gone
 */
export async function writePhysicalBackup(aim: PhysicalAim): Promise<WrittenPhysicalBackup> {
  await refuseFilled(aim.folder);
  await mkdir(aim.folder, { recursive: true, mode: 0o755 });
  try {
    return await connectedTwice(aim.database, (session, reader) =>
      writeInto(aim, session, reader).catch((error: unknown) => tellLogGone(error, reader)),
    );
  } catch (error) {
    await rm(path.join(aim.folder, POSTGRES_FOLDER), { recursive: true, force: true });
    for (const file of ['secret', PASSWORD_FILE, PHYSICAL_NAME])
      await rm(path.join(aim.folder, file), { force: true });
    throw error;
  }
}

/** PostgreSQL ends the session whose copy needs more of the log than may be kept, and nobody else's. */
async function tellLogGone(error: unknown, reader: pg.Client): Promise<never> {
  if (error instanceof Refusal || !isOutage(error)) throw error;
  const othersAreServed = await reader.query('rollback').then(
    () => true,
    () => false,
  );
  return othersAreServed ? refuse('physical_log_gone', {}) : Promise.reject(error);
}

async function refuseFilled(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  if (there.length > 0) refuse('physical_folder_filled', { folder: path.basename(folder) });
}

async function writeInto(
  aim: PhysicalAim,
  session: pg.Client,
  reader: pg.Client,
): Promise<WrittenPhysicalBackup> {
  const target = path.join(aim.folder, POSTGRES_FOLDER);
  const copy = await copyCluster(session, target);
  const { head, content, to, log } = await inSnapshot(reader, async () => {
    const lastFile = await atRest(session, reader);
    const files = await copy.finish(lastFile);
    // The log is no longer kept for us.
    await session.end();
    return { head: await headOf(reader, aim), content: await describe(reader), to: lastFile, log: files };
  });
  const files = [...copy.files, ...log].map((file) => ({ ...file, name: `${POSTGRES_FOLDER}/${file.name}` }));
  const withSecret = aim.secret !== null;
  const manifest = {
    format: FORMAT,
    head,
    wal: { from: copy.from, to },
    withSecret,
    files,
    content,
  } as const;
  const owner = await ownerOf(aim.folder);
  if (aim.secret) await writeSynced(path.join(aim.folder, 'secret'), aim.secret, owner);
  await takePassword(copy.dataDir, aim.folder, owner);
  const text = `${JSON.stringify(manifest, null, 1)}\n`;
  const own = await writeSynced(path.join(aim.folder, PHYSICAL_NAME), text, owner);
  await syncFolder(aim.folder);
  const size = files.reduce((sum, file) => sum + file.size, own.size);
  return { size, rows: content.tables.reduce((sum, { rows }) => sum + rows, 0), manifest };
}

/** Where the server wants a password of everybody, its copy wants the same one, and would not be reached without it. */
async function takePassword(
  dataDir: string,
  folder: string,
  owner: Awaited<ReturnType<typeof ownerOf>>,
): Promise<void> {
  const password = await readFile(path.join(dataDir, PASSWORD_FILE)).catch((error: unknown) => {
    if (isMissing(error)) return null;
    throw error;
  });
  if (password) await writeSynced(path.join(folder, PASSWORD_FILE), password, owner);
}

/**
 * The moment of the copy: no table of ours is being written to, the reader sees it so, and the log ends a file with it. Whoever
 * wants to write waits for less than the second after which PostgreSQL looks for deadlocks, so that it is never they who are
 * given up. Once nothing is written it is the one moment, however long the disk takes: the reader sees no other.
 * @returns the last file of the log
 */
async function atRest(session: pg.Client, reader: pg.Client): Promise<string> {
  const shapes = await listShapes(session);
  const tables = shapes.map(({ name }) => `public.${name}`).join(', ');
  const end = performance.now() + REST_MINUTES_MAX * 60_000;
  while (performance.now() < end) {
    await session.query("begin; set local statement_timeout = '700ms'; set local deadlock_timeout = '100ms'");
    try {
      if (await held(session, tables)) return await endOfLog(session, reader);
    } finally {
      await session.query('rollback');
    }
    await wait(REST_AGAIN_MS);
  }
  return refuse('physical_too_busy', { minutes: String(REST_MINUTES_MAX) });
}

/** @returns false where others are writing just now */
async function held(session: pg.Client, tables: string): Promise<boolean> {
  try {
    await session.query(`lock table ${tables} in share mode`);
    await session.query('set local statement_timeout = 0');
    return true;
  } catch (error) {
    if (isBusy(error)) return false;
    throw error;
  }
}

async function endOfLog(session: pg.Client, reader: pg.Client): Promise<string> {
  await reader.query('select pg_current_snapshot()');
  const { rows } = await session.query<{ file: string }>(
    'select pg_walfile_name(pg_switch_wal() - 1) as file',
  );
  if (!rows[0]) throw new Error('PostgreSQL did not say where its log ends.');
  return rows[0].file;
}

/** Ended by its time, by a lock that was not to be had, or as the victim of a deadlock. */
function isBusy(error: unknown): boolean {
  return error instanceof pg.DatabaseError && ['57014', '55P03', '40P01'].includes(error.code ?? '');
}

/** What a database holds, as the manifest of every backup says it. Inside inSnapshot. */
async function describe(client: pg.ClientBase): Promise<Manifest> {
  const tables: Manifest['tables'] = [];
  for (const shape of await listShapes(client)) {
    const counted = await countRows(copyRows(client, shape), async () => {});
    tables.push({ name: shape.name, columns: [...shape.columns], ...counted, parts: 0 });
  }
  const [sequences, totals] = [await listSequences(client), await listTotals(client)];
  return { tables, sequences, totals, heads: await listHeads(client), jobs: (await listJobs(client)).length };
}

async function connectedTwice<T>(
  connectionString: string,
  work: (session: pg.Client, reader: pg.Client) => Promise<T>,
): Promise<T> {
  const clients = [1, 2].map(() => new pg.Client({ connectionString }));
  for (const client of clients) client.on('error', () => {});
  const [session, reader] = clients;
  if (!session || !reader) throw new Error('There are two connections.');
  try {
    await Promise.all(clients.map((client) => client.connect()));
    await session.query('set statement_timeout = 0; set idle_session_timeout = 0');
    return await work(session, reader);
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => {})));
  }
}
