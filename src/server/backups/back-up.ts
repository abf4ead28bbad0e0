import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { backupsToRemove } from '#core/backups/retention.ts';
import { Refusal, refuse } from '#core/refusal.ts';
import type { Db } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import { refuseWithoutRoom } from '#server/platform/room.ts';
import type { BackupPlace } from '#server/platform/tools.ts';
import { addBackupRun, findDatabaseBytes, listKeptBackups, markBackupRun } from './queries.ts';
import { sweepBackups } from './sweep-backups.ts';
import type { BackupReason, BackupRunTable } from './tables.ts';
import { dropScratches, verifyBackup } from './verify-backup.ts';
import { type WrittenBackup, writeBackup } from './write-backup.ts';

export type MadeBackup<Written = WrittenBackup> = {
  readonly id: string;
  readonly file: string;
  readonly written: Written;
  /** What a restored copy had otherwise; nothing: it is good. */
  readonly differences: readonly string[];
};

const KEY_LENGTH_MIN = 32;

/** Reads a key. @throws Refusal backup_key_short */
export function readKey(file: string | null): Buffer | null {
  if (!file) return null;
  const key = readFileSync(file, 'utf8').trim();
  if (key.length < KEY_LENGTH_MIN)
    refuse('backup_key_short', { file: path.basename(file), limit: String(KEY_LENGTH_MIN) });
  return Buffer.from(key);
}

type Asked = { readonly reason: BackupReason; readonly at: Temporal.Instant; readonly file?: string };

/** Makes a backup, restores it into a scratch database to see that it is good, and records both. */
export async function backUp(db: Db, place: BackupPlace, asked: Asked): Promise<MadeBackup> {
  const file = asked.file ?? path.join(place.folder, nameOf(asked));
  if (existsSync(file)) refuse('backup_file_exists', { file: path.basename(file) });
  const key = readKey(place.keyFile);
  const { reason, at } = asked;
  return recordBackup(
    db,
    { reason, file, isEncrypted: key !== null, startedAt: at },
    {
      write: async () => {
        await refuseWithoutScratch(db, place);
        return write(place, { file, key, at });
      },
      verify: async () => (await verifyBackup({ file, key }, place.database)).differences,
    },
  );
}

/** The file, the scratch copy it is restored into, and what PostgreSQL's log takes for it meanwhile. */
const ROOM_PERCENT = 150n;

async function refuseWithoutScratch(db: Db, { embeddedIn }: BackupPlace): Promise<void> {
  if (embeddedIn)
    refuseWithoutRoom(embeddedIn, Number(((await findDatabaseBytes(db)) * ROOM_PERCENT) / 100n));
}

type Steps<Written> = {
  readonly write: () => Promise<Written>;
  /** @returns what a restored copy has otherwise */
  readonly verify: () => Promise<readonly string[]>;
};

/** Writes down that a backup begins, what became of it, and whether it was found good. */
export async function recordBackup<Written extends { readonly size: number; readonly rows: number }>(
  db: Db,
  run: Pick<BackupRunTable, 'reason' | 'file' | 'isEncrypted' | 'startedAt'>,
  { write, verify }: Steps<Written>,
): Promise<MadeBackup<Written>> {
  const id = newId();
  const { file } = run;
  await addBackupRun(db, { ...NOT_YET, ...run, id });
  try {
    const written = await write();
    const facts = { size: BigInt(written.size), rowCount: BigInt(written.rows) };
    await markBackupRun(db, id, { outcome: 'written', endedAt: Temporal.Now.instant(), ...facts });
    return { id, file, written, differences: await recordVerification(db, id, verify) };
  } catch (error) {
    await markBackupRun(db, id, { outcome: 'failed', endedAt: Temporal.Now.instant(), answer: why(error) });
    throw error;
  }
}

const NOT_YET = {
  endedAt: null,
  outcome: null,
  size: null,
  rowCount: null,
  verifiedAt: null,
  verification: null,
  answer: null,
  removedAt: null,
} as const;

type Target = { readonly file: string; readonly key: Buffer | null };

/** Without a record of it: before an upgrade the tables for it may not be there. */
export async function write(
  place: Pick<BackupPlace, 'database' | 'secret' | 'version'>,
  { file, key, at }: Target & { readonly at: Temporal.Instant },
): Promise<WrittenBackup> {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: place.database });
  client.on('error', () => {});
  await client.connect();
  try {
    const { secret, version } = place;
    return await writeBackup(client, { file, key, at, secret, version });
  } finally {
    await client.end();
  }
}

async function recordVerification(
  db: Db,
  id: string,
  verify: Steps<unknown>['verify'],
): Promise<readonly string[]> {
  try {
    const differences = await verify();
    const isGood = differences.length === 0;
    await markBackupRun(db, id, {
      verifiedAt: Temporal.Now.instant(),
      verification: isGood ? 'good' : 'bad',
      answer: isGood ? null : differences.join(', '),
    });
    return differences;
  } catch (error) {
    const bad = { verifiedAt: Temporal.Now.instant(), verification: 'bad' as const, answer: why(error) };
    await markBackupRun(db, id, bad);
    return [why(error)];
  }
}

/** The backup of the night, and what no longer has to be kept. A bad one takes no good one's place. */
export async function backUpByNight(
  db: Db,
  place: BackupPlace,
  now: Temporal.Instant,
): Promise<MadeBackup | null> {
  if (!place.isNightly) return null;
  await dropLeftScratches(place);
  const made = await backUp(db, place, { reason: 'nightly', at: now });
  await removeOld(db, now);
  await sweepBackups(place.folder);
  return made;
}

async function removeOld(db: Db, now: Temporal.Instant): Promise<void> {
  const nightly = await listKeptBackups(db, 'nightly');
  const good = nightly.filter(({ verification }) => verification === 'good');
  const [newest] = good;
  const old = new Set(backupsToRemove(good.map(({ id, startedAt }) => ({ id, takenAt: startedAt }))));
  for (const run of nightly) {
    const isBad = run.verification !== 'good';
    const isPast = newest !== undefined && Temporal.Instant.compare(run.startedAt, newest.startedAt) < 0;
    if (isBad ? isPast : old.has(run.id)) await remove(db, run, now);
  }
}

async function remove(db: Db, { id, file }: { id: string; file: string }, now: Temporal.Instant) {
  await rm(file, { force: true });
  await markBackupRun(db, id, { removedAt: now });
}

async function dropLeftScratches({ database }: BackupPlace): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  client.on('error', () => {});
  await client.connect();
  await dropScratches(client).finally(() => client.end());
}

/** `nightly-20260331T023000Z.rappel`: sorted by name they are sorted by time. */
export function nameOf({ reason, at }: Asked): string {
  const moment = at.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '');
  return `${reason.replaceAll('_', '-')}-${moment}.rappel`;
}

function why(error: unknown): string {
  if (error instanceof Refusal) return error.code;
  return error instanceof Error ? error.message : String(error);
}
