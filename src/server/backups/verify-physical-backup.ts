import { chmod, copyFile, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import {
  addressOf,
  PASSWORD_FILE,
  startPostgres,
  stopAbandoned,
} from '#server/platform/embedded-postgres.ts';
import { isAlive } from '#server/platform/postmaster.ts';
import { type Disk, refuseWithoutRoom } from '#server/platform/room.ts';
import { type CopiedFile, copyFolder, isMissing, ownerOf } from './copy-folder.ts';
import type { BackupHead, Manifest } from './manifest.ts';
import { type PhysicalManifest, POSTGRES_FOLDER, readPhysicalManifest } from './physical-manifest.ts';
import { inSnapshot, listSequences } from './snapshot.ts';
import { compareWith } from './verify-backup.ts';

export type PhysicalVerification = {
  readonly head: BackupHead;
  readonly manifest: Manifest;
  /** What a started copy has otherwise than the backup says: files, tables, totals, heads, indexes. Nothing: it is good. */
  readonly differences: readonly string[];
};

const FILES_NAMED_MAX = 5;
/** PostgreSQL's own databases, and three files of its log. */
export const BESIDE_BYTES = 80_000_000;
/** Its log may be as long as an hour of writing. */
const START_SECONDS = 3600;

/**
 * Starts a copy of a physical backup in a scratch folder, compares every table with what was written, looks at every index, and
 * takes the copy away again: what lies in the folder stays as it was written.
 * @throws Refusal as readPhysicalManifest; disk_full, disk_unreadable
 */
export async function verifyPhysicalBackup(folder: string, disk?: Disk): Promise<PhysicalVerification> {
  const written = await readPhysicalManifest(folder);
  const { head, content } = written;
  await clearScratches(folder);
  const bytes = written.files.reduce((sum, { size }) => sum + size, BESIDE_BYTES);
  refuseWithoutRoom(path.dirname(path.resolve(folder)), bytes, disk);
  const scratch = await mkdtemp(`${scratchesOf(folder)}${process.pid}-`);
  try {
    // PostgreSQL runs under another account than root, and passes through here to what is its own.
    if (process.getuid?.() === 0) await chmod(scratch, 0o711);
    const from = path.join(folder, POSTGRES_FOLDER);
    const to = path.join(scratch, POSTGRES_FOLDER);
    await refuseForeign(from);
    const files = await copyFolder({ from, to, owner: await ownerOf(from), isLasting: false });
    await copyFile(path.join(folder, PASSWORD_FILE), path.join(scratch, PASSWORD_FILE)).catch(
      (error: unknown) => {
        if (!isMissing(error)) throw error;
      },
    );
    const changed = changedFiles(written, files);
    const differences = changed.length > 0 ? changed : await compareStarted(scratch, content);
    return { head, manifest: content, differences };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function scratchesOf(folder: string): string {
  return `${path.resolve(folder)}.verify-`;
}

/** What a killed verification of the same folder left: the scratch folder, and the server on it. */
async function clearScratches(folder: string): Promise<void> {
  const [above, begins] = [path.dirname(scratchesOf(folder)), path.basename(scratchesOf(folder))];
  for (const name of await readdir(above)) {
    const pid = name.startsWith(begins) ? /^(\d+)-\w{6}$/.exec(name.slice(begins.length))?.[1] : undefined;
    if (!pid || isAlive(Number(pid))) continue;
    await stopAbandoned(path.join(above, name));
    await rm(path.join(above, name), { recursive: true, force: true });
  }
}

/** Root may read everything; anybody else only what is theirs. */
async function refuseForeign(folder: string): Promise<void> {
  const me = process.getuid?.();
  const { uid } = await stat(folder);
  if (me === undefined || me === 0 || me === uid) return;
  throw new Error(
    `${folder} belongs to another user (number ${uid}). Verify it as that user, or give it to yours: chown -R ${me} ${folder}`,
  );
}

/** Missing, added or changed since they were written; the first few by name. */
function changedFiles({ files }: PhysicalManifest, found: readonly CopiedFile[]): string[] {
  const hashes = new Map(found.map(({ name, sha256 }) => [`${POSTGRES_FOLDER}/${name}`, sha256]));
  const changed = files.filter(({ name, sha256 }) => hashes.get(name) !== sha256).map(({ name }) => name);
  const known = new Set(files.map(({ name }) => name));
  const all = [...changed, ...[...hashes.keys()].filter((name) => !known.has(name))];
  return all.length > FILES_NAMED_MAX
    ? [...all.slice(0, FILES_NAMED_MAX), `${all.length - FILES_NAMED_MAX} more files`]
    : all;
}

async function compareStarted(dataDir: string, content: Manifest): Promise<readonly string[]> {
  // Nothing of it has to survive a power cut.
  const server = await startPostgres(dataDir, { durable: false, seconds: START_SECONDS });
  const client = new pg.Client({ connectionString: addressOf(server.connection, 'rappel') });
  client.on('error', () => {});
  try {
    await client.connect();
    const sequences = await sequencesAsWritten(client, content);
    return [...(await compareWith(client, { ...content, sequences })), ...(await brokenIndexes(client))];
  } finally {
    await client.end();
    await server.stop();
  }
}

/** After a recovery a sequence may stand some numbers further, for PostgreSQL writes them down in advance; never behind. */
function sequencesAsWritten(client: pg.Client, { sequences }: Manifest): Promise<Manifest['sequences']> {
  return inSnapshot(client, async () => {
    const found = await listSequences(client);
    const now = new Map(found.map((one) => [one.name, one]));
    return sequences.map((then) => {
      const one = now.get(then.name);
      return one && BigInt(one.value) >= BigInt(then.value) ? one : then;
    });
  });
}

/** Each index against its table: every row of it is found by it. */
async function brokenIndexes(client: pg.Client): Promise<readonly string[]> {
  await client.query('create extension if not exists amcheck');
  const all = client.query(
    `select bt_index_check(i.indexrelid, true) from pg_index i join pg_class c on c.oid = i.indexrelid
     join pg_am a on a.oid = c.relam where a.amname = 'btree' and c.relkind = 'i' and i.indisready and i.indisvalid
     and c.relpersistence = 'p'`,
  );
  // It names the index.
  return all.then(
    () => [],
    (error: unknown) => [error instanceof Error ? error.message : 'an index'],
  );
}
