import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listDuePersons } from './due-queries.ts';
import { findRetentionTerms } from './queries.ts';

/** Whether a person's data are restricted or erased, and the last day its papers have to be kept. */
export function showPersonalState(tools: CompanyTools, { debtor }: { debtor: string }) {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    const known = await trx
      .selectFrom('debtor')
      .select(['restrictedAt', 'restrictedBecause', 'erasedAt'])
      .where('companyId', '=', companyId)
      .where('id', '=', debtor)
      .executeTakeFirst();
    if (!known) return refuse('debtor_unknown', { debtor });
    const { today } = await findCompanyDay(trx, tools);
    const { terms } = await findRetentionTerms(trx, companyId);
    const [due] = await listDuePersons(trx, companyId, { terms, today, most: 1, debtorId: debtor });
    const { restrictedAt, restrictedBecause, erasedAt } = known;
    return {
      restricted: restrictedAt && { at: restrictedAt.toString(), reason: restrictedBecause ?? '' },
      erasedAt: erasedAt?.toString() ?? null,
      keptUntil: due?.keptUntil.toString() ?? null,
    };
  });
}
