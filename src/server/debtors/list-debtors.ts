import { findCompanyDay } from '#server/analytics/company-day.ts';
import { type DebtorQuestion, listDebtorBalances } from '#server/analytics/debtor-balances.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { debtorRowView } from './views.ts';

/** One page of the debtors that match, with their balances. */
export function listDebtors(
  tools: CompanyTools,
  {
    page,
    perPage,
    ...question
  }: Omit<DebtorQuestion, 'offset' | 'limit'> & { page: number; perPage: number },
) {
  return inCompany(tools, async (trx) => {
    const day = await findCompanyDay(trx, tools);
    const offset = (page - 1) * perPage;
    const rows = await listDebtorBalances(trx, day, { ...question, offset, limit: perPage });
    return { rows: rows.map((row) => debtorRowView(row, day)), total: Number(rows[0]?.total ?? 0n) };
  });
}
