import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { addHolds, lockDebtors, markDebtor } from '#server/debtors/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

/** Looked at again after so long: the reason to restrict may have ended. */
const REVIEW_MONTHS = 12;

/**
 * Restricts the data of a person (Art. 18 GDPR): kept for audit, hidden from the work lists and the search, reminded of
 * nothing. Saying it twice changes nothing.
 */
export async function restrictPerson(
  tools: CompanyTools,
  { debtor, reason }: { debtor: string; reason: string },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  const because = reason.trim();
  if (because === '') refuse('restriction_reason_missing', {});
  await inCompany(tools, async (trx) => {
    const known =
      (await lockDebtors(trx, companyId, [debtor])).get(debtor) ?? refuse('debtor_unknown', { debtor });
    if (known.erasedAt !== null) refuse('debtor_erased', { debtor: known.number });
    if (known.restrictedAt !== null) return;
    const at = clock.now();
    const { today } = await findCompanyDay(trx, tools);
    await markDebtor(trx, companyId, debtor, { restrictedAt: at, restrictedBecause: because });
    const hold = {
      companyId,
      id: newId(),
      debtorId: debtor,
      dueItemId: null,
      reason: because,
      untilOn: null,
    };
    const reviewOn = today.add({ months: REVIEW_MONTHS });
    await addHolds(trx, [
      { ...hold, reviewOn, placedBy: actor, placedAt: at, releasedAt: null, releasedBy: null },
    ]);
    await addTimelineEntries(trx, companyId, [
      { kind: 'debtor_restricted', facts: { reason: because }, at, actor, debtorId: debtor },
    ]);
  });
}

/** Takes the restriction away again; the hold it placed stays until somebody releases it. */
export function unrestrictPerson(tools: CompanyTools, { debtor }: { debtor: string }): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const known =
      (await lockDebtors(trx, companyId, [debtor])).get(debtor) ?? refuse('debtor_unknown', { debtor });
    if (known.erasedAt !== null) refuse('debtor_erased', { debtor: known.number });
    if (known.restrictedAt === null) return;
    await markDebtor(trx, companyId, debtor, { restrictedAt: null, restrictedBecause: null });
    await addTimelineEntries(trx, companyId, [
      { kind: 'debtor_unrestricted', facts: {}, at: clock.now(), actor, debtorId: debtor },
    ]);
  });
}
