import { existsSync, mkdirSync, rmSync, statfsSync, statSync, truncateSync } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { Refusal } from '#core/refusal.ts';
import { isOutage } from './outage.ts';

/** Whether the disk of the embedded database has room for new work. */
export type Room = {
  /** Null while there is room; else what a person is told. */
  whyNot(): Refusal | null;
  /** Ends once there is room; at once, where there is. Keeps no process from ending. */
  awaited(): Promise<void>;
  stop(): Promise<void>;
};

/** How full a disk is, in blocks: its own answer, or a test's. */
export type Disk = {
  statfs(folder: string): { readonly bavail: number; readonly bsize: number; readonly blocks: number };
};

const DISK: Disk = { statfs: (folder) => statfsSync(folder) };
const MEGABYTE = 2 ** 20;
/** PostgreSQL stops whole when it cannot write its log, in files of 16 MB: new work ends before. */
const LEAST_MAX = 256 * MEGABYTE;
const LEAST_MIN = 32 * MEGABYTE;
const LEAST_SHARE = 0.1;
/** Kept beside the data. A file of its log is given up while it runs; two are kept for PostgreSQL to start at all. */
const RESERVE_BYTES = 48 * MEGABYTE;
const RESERVE_TO_START_BYTES = 32 * MEGABYTE;
const RESERVE = 'reserve';
/** With less than this, it is needed now. */
const BREATH_BYTES = 8 * MEGABYTE;
const LOOK_EVERY_MS = 250;
const KEEP_EVERY_MS = 5_000;

/** Looks at the disk of a data folder. What was begun goes on; what would begin is refused while there is too little room. */
export function watchRoom(
  dataDir: string,
  {
    keepsReserve,
    onError,
    disk = DISK,
  }: {
    readonly keepsReserve: boolean;
    readonly onError: (error: unknown) => void;
    readonly disk?: Disk;
  },
): Room {
  mkdirSync(dataDir, { recursive: true });
  let known = { at: Number.NEGATIVE_INFINITY, refusal: null as Refusal | null };
  const whyNot = () => {
    if (performance.now() - known.at > LOOK_EVERY_MS)
      known = { at: performance.now(), refusal: lookAtRoom(dataDir, disk) };
    return known.refusal;
  };
  const stopping = new AbortController();
  const keep = async () => {
    while (!stopping.signal.aborted) {
      await keepReserve(dataDir, disk).catch(onError);
      await wait(KEEP_EVERY_MS, undefined, { ref: false, signal: stopping.signal }).catch(() => {});
    }
  };
  const kept = keepsReserve ? keep() : undefined;
  return {
    whyNot,
    async awaited() {
      while (whyNot()) await wait(LOOK_EVERY_MS, undefined, { ref: false });
    },
    async stop() {
      stopping.abort();
      await kept;
    },
  };
}

function lookAtRoom(dataDir: string, disk: Disk): Refusal | null {
  const found = ask(dataDir, disk);
  if (found instanceof Refusal) return found;
  // It serves those who read, too: PostgreSQL without any room falls again and again.
  if (found.free < BREATH_BYTES) shortenReserve(dataDir);
  return found.free >= found.least ? null : noRoom(found.free, found.least);
}

/** A disk that cannot be asked may be full, or gone: the refusal says so, and nothing new is written to it. */
function ask(folder: string, disk: Disk): { readonly free: number; readonly least: number } | Refusal {
  try {
    const { bavail, bsize, blocks } = disk.statfs(folder);
    return { free: bavail * bsize, least: leastRoom(blocks * bsize) };
  } catch (error) {
    const cause = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return new Refusal('disk_unreadable', { cause });
  }
}

/** How much must be free for new work, on a disk of so many bytes. */
export function leastRoom(bytes: number): number {
  return Math.min(LEAST_MAX, Math.max(LEAST_MIN, Math.floor(bytes * LEAST_SHARE)));
}

