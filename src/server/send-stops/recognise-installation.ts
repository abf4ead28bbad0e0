import { listCompanies } from '#server/companies/queries.ts';
import { type Db, enterRows, type Trx } from '#server/platform/db.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { type Place, placeOf, readMark, writeMark } from './place.ts';
import {
  addFence,
  addInstallation,
  addPlace,
  advanceMark,
  findDatabaseIdentity,
  findLastPlace,
  isPlaceKnown,
  lockInstallation,
  markInstallation,
} from './queries.ts';
import type { FenceKind, InstallationTable } from './tables.ts';

/** Nothing leaves for so long after an upgrade, unless somebody says it may: time to see whether all is well. */
export const UPGRADE_MINUTES = 10;
/** Processes that are set up together begin within this: nothing of theirs is a copy yet. */
const SET_UP_MINUTES = 2;
const MARK_EVERY_MS = 60_000;

export type Opened = {
  readonly dataDir: string;
  readonly version: string;
  /** Whether the schema was changed by opening it. */
  readonly isUpgraded: boolean;
  /** Whether another process serves these very data now: then this is no copy of them. */
  readonly isServed: boolean;
};

/**
 * Asks whether these data are where they belong and what they were, before anything of them can leave. What is not raises
 * a fence, which stands until a person releases it: a copy on another disk or machine, older data than were here before,
 * a version that has just begun.
 */
export async function recogniseInstallation(db: Db, opened: Opened): Promise<void> {
  const place = placeOf(opened.dataDir);
  await db.transaction().execute(async (trx) => {
    const identity = await findDatabaseIdentity(trx);
    const isFirst = await addInstallation(trx, { databaseIdentity: identity, version: opened.version });
    if (isFirst) return addPlace(trx, place, null);
    const known = await lockInstallation(trx);
    if (!known) throw new Error('what is known of this installation was removed while it was looked at');
    await raiseFences(trx, [
      ...(await lookAtPlace(trx, opened, { known, identity, place })),
      ...lookAtMark(opened, known),
      ...(await lookAtVersion(trx, opened, known)),
    ]);
  });
}

type Look = { readonly known: Installed; readonly identity: string; readonly place: Place };
type Installed = { readonly [Name in keyof InstallationTable]: unknown } & {
  readonly databaseIdentity: string;
  readonly mark: bigint;
  readonly version: string;
  readonly createdAt: Temporal.Instant;
};

async function lookAtPlace(trx: Trx, opened: Opened, { known, identity, place }: Look): Promise<NewFence[]> {
  const isSame = known.databaseIdentity === identity;
  if (isSame && (await isPlaceKnown(trx, place.sha256))) return [];
  if (isSame && (opened.isServed || isNew(known))) {
    await addPlace(trx, place, null);
    return [];
  }
  const last = await findLastPlace(trx);
  const facts = {
    host: place.host,
    folder: place.folder,
    hostBefore: last?.host ?? '',
    folderBefore: last?.folder ?? '',
    database: isSame ? 'same' : 'other',
  };
  return [{ kind: 'copied', facts, placeSha256: place.sha256 }];
}

function isNew({ createdAt }: Installed): boolean {
  return Temporal.Now.instant().since(createdAt).total('minutes') < SET_UP_MINUTES;
}

/** A database that was put back by other means than ours is younger than what this folder remembers of it. */
function lookAtMark({ dataDir }: Opened, { mark }: Installed): NewFence[] {
  return readMark(dataDir) > mark ? [{ kind: 'restored', facts: { takenAt: '', by: 'database' } }] : [];
}

async function lookAtVersion(
  trx: Trx,
  { version, isUpgraded }: Opened,
  known: Installed,
): Promise<NewFence[]> {
  if (known.version === version && !isUpgraded) return [];
  await markInstallation(trx, { version });
  const facts = { from: known.version, to: version, minutes: String(UPGRADE_MINUTES) };
  return [{ kind: 'upgraded', facts, minutes: UPGRADE_MINUTES }];
}

type NewFence = Parameters<typeof addFence>[1];

/** Raises what does not stand yet, and has every company's timeline tell so. */
export async function raiseFences(trx: Trx, fences: readonly NewFence[]): Promise<void> {
  const told: Told[] = [];
  for (const fence of fences)
    if (await addFence(trx, fence)) told.push({ kind: 'sending_held', facts: { stop: fence.kind } });
  await tellAll(trx, told, null);
}

type Told =
  | { readonly kind: 'sending_held'; readonly facts: { readonly stop: FenceKind } }
  | {
      readonly kind: 'sending_released';
      readonly facts: { readonly stop: FenceKind; readonly reason: string };
    };

/** Each company has its own timeline, and row security lets a transaction be in one at a time: it ends in the last. */
export async function tellAll(trx: Trx, events: readonly Told[], actor: string | null): Promise<void> {
  if (events.length === 0) return;
  const at = Temporal.Now.instant();
  const entries = events.map((event) => ({ ...event, at, actor }));
  for (const { id } of await listCompanies(trx)) {
    await enterRows(trx, id);
    await addTimelineEntries(trx, id, entries);
  }
}

/** While a server runs, these data come further, and the folder remembers how far. */
export function keepMark(db: Db, dataDir: string, onError: (error: unknown) => void): { stop(): void } {
  const further = () =>
    advanceMark(db)
      .then((mark) => writeMark(dataDir, mark))
      .catch(onError);
  void further();
  const timer = setInterval(() => void further(), MARK_EVERY_MS);
  return { stop: () => clearInterval(timer) };
}
