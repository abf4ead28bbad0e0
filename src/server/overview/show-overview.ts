import { daysBetween } from '#core/calendar/days.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { listAgeing } from '#server/analytics/ageing.ts';
import { type AgreedAmount, findAgreedCounts, listAgreedAmounts } from '#server/analytics/agreed-amounts.ts';
import { listBiggestDebtors } from '#server/analytics/biggest-debtors.ts';
import { type CompanyDay, findCompanyDay } from '#server/analytics/company-day.ts';
import { findNewToday, type NewToday } from '#server/analytics/new-today.ts';
import { balanceViews } from '#server/debtors/views.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findLastImport, findLastRun } from './queries.ts';

const BIGGEST_SHOWN = 8;

/**
 * How the company stands today, on one page. The two questions that look at everything open are asked at once, each over
 * a connection of its own: whoever opens this page waits for the longer one, not for both.
 */
export async function showOverview(tools: CompanyTools) {
  const [ageing, biggest, rest] = await Promise.all([
    showAgeing(tools),
    showBiggest(tools),
    inCompany(tools, async (trx) => {
      const day = await findCompanyDay(trx, tools);
      const { debtors, ...newToday } = await findNewToday(trx, day);
      return {
        today: day.today.toString(),
        lastRun: runView(await findLastRun(trx, tools.companyId)),
        lastImport: importView(await findLastImport(trx, tools.companyId)),
        newToday: newTodayView(newToday),
        agreements: await readAgreements(trx, day),
        debtors: Number(debtors),
      };
    }),
  ]);
  return { ...rest, ageing, biggest };
}

async function readAgreements(trx: Trx, day: CompanyDay) {
  const amounts = await listAgreedAmounts(trx, day);
  const { broken, ended, kept } = await findAgreedCounts(trx, day);
  const of = (kind: AgreedAmount['kind']) => {
    const rows = amounts.filter((row) => row.kind === kind);
    return {
      count: Number(rows.reduce((sum, { count }) => sum + count, 0n)),
      amounts: rows.map(({ minor, currency }) => ({ amount: toDecimal(money(minor, currency)), currency })),
    };
  };
  const counts = { broken: Number(broken), ended: Number(ended), kept: Number(kept) };
  return { disputed: of('disputed'), promised: of('promised'), ...counts };
}

function showBiggest(tools: CompanyTools) {
  return inCompany(tools, async (trx) => {
    const day = await findCompanyDay(trx, tools);
    const biggest = await listBiggestDebtors(trx, day, BIGGEST_SHOWN);
    return biggest.map(({ oldestOn, overdueMinor, ...debtor }) => ({
      ...debtor,
      daysLate: daysBetween(oldestOn, day.today),
      overdue: { amount: toDecimal(money(overdueMinor, day.currency)), currency: day.currency },
    }));
  });
}

function newTodayView({ added, settled, fellDue, sent, failed }: Omit<NewToday, 'debtors'>) {
  return {
    added: Number(added),
    settled: Number(settled),
    fellDue: Number(fellDue),
    sent: Number(sent),
    failed: Number(failed),
  };
}

export function showAgeing(tools: CompanyTools) {
  return inCompany(tools, async (trx) => readAgeing(trx, await findCompanyDay(trx, tools)));
}

async function readAgeing(trx: Trx, day: CompanyDay) {
  const balances = balanceViews(await listAgeing(trx, day), day);
  return {
    bounds: [...day.bounds],
    currencies: balances.map(({ buckets, ...balance }) => ({ ...balance, tiles: buckets })),
  };
}

function runView(run: Awaited<ReturnType<typeof findLastRun>>) {
  return run ? { ...run, plannedFor: run.plannedFor.toString(), notices: Number(run.notices) } : null;
}

function importView(last: Awaited<ReturnType<typeof findLastImport>>) {
  return last?.appliedAt ? { ...last, appliedAt: last.appliedAt.toString() } : null;
}
