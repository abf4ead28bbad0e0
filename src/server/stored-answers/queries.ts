import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/** Whose key it is: another user, another route or another company may use the same one for something else. */
export type KeyScope = {
  readonly companyId: string;
  readonly route: string;
  readonly userId: string;
  readonly key: string;
};
export const HOURS_KEPT = 48;

/** Takes a key for a request. @returns false where it is taken */
export async function addStoredAnswer(
  trx: Trx,
  scope: KeyScope,
  { bodySha256, now }: { bodySha256: string; now: Temporal.Instant },
): Promise<boolean> {
  await trx
    .deleteFrom('storedAnswer')
    .where('companyId', '=', scope.companyId)
    .where('beganAt', '<', now.subtract({ hours: HOURS_KEPT }))
    .execute();
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('storedAnswer')
    .values({
      ...scope,
      bodySha256,
      status: null,
      bodySealed: null,
      mediaType: null,
      beganAt: now,
      endedAt: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export function findStoredAnswer(trx: Trx, scope: KeyScope) {
  return ofScope(trx, scope);
}
export type FoundAnswer = NonNullable<Awaited<ReturnType<typeof findStoredAnswer>>>;

/** Takes over what a process began that has died. @returns false where another one was faster */
export async function markTakenOver(
  trx: Trx,
  { companyId, route, userId, key }: KeyScope,
  { beganAt, now }: { beganAt: Temporal.Instant; now: Temporal.Instant },
): Promise<boolean> {
  const { numAffectedRows } = await sql`update stored_answer set began_at = ${now}
    where company_id = ${companyId} and route = ${route} and user_id = ${userId} and key = ${key}
      and status is null and began_at = ${beganAt}`.execute(trx);
  return numAffectedRows === 1n;
}

export async function markAnswered(
  trx: Trx,
  { companyId, route, userId, key }: KeyScope,
  { bodySealed, now }: { bodySealed: string; now: Temporal.Instant },
): Promise<void> {
  await trx
    .updateTable('storedAnswer')
    .set({ status: 200, bodySealed, mediaType: 'application/json', endedAt: now })
    .where('companyId', '=', companyId)
    .where('route', '=', route)
    .where('userId', '=', userId)
    .where('key', '=', key)
    .execute();
}

export async function removeStoredAnswer(
  trx: Trx,
  { companyId, route, userId, key }: KeyScope,
): Promise<void> {
  await trx
    .deleteFrom('storedAnswer')
    .where('companyId', '=', companyId)
    .where('route', '=', route)
    .where('userId', '=', userId)
    .where('key', '=', key)
    .execute();
}

function ofScope(trx: Trx, { companyId, route, userId, key }: KeyScope) {
  return trx
    .selectFrom('storedAnswer')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('route', '=', route)
    .where('userId', '=', userId)
    .where('key', '=', key)
    .executeTakeFirst();
}