function noRoom(free: number, least: number): Refusal {
  const megabytes = (bytes: number) => String(Math.floor(bytes / MEGABYTE));
  return new Refusal('disk_full', { free: megabytes(free), least: megabytes(least) });
}

/** For whoever watches the installation. */
export function wordsOfNoRoom({ code }: Refusal): string {
  return code === 'disk_unreadable'
    ? 'the disk of the data does not say how much of it is free'
    : 'the disk of the data is full';
}

/** @throws Refusal disk_full where so many bytes more would leave too little, disk_unreadable */
export function refuseWithoutRoom(folder: string, bytes: number, disk: Disk = DISK): void {
  const found = ask(folder, disk);
  if (found instanceof Refusal) throw found;
  if (found.free - bytes < found.least) throw noRoom(found.free, found.least + bytes);
}

/** What the database or the disk say when there is no room. */
export function isNoRoom(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code === '53100';
  return error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}

/**
 * The same for a person; null where it is something else.
 * @param dataDir where the embedded database lies; undefined: there is none
 */
export function asNoRoom(error: unknown, dataDir: string | undefined): Refusal | null {
  if (isNoRoom(error)) return new Refusal('disk_filled', {});
  // Where it could not write its log it is away for a while, whoever asked.
  return isOutage(error) && dataDir && existsSync(dataDir) ? lookAtRoom(dataDir, DISK) : null;
}

/** Made whole again once there is more than enough. Filled: a file of nothing takes no room on some disks. */
export async function keepReserve(dataDir: string, disk: Disk = DISK): Promise<void> {
  const file = path.join(dataDir, RESERVE);
  const size = await stat(file).then(
    (there) => there.size,
    () => 0,
  );
  const found = ask(dataDir, disk);
  if (size >= RESERVE_BYTES || found instanceof Refusal) return;
  if (found.free < found.least + 2 * RESERVE_BYTES) return;
  const handle = await open(file, 'a', 0o600);
  try {
    const piece = crypto.getRandomValues(new Uint8Array(65_536));
    for (let written = size; written < RESERVE_BYTES; )
      written += (await handle.write(piece.subarray(0, RESERVE_BYTES - written))).bytesWritten;
  } finally {
    await handle.close();
  }
}

/** Where there is next to nothing left, gives the reserve up before PostgreSQL is started. */
export function makeBreath(dataDir: string, disk: Disk = DISK): void {
  const found = ask(dataDir, disk);
  if (!(found instanceof Refusal) && found.free < BREATH_BYTES) giveUpReserve(dataDir);
}

/** While PostgreSQL runs: what was begun would eat all of it, so what a start needs stays. */
function shortenReserve(dataDir: string): void {
  const file = path.join(dataDir, RESERVE);
  whereItCan(() => {
    if (statSync(file).size > RESERVE_TO_START_BYTES) truncateSync(file, RESERVE_TO_START_BYTES);
  });
}

/** Gives all of the reserve up. PostgreSQL then has the room to come to a start. */
export function giveUpReserve(dataDir: string): void {
  whereItCan(() => rmSync(path.join(dataDir, RESERVE), { force: true }));
}

/** A reserve that is not there, or on a disk that takes no changes, serves nobody: no reason for others to fail. */
function whereItCan(work: () => void): void {
  try {
    work();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
}

/** How far PostgreSQL's log may grow before it is written back: on a small disk it would fill it. */
export function logMegabytesMax(folder: string, disk: Disk = DISK): number {
  return Math.max(64, Math.min(4096, Math.floor(freeMegabytes(folder, disk) / 8)));
}

/** How much of its log PostgreSQL keeps for a copy that is being made: beyond it the copy is given up, not the disk filled. */
export function keptLogMegabytesMax(folder: string, disk: Disk = DISK): number {
  return Math.max(64, Math.floor(freeMegabytes(folder, disk) / 4));
}

function freeMegabytes(folder: string, disk: Disk): number {
  const found = ask(folder, disk);
  return found instanceof Refusal ? 0 : found.free / MEGABYTE;
}
