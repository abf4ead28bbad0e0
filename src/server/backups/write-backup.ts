import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { promisify } from 'node:util';
import { constants, zstdCompress } from 'node:zlib';
import type pg from 'pg';
import { BackupFile } from './backup-file.ts';
import {
  type BackupHead,
  type BackupTable,
  FORMAT,
  HEAD_NAME,
  JOBS_NAME,
  MANIFEST_NAME,
  type Manifest,
  SECRET_NAME,
} from './manifest.ts';
import {
  copyRows,
  inSnapshot,
  isThere,
  listHeads,
  listJobs,
  listSequences,
  listShapes,
  listTotals,
  type TableShape,
} from './snapshot.ts';

const PART_BYTES = 8_000_000;
const compress = promisify(zstdCompress);
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

export type BackupAim = {
  readonly file: string;
  /** Seals it. */
  readonly key: Buffer | null;
  /** The installation's own secret: only ever in a sealed one. */
  readonly secret: string | null;
  readonly version: string;
  readonly at: Temporal.Instant;
};

export type WrittenBackup = { readonly size: number; readonly rows: number; readonly manifest: Manifest };

/**
 * Writes everything the database holds into one file, as of one moment, while others go on working.
 * @param client a connection that sees every company's rows
 */
export async function writeBackup(client: pg.ClientBase, aim: BackupAim): Promise<WrittenBackup> {
  const file = await BackupFile.begin(aim.file, aim.key, aim.at);
  try {
    const manifest = await inSnapshot(client, () => addContent(client, file, aim));
    await file.add(MANIFEST_NAME, json(manifest));
    const size = await file.finish();
    return { size, rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0), manifest };
  } catch (error) {
    await file.giveUp();
    throw error;
  }
}

async function addContent(client: pg.ClientBase, file: BackupFile, aim: BackupAim): Promise<Manifest> {
  await file.add(HEAD_NAME, json(await headOf(client, aim)));
  if (aim.key && aim.secret) await file.add(SECRET_NAME, Buffer.from(aim.secret));
  const tables: BackupTable[] = [];
  for (const shape of await listShapes(client)) tables.push(await addTable(client, file, shape));
  const jobs = await listJobs(client);
  await file.add(JOBS_NAME, json(jobs));
  return {
    tables,
    sequences: await listSequences(client),
    totals: await listTotals(client),
    heads: await listHeads(client),
    jobs: jobs.length,
  };
}

/** What a backup says of itself, before anything else. */
export async function headOf(
  client: pg.ClientBase,
  { version, at }: Pick<BackupAim, 'version' | 'at'>,
): Promise<BackupHead> {
  const known = (await isThere(client, 'installation')) ? '(select instance_id from installation)' : 'null';
  const { rows } = await client.query<{ instance: string | null; postgres: string }>(
    `select ${known}::text as instance, current_setting('server_version') as postgres`,
  );
  const applied = await client.query<BackupHead['migrations'][number]>(
    'select number, name, checksum from applied_migration order by number',
  );
  return {
    format: FORMAT,
    rappel: version,
    takenAt: at.toString(),
    instance: rows[0]?.instance ?? null,
    host: hostname(),
    postgres: rows[0]?.postgres ?? '',
    migrations: applied.rows,
  };
}

/** A table in parts, each a zstd frame of what COPY printed. */
async function addTable(client: pg.ClientBase, file: BackupFile, shape: TableShape): Promise<BackupTable> {
  const { name } = shape;
  let parts = 0;
  const counted = await countRows(copyRows(client, shape), async (lines) => {
    parts += 1;
    const part = `tables/${name}/${String(parts).padStart(6, '0')}.copy.zst`;
    await file.add(part, await compress(lines, LEVEL));
  });
  return { name, columns: [...shape.columns], ...counted, parts };
}

/** Counts and sums up what COPY prints, and hands it on in portions of whole chunks. */
export async function countRows(
  chunks: AsyncIterable<Buffer>,
  handOn: (lines: Buffer) => Promise<void>,
): Promise<Pick<BackupTable, 'rows' | 'bytes' | 'sha256'>> {
  const hash = createHash('sha256');
  let [rows, bytes, held]: [number, number, number] = [0, 0, 0];
  let waiting: Buffer[] = [];
  const flush = async () => {
    const lines = Buffer.concat(waiting);
    waiting = [];
    held = 0;
    if (lines.length > 0) await handOn(lines);
  };
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) rows += 1;
    waiting.push(chunk);
    held += chunk.length;
    if (held >= PART_BYTES) await flush();
  }
  await flush();
  return { rows, bytes, sha256: hash.digest('hex') };
}

function json(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 1)}\n`);
}
