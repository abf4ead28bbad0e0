import { isHolidayCountry, publicHolidays } from '#core/calendar/holidays.ts';
import { type RunDays, workingDays } from '#core/dunning/replay.ts';
import { findSchedule } from '#server/automatic-runs/queries.ts';
import type { Trx } from '#server/platform/db.ts';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7];

/** The days on which a company's runs take place: its schedule where one is on, else Monday to Friday without holidays. */
export async function findRunDays(
  trx: Trx,
  { companyId, country, year }: { companyId: string; country: string; year: number },
): Promise<RunDays> {
  const schedule = await findSchedule(trx, companyId);
  if (!schedule?.isActive) return workingDays(country, year - 2, year + 3);
  const skips = schedule.skipsHolidays && isHolidayCountry(country);
  return {
    holidays: publicHolidays(skips ? country : null, year - 2, year + 3),
    quietWeekdays: WEEKDAYS.filter((day) => !schedule.weekdays.includes(day)),
  };
}
