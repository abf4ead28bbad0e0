import { type Contact, isTooOften } from '#core/sending/limits.ts';
import type { Trx } from '#server/platform/db.ts';
import { findLimits, findSendingDay, listContacts } from './queries.ts';

export type Leaving = {
  /** Names it among the others. */
  readonly id: string;
  /** Null: it has no number yet. */
  readonly noticeId: string | null;
  readonly debtorId: string;
  readonly runId: string;
};

/** Of these, in their order, those that would write to a debtor too often. The trigger of migration 0026 holds the same line. */
export async function findTooOften(
  trx: Trx,
  companyId: string,
  now: Temporal.Instant,
  leaving: readonly Leaving[],
): Promise<ReadonlySet<string>> {
  if (leaving.length === 0) return new Set();
  const { isLive, today } = await findSendingDay(trx, companyId, now);
  if (!isLive) return new Set();
  const limits = await findLimits(trx, companyId);
  const debtorIds = leaving.map(({ debtorId }) => debtorId);
  const known = await listContacts(trx, companyId, { debtorIds, today, days: limits.contactDays });
  const allowed = new Map<string, readonly Contact[]>();
  const tooOften = new Set<string>();
  for (const one of leaving) {
    const contacts = allowed.get(one.debtorId) ?? known.get(one.debtorId) ?? [];
    if (isTooOften(one, contacts, limits)) tooOften.add(one.id);
    else {
      const { runId } = one;
      allowed.set(one.debtorId, [...contacts, { noticeId: one.noticeId ?? one.id, runId, isToday: true }]);
    }
  }
  return tooOften;
}
