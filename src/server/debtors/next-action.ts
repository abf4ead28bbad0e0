import { type NextAction, nextAction } from '#core/dunning/next-action.ts';
import { findCompany } from '#server/companies/queries.ts';
import { readDebtors } from '#server/dunning-runs/read-facts.ts';
import { findRunTerms } from '#server/dunning-runs/run-terms.ts';
import { findRunDays } from '#server/explanations/run-days.ts';
import { inCompanyBulk } from '#server/platform/bulk.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

const NO_OPTIONS = { minimumBalance: null, extraGraceDays: 0, level: null } as const;

/**
 * What comes next for a debtor, or for one of its items, as a run of today or of a later day would decide.
 * For outside of a transaction: it opens its own.
 */
export async function findNextAction(
  tools: CompanyTools,
  of: { debtorId: string; itemId?: string; today: Temporal.PlainDate },
) {
  const found = await inCompanyBulk(tools, async (trx, bulk) => {
    const terms = await findRunTerms(trx, tools.companyId, of.today, NO_OPTIONS);
    const { country } = await findCompany(trx, tools.companyId);
    const year = of.today.year;
    const runDays = await findRunDays(trx, { companyId: tools.companyId, country, year });
    for await (const debtors of readDebtors(trx, bulk, tools, { debtorId: of.debtorId })) {
      for (const debtor of debtors)
        return nextAction(debtor, terms, {
          itemId: of.itemId ?? null,
          ownerId: of.debtorId,
          runDays,
        });
    }
    return null;
  });
  return found && viewOf(found);
}

function viewOf(found: NextAction) {
  if (found.kind === null) return { level: null, on: null, ...found, facts: { ...found.facts } };
  return { ...found, facts: {}, until: null };
}
