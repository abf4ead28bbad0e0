import { disputedNow } from '#core/agreements/dispute.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { listStandingDisputes, markDisputesEnded } from './queries.ts';

/**
 * Closes the disputes that have ended by themselves, in the caller's transaction: their item is paid, or credited for what
 * was contested. All of the company's, or those on the items given. @returns how many
 */
export async function closeEndedDisputes(
  trx: Trx,
  tools: Pick<CompanyTools, 'companyId' | 'clock'>,
  itemIds?: readonly string[],
): Promise<number> {
  const { companyId, clock } = tools;
  const standing = await listStandingDisputes(trx, companyId, itemIds);
  const ended = standing.flatMap((dispute) => {
    const { amountMinor: amount, openMinor: openBefore, openNow: open, creditedSince: credited } = dispute;
    const { ended: outcome } = disputedNow({ amount, openBefore }, { open, credited });
    return outcome === null ? [] : [{ ...dispute, outcome }];
  });
  if (ended.length === 0) return 0;
  const at = clock.now();
  const { today } = await findCompanyDay(trx, tools);
  const closed = ended.map(({ id, outcome }) => ({ id, outcome }));
  await markDisputesEnded(trx, companyId, closed, { at, today });
  await addTimelineEntries(
    trx,
    companyId,
    ended.map(({ debtorId, dueItemId, documentNumber, outcome }) => ({
      kind: 'dispute_resolved' as const,
      facts: { document: documentNumber, outcome, note: '' },
      at,
      actor: null,
      debtorId,
      dueItemId,
    })),
  );
  return ended.length;
}
