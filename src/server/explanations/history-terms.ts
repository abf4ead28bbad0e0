import { type RawBuilder, sql } from 'kysely';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';

/** What a history is read by. Days known only as moments are days in the company's time zone, none after today. */
export type HistoryTerms = {
  readonly companyId: string;
  readonly from: EpochDay;
  readonly today: EpochDay;
  readonly timeZone: string;
  readonly firstImportOn: EpochDay | null;
};

/** A moment's day in the company's time zone, as a whole number; a clock that runs ahead of the company's day is not believed. */
export function dayOfMoment(
  column: RawBuilder<unknown>,
  { timeZone, today }: HistoryTerms,
): RawBuilder<number> {
  return sql<number>`(least((${column} at time zone ${timeZone})::date, ${isoDay(today)}::date) - date '1970-01-01')`;
}
