import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { isWorkingDay, type WorkCalendar } from '#core/calendar/working-days.ts';

/**
 * How old what a bank told is: the working days from the last day it covers up to today. Yesterday's is 1 day old, and
 * so is Friday's on a Monday; nothing can be missing from what covers today.
 */
export function workingDaysSince(coveredUntil: EpochDay, today: EpochDay, calendar: WorkCalendar): number {
  let days = 0;
  for (let day = coveredUntil + 1; day <= today; day += 1) if (isWorkingDay(day, calendar)) days += 1;
  return days;
}

export type Fresh = { readonly followed: boolean; readonly days: number };

/** The account that holds a run back: of those that are followed, the one with the oldest data; null without any. */
export function stalestOf<Account extends Fresh>(accounts: readonly Account[]): Account | null {
  return accounts
    .filter(({ followed }) => followed)
    .reduce<Account | null>(
      (stalest, account) => (stalest && stalest.days >= account.days ? stalest : account),
      null,
    );
}
