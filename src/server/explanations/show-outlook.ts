import { isoDay } from '#core/calendar/epoch-days.ts';
import { isWorkingDay } from '#core/calendar/working-days.ts';
import { type ItemFacts, ownItems } from '#core/dunning/facts.ts';
import { byAge } from '#core/dunning/netting.ts';
import { type ReplayedDay, type RunDays, replayDebtor } from '#core/dunning/replay.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { readDebtorOn } from './debtor-on-day.ts';
import { findDebtorName } from './explain-items.ts';
import { amountView } from './explanation-view.ts';

/** The days to come of a debtor, as the engine will act if nothing is paid: every step with its day, its items and its costs. */
export async function showOutlook(
  tools: CompanyTools,
  { debtor: id, days }: { debtor: string; days: number },
) {
  await inCompany(
    tools,
    async (trx) => (await findDebtorName(trx, id)) ?? refuse('debtor_unknown', { debtor: id }),
  );
  const { debtor, terms, runDays, on } = await readDebtorOn(tools, { debtorId: id });
  const until = on + days - 1;
  const own = debtor ? ownItems(debtor, id) : [];
  const replayed = debtor ? [...replayDebtor(debtor, terms, { until, runDays })] : [];
  return {
    from: isoDay(on),
    until: isoDay(until),
    runDays: runDaysBetween(on, until, runDays),
    steps: replayed.flatMap((day) => stepsOfDay(day, own)),
    items: own
      .filter(({ open }) => open > 0n)
      .toSorted(byAge)
      .map((item) => ({
        dueItemId: item.id,
        documentNumber: item.documentNumber,
        dueOn: isoDay(item.dueOn),
        open: amountView(item.open, item.currency),
        level: item.level,
      })),
  };
}

/** Those that are about something the debtor owes: a payer is asked for what others owe too. */
function stepsOfDay({ on, plan }: ReplayedDay, own: readonly ItemFacts[]) {
  const ids = new Set(own.map(({ id }) => id));
  const notices = plan.notices.filter(({ lines }) => lines.some(({ item }) => ids.has(item.id)));
  return notices.map(({ stepKind, level, channel, deadlineOn, currency, lines, ...sums }) => ({
    on: isoDay(on),
    stepKind,
    level,
    channel,
    deadlineOn: isoDay(deadlineOn),
    open: amountView(sums.open, currency),
    interest: amountView(sums.interest, currency),
    fee: amountView(sums.fee, currency),
    total: amountView(sums.total, currency),
    items: lines.flatMap((line) =>
      line.level === null
        ? []
        : [{ dueItemId: line.item.id, documentNumber: line.item.documentNumber, level: line.level || null }],
    ),
  }));
}

function runDaysBetween(from: number, until: number, runDays: RunDays): string[] {
  const days: string[] = [];
  for (let day = from; day <= until; day += 1) if (isWorkingDay(day, runDays)) days.push(isoDay(day));
  return days;
}
