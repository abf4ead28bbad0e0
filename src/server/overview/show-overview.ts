import { daysBetween } from '#core/calendar/days.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { listAgeing } from '#server/analytics/ageing.ts';
import { listBiggestDebtors } from '#server/analytics/biggest-debtors.ts';
import { type CompanyDay, findCompanyDay } from '#server/analytics/company-day.ts';
import { findNewToday } from '#server/analytics/new-today.ts';
import { balanceViews } from '#server/debtors/views.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findLastImport, findLastRun } from './queries.ts';

const BIGGEST_SHOWN = 8;

/** How the company stands today, on one page. */
export function showOverview(tools: CompanyTools) {
  return inCompany(tools, async (trx) => {
    const day = await findCompanyDay(trx, tools);
    const biggest = await listBiggestDebtors(trx, day, BIGGEST_SHOWN);
    const { debtors, ...newToday } = await findNewToday(trx, day);
    return {
      today: day.today.toString(),
      ageing: await readAgeing(trx, day),
      biggest: biggest.map(({ oldestOn, overdueMinor, ...debtor }) => ({
        ...debtor,
        daysLate: daysBetween(oldestOn, day.today),
        overdue: { amount: toDecimal(money(overdueMinor, day.currency)), currency: day.currency },
      })),
      lastRun: runView(await findLastRun(trx, tools.companyId)),
      lastImport: importView(await findLastImport(trx, tools.companyId)),
      newToday: {
        added: Number(newToday.added),
        settled: Number(newToday.settled),
        fellDue: Number(newToday.fellDue),
        sent: Number(newToday.sent),
        failed: Number(newToday.failed),
      },
      debtors: Number(debtors),
    };
  });
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
