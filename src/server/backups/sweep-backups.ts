import { realpathSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMissing } from './copy-folder.ts';

/** Why everything is kept before something is done to it: nothing but the name of the file tells of these. */
export type ReasonBefore = 'before_upgrade' | 'before_restore';

const REASONS = ['before_upgrade', 'before_restore'] as const;
/** Of each reason. */
const KEPT = 5;
const PART_HOURS_MAX = 24;

type Sparing = {
  /** Stays, however old: it is what is about to be restored. */
  readonly spared?: string;
  /** Of which reason nobody else can be writing one now: what was begun of it and not finished was killed. */
  readonly alone?: ReasonBefore;
};

/**
 * Removes what is not needed any more of what lies in the folder of backups without being on record: all but the newest few
 * that were made before an upgrade or a restore, and what a killed backup left.
 */
export async function sweepBackups(folder: string, { spared, alone }: Sparing = {}): Promise<void> {
  for (const reason of REASONS) {
    const old = (await listKeptBefore(folder, reason)).slice(0, -KEPT);
    for (const file of old) if (!isSame(file, spared)) await removed(file);
  }
  for (const name of await namesIn(folder)) {
    if (!name.endsWith('.rappel.part')) continue;
    const file = path.join(folder, name);
    const isKilled = alone !== undefined && name.startsWith(`${prefixOf(alone)}-`);
    if (isKilled || (await hoursOf(file)) > PART_HOURS_MAX) await removed(file);
  }
}

/** Those made before an upgrade, or a restore, the newest last. What a person named is theirs, and is not among them. */
export async function listKeptBefore(folder: string, reason: ReasonBefore): Promise<readonly string[]> {
  const ours = new RegExp(`^${prefixOf(reason)}-\\d{8}T\\d{6}Z\\.rappel$`);
  const names = (await namesIn(folder)).filter((name) => ours.test(name));
  return names.sort().map((name) => path.join(folder, name));
}

function prefixOf(reason: ReasonBefore): string {
  return reason.replace('_', '-');
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
}

function isSame(file: string, other: string | undefined): boolean {
  return other !== undefined && realpathSync(file) === realpathSync(other);
}

async function hoursOf(file: string): Promise<number> {
  const { mtimeMs } = await stat(file).catch((error: unknown) => {
    // It has taken its place meanwhile.
    if (isMissing(error)) return { mtimeMs: Number.POSITIVE_INFINITY };
    throw error;
  });
  return (Temporal.Now.instant().epochMilliseconds - mtimeMs) / 3_600_000;
}

/** One that may not be removed is no reason to keep nothing: it is tried again the next time. */
async function removed(file: string): Promise<void> {
  await rm(file, { force: true }).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error)) throw error;
  });
}
