import { ageingBoundsFrom } from '#core/receivables/ageing.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { markAgeingBounds } from './queries.ts';

/** Divides the balance by other ages, for everybody in the company. The same bounds again change nothing. */
export function changeBounds(tools: CompanyTools, input: { bounds: readonly number[] }): Promise<void> {
  const { companyId, actor, clock } = tools;
  const bounds = ageingBoundsFrom(input.bounds);
  return inCompany(tools, async (trx) => {
    const before = await findCompanyDay(trx, tools);
    if (before.bounds.join() === bounds.join()) return;
    await markAgeingBounds(trx, companyId, bounds);
    await addTimelineEntries(trx, companyId, [
      { kind: 'company_changed', facts: { field: 'ageingBounds' }, at: clock.now(), actor },
    ]);
  });
}
