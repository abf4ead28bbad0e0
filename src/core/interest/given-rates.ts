import { type EpochDay, epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import type { Problem } from '#core/problem.ts';
import { shortFacts } from '#core/refusal.ts';
import { type Percent, rateText, readRate } from './percent.ts';
import { endOfPeriod, type GivenRate, type RateBook, type RateSpan, seriesOf } from './rate-book.ts';
import { ALL_SERIES, type SeriesId } from './rates/all-series.ts';

/** The columns of a file of rates; `until` may be left out or empty. */
export const RATE_COLUMNS = ['series', `from`, 'until', 'percent', 'source'] as const;
export type RateColumn = (typeof RATE_COLUMNS)[number];

/** A rate as a person types it, on the screen or in a row of a file. */
export type TypedRate = Readonly<Record<RateColumn, string>> & { readonly row: number };

export const SOURCE_LENGTH_MAX = 300;
const RATE_MAX = 100_000_000n;

/**
 * Reads typed rates: all that is wrong with them, each with its row and column, or the rates. A day given twice for a
 * series is a problem of the second.
 */
export function readTypedRates(typed: readonly TypedRate[]): { rates: GivenRate[]; problems: Problem[] } {
  const problems: Problem[] = [];
  const rates: GivenRate[] = [];
  const seen = new Map<string, number>();
  for (const one of typed) {
    const found = readTypedRate(one);
    if (Array.isArray(found)) problems.push(...found);
    else {
      const key = `${found.series} ${found.from}`;
      const first = seen.get(key);
      seen.set(key, first ?? one.row);
      if (first === undefined) rates.push(found);
      else problems.push(problem(one, `from`, 'rate_given_twice', { from: found.from, line: String(first) }));
    }
  }
  return { rates, problems };
}

function readTypedRate(typed: TypedRate): GivenRate | Problem[] {
  const problems: Problem[] = [];
  const series = seriesId(typed.series);
  if (!series) problems.push(problem(typed, 'series', 'rate_series_unknown', { given: typed.series.trim() }));
  const from = readDay(typed.from);
  if (!from) problems.push(unreadableDay(typed, `from`));
  const until = typed.until.trim() === '' ? null : readDay(typed.until);
  if (until === null && typed.until.trim() !== '') problems.push(unreadableDay(typed, 'until'));
  if (from && until && until < from)
    problems.push(problem(typed, 'until', 'rate_days_crossed', { from, until }));
  const percent = readTypedPercent(typed.percent);
  if (percent === null)
    problems.push(
      problem(typed, 'percent', 'rate_unreadable', { given: typed.percent.trim(), example: '8.50' }),
    );
  const source = typed.source.trim();
  if (source === '' || source.length > SOURCE_LENGTH_MAX)
    problems.push(problem(typed, 'source', 'rate_source_missing', { most: String(SOURCE_LENGTH_MAX) }));
  if (problems.length > 0 || !series || !from || percent === null) return problems;
  return { series, from, until, percent: rateText(percent), source };
}

function seriesId(text: string): SeriesId | null {
  const wanted = text.trim().toUpperCase();
  return ALL_SERIES.find(({ id }) => id === wanted)?.id ?? null;
}

/** '8.50', '8,5' or '8.5 %', at most 100 either way. */
function readTypedPercent(text: string): Percent | null {
  const percent = readRate(text.trim().replace(/\s*%$/, '').replace(',', '.'));
  return percent === null || percent > RATE_MAX || percent < -RATE_MAX ? null : percent;
}

function readDay(text: string): string | null {
  const trimmed = text.trim();
  if (!/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return null;
  try {
    return Temporal.PlainDate.from(trimmed).toString();
  } catch {
    return null;
  }
}

function unreadableDay(typed: TypedRate, column: `from` | 'until'): Problem {
  return problem(typed, column, 'day_unreadable', { given: typed[column].trim(), example: '2026-07-01' });
}

function problem(
  { row }: TypedRate,
  column: RateColumn,
  code: Problem['code'],
  facts: Problem['facts'],
): Problem {
  return { code, facts: shortFacts(facts), at: { row, column } };
}

/** The verified rate of the tables that a given one would put aside with another value; null where there is none. */
export function verifiedBeneath(book: RateBook, given: GivenRate): RateSpan | null {
  const [startsOn, endsOn] = daysOf(given);
  const percent = readRate(given.percent);
  return (
    (book.get(given.series) ?? []).find(
      (span) =>
        span.status === 'verified' &&
        span.startsOn < endsOn &&
        span.endsOn > startsOn &&
        span.percent !== percent,
    ) ?? null
  );
}

function daysOf({ series, from, until }: GivenRate): [EpochDay, EpochDay] {
  const startsOn = epochDayFrom(from);
  const endsOn =
    until === null ? endOfPeriod(startsOn, seriesOf(series)?.period ?? 'decree') : epochDayFrom(until) + 1;
  return [startsOn, endsOn];
}

/** The last day a given rate holds, as written; null where it holds until another is known. */
export function lastDayOf(given: GivenRate): string | null {
  const [, endsOn] = daysOf(given);
  return endsOn > 2_900_000 ? null : isoDay(endsOn - 1);
}
