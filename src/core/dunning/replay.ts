import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { publicHolidays } from '#core/calendar/holidays.ts';
import { isWorkingDay, type WorkCalendar } from '#core/calendar/working-days.ts';
import { afterNotices, ownerOf } from '#core/dunning/after-notices.ts';
import type { DebtorFacts } from '#core/dunning/facts.ts';
import { policyOf, type RunTerms } from '#core/dunning/item-gates.ts';
import { nextStep, sideSteps } from '#core/dunning/next-step.ts';
import { type DebtorPlan, planDebtor } from '#core/dunning/plan-debtor.ts';

/** The days on which runs take place. */
export type RunDays = WorkCalendar;

/** Monday to Friday, without the public holidays of a country. */
export function workingDays(country: string | null, fromYear: number, toYear: number): RunDays {
  return { holidays: publicHolidays(country, fromYear, toYear), quietWeekdays: [6, 7] };
}

export const EVERY_DAY: RunDays = { holidays: new Set(), quietWeekdays: [] };

/** A day on which something would go out, or at least could: what the planner says of it, and the debtor afterwards. */
export type ReplayedDay = {
  readonly on: EpochDay;
  readonly plan: DebtorPlan;
  /** As it was planned for. */
  readonly before: DebtorFacts;
  /** Once everything proposed has been issued. */
  readonly after: DebtorFacts;
};

/**
 * What the engine will do with a debtor from `terms.on` to `until`, both included, if nothing is paid, every proposed
 * notice is issued on the day it is proposed, and a run takes place on each run day. Each day is decided by the planner
 * itself; days on which nothing can have opened are passed over.
 */
export function* replayDebtor(
  debtor: DebtorFacts,
  terms: RunTerms,
  { until, runDays }: { readonly until: EpochDay; readonly runDays: RunDays },
): Generator<ReplayedDay> {
  let before = debtor;
  let on: EpochDay | null = runDayFrom(terms.on, runDays);
  while (on !== null && on <= until) {
    const plan = planDebtor(before, { ...terms, on });
    const after = afterNotices(before, plan.notices, on, terms);
    yield { on, plan, before, after };
    const opens: EpochDay | null =
      plan.notices.length > 0 ? on + 1 : nextLook(before, plan, { ...terms, on });
    on = opens === null ? null : runDayFrom(opens, runDays);
    before = after;
  }
}

/** The first run day on or after a day. A calendar without any counts every day. */
export function runDayFrom(day: EpochDay, runDays: RunDays): EpochDay {
  if (new Set(runDays.quietWeekdays).size >= 7) return day;
  let found = day;
  while (!isWorkingDay(found, runDays)) found += 1;
  return found;
}

/**
 * The next day on which the planner can say something else: a gate opens, an item becomes overdue and counts towards
 * the minimum, what is held in part is held no longer, or a step beside the notices opens. Null: nothing will ever
 * change by itself.
 */
export function nextLook(debtor: DebtorFacts, { leftOut }: DebtorPlan, terms: RunTerms): EpochDay | null {
  let next: EpochDay | null = null;
  const look = (day: EpochDay | null) => {
    if (day !== null && day > terms.on && (next === null || day < next)) next = day;
  };
  for (const reason of leftOut) for (const { until } of reason.items) look(until);
  for (const item of debtor.items) {
    look(item.dueOn + 1);
    for (const { until } of item.gates ?? []) look(until);
    const policy = policyOf(item, ownerOf(item, debtor), terms);
    if (!policy || policy.sides.length === 0) continue;
    look(nextStep(item, policy, terms)?.opensOn ?? null);
    for (const { opensOn } of sideSteps(item, policy, terms)) look(opensOn);
  }
  return next;
}
