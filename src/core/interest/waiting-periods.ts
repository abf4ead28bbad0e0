import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { partsOf, weekdayOf } from '#core/calendar/epoch-days.ts';
import { publicHolidays } from '#core/calendar/holidays.ts';
import { addWorkingDays } from '#core/calendar/working-days.ts';

/** How a letter reached the debtor: the law counts from sending by mail and later by post. */
export type SentBy = 'mail' | 'post';

/** A period the law leaves the debtor to pay, both days included, and the first day something may be asked. */
export type WaitingPeriod = {
  readonly startsOn: EpochDay;
  readonly endsOn: EpochDay;
  readonly claimableOn: EpochDay;
};

const DAYS = 14;

/**
 * CDE, art. XIX.2: at least 14 calendar days after the free first reminder of a Belgian consumer. By mail they start on
 * the calendar day after sending, by post on the third working day after it. Saturdays are not counted as worked (M).
 */
export function belgianWaiting(sentOn: EpochDay, by: SentBy): WaitingPeriod {
  if (by === 'mail') return fourteenDays(sentOn + 1);
  const { year } = partsOf(sentOn);
  const calendar = { holidays: publicHolidays('BE', year, year + 1), quietWeekdays: [6, 7] };
  return fourteenDays(addWorkingDays(sentOn, 3, calendar));
}

/**
 * BW, art. 6:96 lid 6 (HR 25 November 2016, ECLI:NL:HR:2016:2704): fourteen days from the day after the letter was
 * received. Post is presumed delivered on the second day after sending, Sundays, Mondays and holidays not counted; a
 * mail on its day.
 */
export function dutchLetterTerm(sentOn: EpochDay, by: SentBy): WaitingPeriod {
  return fourteenDays(dutchReceipt(sentOn, by) + 1);
}

function dutchReceipt(sentOn: EpochDay, by: SentBy): EpochDay {
  if (by === 'mail') return sentOn;
  const { year } = partsOf(sentOn);
  const holidays = publicHolidays('NL', year, year + 1);
  let day = sentOn;
  for (let left = 2; left > 0; ) {
    day += 1;
    if (weekdayOf(day) !== 7 && weekdayOf(day) !== 1 && !holidays.has(day)) left -= 1;
  }
  return day;
}

function fourteenDays(startsOn: EpochDay): WaitingPeriod {
  return { startsOn, endsOn: startsOn + DAYS - 1, claimableOn: startsOn + DAYS };
}
