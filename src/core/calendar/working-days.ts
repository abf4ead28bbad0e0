import { type EpochDay, weekdayOf } from './epoch-days.ts';

/** Which days are worked: not these weekdays (1 = Monday), not these holidays. */
export type WorkCalendar = {
  readonly holidays: ReadonlySet<EpochDay>;
  readonly quietWeekdays: readonly number[];
};

export function isWorkingDay(day: EpochDay, calendar: WorkCalendar): boolean {
  return !calendar.quietWeekdays.includes(weekdayOf(day)) && !calendar.holidays.has(day);
}

/**
 * The nth working day after a day, or before it where `count` is negative; 0 is the day itself. A calendar without any
 * working day counts calendar days.
 */
export function addWorkingDays(from: EpochDay, count: number, calendar: WorkCalendar): EpochDay {
  const quiet = new Set(calendar.quietWeekdays);
  if (quiet.size >= 7) return from + count;
  const step = count < 0 ? -1 : 1;
  let day = from;
  for (let left = Math.abs(count); left > 0; ) {
    day += step;
    if (isWorkingDay(day, calendar)) left -= 1;
  }
  return day;
}
