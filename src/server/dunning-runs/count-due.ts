import { RunOptions } from '#contract/dunning-run-views.ts';
import { automaticPart } from '#core/dunning/automatic-part.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import { inCompanyBulk } from '#server/platform/bulk.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { readDebtors } from './read-facts.ts';
import { findRunTerms } from './run-terms.ts';

/** How many notices would go out by themselves on a day, and how many would wait for a person. Nothing is written. */
export function countDue(
  tools: CompanyTools,
  on: Temporal.PlainDate,
): Promise<{ automatic: number; toConfirm: number }> {
  const options = RunOptions.parse({});
  return inCompanyBulk(tools, async (trx, bulk) => {
    const terms = await findRunTerms(trx, tools.companyId, on, options);
    const counted = { automatic: 0, toConfirm: 0 };
    for await (const debtors of readDebtors(trx, bulk, tools, options)) {
      for (const debtor of debtors) {
        const plan = planDebtor(debtor, terms);
        const automatic = automaticPart(plan, debtor.id).notices.length;
        counted.automatic += automatic;
        counted.toConfirm += plan.notices.length - automatic;
      }
    }
    return counted;
  });
}
