import { sql } from 'kysely';
import type { Db, Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { Place } from './place.ts';
import type { FenceKind } from './tables.ts';

/** What PostgreSQL says of itself: a copy of the database, by whatever means but the files, says something else. */
export async function findDatabaseIdentity(db: Db | Trx): Promise<string> {
  const { rows } = await sql<{ identity: string }>`
    select (select system_identifier from pg_control_system())::text || ' '
      || (select oid from pg_database where datname = current_database())::text as identity`.execute(db);
  return rows[0]?.identity ?? '';
}

export function lockInstallation(trx: Trx) {
  return trx.selectFrom('installation').selectAll().forUpdate().executeTakeFirst();
}

export function findInstallation(db: Db | Trx) {
  return db.selectFrom('installation').selectAll().executeTakeFirst();
}

/** @returns whether it was: of two processes that begin at once on an empty database, one finds the other's. */
export async function addInstallation(
  trx: Trx,
  given: { readonly databaseIdentity: string; readonly version: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('installation')
    .values({ instanceId: newId(), ...given })
    .onConflict((on) => on.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}

export async function markInstallation(
  trx: Trx,
  changes: { readonly databaseIdentity?: string; readonly version?: string },
): Promise<void> {
  await trx.updateTable('installation').set(changes).execute();
}

/** One further. @returns how far these data have come */
export async function advanceMark(db: Db): Promise<bigint> {
  const row = await db
    .updateTable('installation')
    .set({ mark: sql<bigint>`mark + 1` })
    .returning('mark')
    .executeTakeFirst();
  return row?.mark ?? 0n;
}

/** No data that came in the place of others are taken for older ones than those. */
export async function raiseMark(trx: Trx, least: bigint): Promise<void> {
  await trx
    .updateTable('installation')
    .set({ mark: sql<bigint>`greatest(mark, ${least})` })
    .execute();
}

export async function isPlaceKnown(trx: Trx, sha256: string): Promise<boolean> {
  const row = await trx
    .selectFrom('installationPlace')
    .select('sha256')
    .where('sha256', '=', sha256)
    .executeTakeFirst();
  return row !== undefined;
}

export function findLastPlace(trx: Trx) {
  return trx
    .selectFrom('installationPlace')
    .select(['host', 'folder'])
    .orderBy('knownAt', 'desc')
    .executeTakeFirst();
}

export async function addPlace(trx: Trx, place: Place, releasedBy: string | null): Promise<void> {
  await trx
    .insertInto('installationPlace')
    .values({ ...place, releasedBy })
    .onConflict((on) => on.column('sha256').doNothing())
    .execute();
}

/** Which stand, the oldest first: until somebody releases them, or for those with an end, until then. */
export function listStandingFences(db: Db | Trx) {
  return db
    .selectFrom('sendFence')
    .selectAll()
    .where('releasedAt', 'is', null)
    .where((on) =>
      on.or([on('endsAt', 'is', null), on('endsAt', '>', sql<Temporal.Instant>`clock_timestamp()`)]),
    )
    .orderBy('raisedAt')
    .execute();
}

/** What was released of late, the newest first: who, when and why. */
export function listReleasedFences(db: Db, limit: number) {
  return db
    .selectFrom('sendFence')
    .leftJoin('appUser', 'appUser.id', 'sendFence.releasedBy')
    .selectAll('sendFence')
    .select('appUser.name as releasedByName')
    .where('releasedAt', 'is not', null)
    .orderBy('releasedAt', 'desc')
    .limit(limit)
    .execute();
}

/** Raises a fence; one of the same kind about the same place, that stands already, is enough. @returns whether it is new */
export async function addFence(
  trx: Trx,
  fence: {
    readonly kind: FenceKind;
    readonly facts: Record<string, string>;
    readonly placeSha256?: string;
    readonly minutes?: number;
  },
): Promise<boolean> {
  const { kind, facts, placeSha256 = null, minutes } = fence;
  const standing = (await listStandingFences(trx)).find(
    (each) => each.kind === kind && each.placeSha256 === placeSha256,
  );
  if (standing && minutes === undefined) return false;
  const endsAt =
    minutes === undefined
      ? null
      : sql<Temporal.Instant>`clock_timestamp() + ${minutes} * interval '1 minute'`;
  await trx.insertInto('sendFence').values({ id: newId(), kind, facts, placeSha256, endsAt }).execute();
  return true;
}

/** Of those that stand, the one asked for, or all. */
export function markReleased(
  trx: Trx,
  released: { readonly fence: string | null; readonly by: string; readonly reason: string },
) {
  let query = trx
    .updateTable('sendFence')
    .set({
      releasedAt: sql<Temporal.Instant>`clock_timestamp()`,
      releasedBy: released.by,
      releaseReason: released.reason,
    })
    .where('releasedAt', 'is', null)
    .where((on) =>
      on.or([on('endsAt', 'is', null), on('endsAt', '>', sql<Temporal.Instant>`clock_timestamp()`)]),
    );
  if (released.fence) query = query.where('id', '=', released.fence);
  return query.returning(['id', 'kind', 'facts', 'placeSha256']).execute();
}

export async function addInstallationOwner(trx: Trx, userId: string): Promise<void> {
  await trx
    .insertInto('installationOwner')
    .values({ userId })
    .onConflict((on) => on.column('userId').doNothing())
    .execute();
}

/** Whether this user looks after the whole installation; where nobody does, the first who had an account. */
export async function isInstallationOwner(db: Db, userId: string): Promise<boolean> {
  const { rows } = await sql<{ answer: boolean }>`
    select case when exists (select from installation_owner)
      then exists (select from installation_owner where user_id = ${userId})
      else ${userId} = (select id from app_user order by created_at, id limit 1) end as answer`.execute(db);
  return rows[0]?.answer ?? false;
}
