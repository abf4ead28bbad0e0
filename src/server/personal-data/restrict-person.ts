import { refuse } from '#core/refusal.ts';
import { lockDebtors } from '#server/debtors/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { liftRestrictions, placeRestrictions } from './restrict-rows.ts';
import { keepRestrictions } from './restriction-stones.ts';

/**
 * Restricts the data of a person (Art. 18 GDPR): kept for audit, hidden from the work lists and the search, reminded of
 * nothing, and what was approved and has not left is withdrawn. Saying it twice changes nothing.
 */
export async function restrictPerson(
  tools: CompanyTools,
  { debtor, reason }: { debtor: string; reason: string },
): Promise<void> {
  const { companyId, clock } = tools;
  const because = reason.trim();
  if (because === '') refuse('restriction_reason_missing', {});
  const stones = await inCompany(tools, async (trx) => {
    const known =
      (await lockDebtors(trx, companyId, [debtor])).get(debtor) ?? refuse('debtor_unknown', { debtor });
    if (known.erasedAt !== null) refuse('debtor_erased', { debtor: known.number });
    if (known.restrictedAt !== null) return [];
    const at = clock.now();
    await placeRestrictions(trx, tools, { debtorIds: [debtor], because, at });
    return [{ companyId, debtorId: debtor, restriction: 'placed' as const, at: at.toString() }];
  });
  keepRestrictions(tools.installation.dataDir, stones);
}

/** Takes the restriction away again; the hold it placed stays until somebody releases it. */
export async function unrestrictPerson(tools: CompanyTools, { debtor }: { debtor: string }): Promise<void> {
  const { companyId, clock } = tools;
  const stones = await inCompany(tools, async (trx) => {
    const known =
      (await lockDebtors(trx, companyId, [debtor])).get(debtor) ?? refuse('debtor_unknown', { debtor });
    if (known.erasedAt !== null) refuse('debtor_erased', { debtor: known.number });
    if (known.restrictedAt === null) return [];
    const at = clock.now();
    await liftRestrictions(trx, tools, { debtorIds: [debtor], at });
    return [{ companyId, debtorId: debtor, restriction: 'lifted' as const, at: at.toString() }];
  });
  keepRestrictions(tools.installation.dataDir, stones);
}
