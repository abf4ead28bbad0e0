import { existsSync, mkdirSync, rmSync, statfsSync } from 'node:fs';
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
  stop(): void;
};

const MEGABYTE = 2 ** 20;
/** PostgreSQL stops whole when it cannot write its log, in files of 16 MB: new work ends before. */
const LEAST_MAX = 256 * MEGABYTE;
const LEAST_MIN = 32 * MEGABYTE;
const LEAST_SHARE = 0.1;
/** Kept beside the data, to be given up when PostgreSQL needs room to start at all. */
const RESERVE_BYTES = 32 * MEGABYTE;
const RESERVE = 'reserve';
/** With less than this, it is needed now. */
const BREATH_BYTES = 8 * MEGABYTE;
const LOOK_EVERY_MS = 250;
const KEEP_EVERY_MS = 30_000;

/** Looks at the disk of a data folder. What was begun goes on; what would begin is refused while there is too little room. */
export function watchRoom(
  dataDir: string,
  { keepsReserve, onError }: { readonly keepsReserve: boolean; readonly onError: (error: unknown) => void },
): Room {
  mkdirSync(dataDir, { recursive: true });
  let known = { at: Number.NEGATIVE_INFINITY, refusal: null as Refusal | null };
  const whyNot = () => {
    if (performance.now() - known.at > LOOK_EVERY_MS)
      known = { at: performance.now(), refusal: lookAtRoom(dataDir) };
    return known.refusal;
  };
  const keep = () => void keepReserve(dataDir).catch(onError);
  const timer = keepsReserve ? setInterval(keep, KEEP_EVERY_MS).unref() : undefined;
  return {
    whyNot,
    async awaited() {
      while (whyNot()) await wait(LOOK_EVERY_MS, undefined, { ref: false });
    },
    stop: () => clearInterval(timer),
  };
}

function lookAtRoom(dataDir: string): Refusal | null {
  const { bavail, bsize, blocks } = statfsSync(dataDir);
  const free = bavail * bsize;
  const least = leastRoom(blocks * bsize);
  // It serves those who read, too: PostgreSQL without any room falls again and again.
  if (free < BREATH_BYTES) giveUpReserve(dataDir);
  return free >= least ? null : noRoom(free, least);
}

/** How much must be free for new work, on a disk of so many bytes. */
export function leastRoom(bytes: number): number {
  return Math.min(LEAST_MAX, Math.max(LEAST_MIN, Math.floor(bytes * LEAST_SHARE)));
}

function noRoom(free: number, least: number): Refusal {
  const megabytes = (bytes: number) => String(Math.floor(bytes / MEGABYTE));
  return new Refusal('disk_full', { free: megabytes(free), least: megabytes(least) });
}

/** @throws Refusal disk_full where so many bytes more would leave too little */
export function refuseWithoutRoom(dataDir: string, bytes: number): void {
  const { bavail, bsize, blocks } = statfsSync(dataDir);
  const [free, least] = [bavail * bsize, leastRoom(blocks * bsize)];
  if (free - bytes < least) throw noRoom(free, least + bytes);
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
  return isOutage(error) && dataDir && existsSync(dataDir) ? lookAtRoom(dataDir) : null;
}

/** Made anew once there is more than enough. Filled: a file of nothing takes no room on some disks. */
async function keepReserve(dataDir: string): Promise<void> {
  const file = path.join(dataDir, RESERVE);
  const { bavail, bsize, blocks } = statfsSync(dataDir);
  if (
    await stat(file).then(
      ({ size }) => size === RESERVE_BYTES,
      () => false,
    )
  )
    return;
  if (bavail * bsize < leastRoom(blocks * bsize) + 2 * RESERVE_BYTES) return;
  const handle = await open(file, 'w', 0o600);
  try {
    const piece = crypto.getRandomValues(new Uint8Array(65_536));
    for (let written = 0; written < RESERVE_BYTES; written += piece.length) await handle.write(piece);
  } finally {
    await handle.close();
  }
}

/** Where there is next to nothing left, gives the reserve up before PostgreSQL is started. */
export function makeBreath(dataDir: string): void {
  const { bavail, bsize } = statfsSync(dataDir);
  if (bavail * bsize < BREATH_BYTES) giveUpReserve(dataDir);
}

/** Gives the reserve up. PostgreSQL then has the room to come to an end, or to a start. */
export function giveUpReserve(dataDir: string): void {
  rmSync(path.join(dataDir, RESERVE), { force: true });
}

/** How far PostgreSQL's log may grow before it is written back: on a small disk it would fill it. */
export function logMegabytesMax(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.max(64, Math.min(4096, Math.floor((bavail * bsize) / MEGABYTE / 8)));
}
