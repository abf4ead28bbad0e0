import { type EpochDay, epochDayFrom, fromParts, isoDay, partsOf } from '#core/calendar/epoch-days.ts';
import { refuse } from '#core/refusal.ts';
import { type Percent, rateFrom } from './percent.ts';
import { ALL_SERIES, type SeriesId } from './rates/all-series.ts';
import type { RateRow, RateSeries, RateStatus } from './rates/rate-series.ts';

/** A rate and the days it holds, the first one included and `endsOn`, the first day it no longer holds, not. */
export type RateSpan = {
  readonly series: string;
  readonly startsOn: EpochDay;
  readonly endsOn: EpochDay;
  readonly percent: Percent;
  readonly status: RateStatus;
  readonly sources: readonly string[];
  readonly remark: string | null;
};

/** All rates by series, each in the order of its days and without overlap: what is not in it is not known. */
export type RateBook = ReadonlyMap<string, readonly RateSpan[]>;

/** A rate that replaces what the tables say (a provisional value confirmed later, or a missing one filled in). */
export type GivenRate = {
  readonly series: SeriesId;
  readonly from: string;
  /** The last day it holds; null: as long as a row of the series does. */
  readonly until: string | null;
  readonly percent: string;
  readonly source: string;
};

/** The rates that come with Rappel. */
export const STATUTORY_RATES: RateBook = new Map(ALL_SERIES.map((series) => [series.id, spansOf(series)]));

/**
 * The rate of a series on a day. @throws Refusal rate_missing, which names the series and the period: a rate that is
 * not known is never replaced by its neighbour.
 */
export function rateOn(book: RateBook, series: SeriesId, day: EpochDay): RateSpan {
  return findRate(book, series, day) ?? refuse('rate_missing', missingRate(series, day));
}

/** The same where a missing rate is an answer too. */
export function findRate(book: RateBook, series: SeriesId, day: EpochDay): RateSpan | null {
  const spans = book.get(series) ?? [];
  let [low, high] = [0, spans.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (!span || span.startsOn > day) high = middle - 1;
    else if (span.endsOn <= day) low = middle + 1;
    else return span;
  }
  return null;
}

/** The book with given rates in the place of its own, from their first day to their last. */
export function withGivenRates(book: RateBook, given: readonly GivenRate[]): RateBook {
  const changed = new Map(book);
  for (const { series, from, until, percent, source } of given) {
    const startsOn = epochDayFrom(from);
    const period = seriesOf(series)?.period ?? 'decree';
    const endsOn = until === null ? endOfPeriod(startsOn, period) : epochDayFrom(until) + 1;
    const kept = (changed.get(series) ?? []).flatMap((span) => outside(span, startsOn, endsOn));
    const span: RateSpan = {
      series,
      startsOn,
      endsOn,
      percent: rateFrom(percent),
      status: 'given',
      sources: [source],
      remark: null,
    };
    changed.set(
      series,
      [...kept, span].sort((a, b) => a.startsOn - b.startsOn),
    );
  }
  return changed;
}

export function seriesOf(id: string): RateSeries | undefined {
  return ALL_SERIES.find((series) => series.id === id);
}

function outside(span: RateSpan, startsOn: EpochDay, endsOn: EpochDay): RateSpan[] {
  if (span.endsOn <= startsOn || span.startsOn >= endsOn) return [span];
  const before = { ...span, endsOn: startsOn };
  const after = { ...span, startsOn: endsOn };
  return [before, after].filter((part) => part.startsOn < part.endsOn);
}

function spansOf(series: RateSeries): RateSpan[] {
  const spans: RateSpan[] = [];
  for (const [index, row] of series.rows.entries()) {
    const span = spanOf(series, row, series.rows[index + 1]?.[0] ?? null);
    if (span) spans.push(span);
  }
  return spans;
}

function spanOf(series: RateSeries, row: RateRow, next: string | null): RateSpan | null {
  const [from, percent, status, sources, remark] = row;
  if (percent === null) return null;
  const startsOn = epochDayFrom(from);
  const ends = [endOfPeriod(startsOn, series.period)];
  if (next !== null) ends.push(epochDayFrom(next));
  if (series.knownUntil) ends.push(epochDayFrom(series.knownUntil) + 1);
  return {
    series: series.id,
    startsOn,
    endsOn: Math.min(...ends),
    percent: rateFrom(percent),
    status,
    sources: sources === '' ? [] : sources.split(' '),
    remark: remark ?? null,
  };
}

/** The first day after the period a row is published for. */
export function endOfPeriod(startsOn: EpochDay, period: RateSeries['period']): EpochDay {
  const { year, month } = partsOf(startsOn);
  if (period === 'semester') return month <= 6 ? fromParts(year, 7, 1) : fromParts(year + 1, 1, 1);
  return period === 'year' ? fromParts(year + 1, 1, 1) : fromParts(9999, 12, 31);
}

/** Which rate is missing on a day, and the half-year or year it would be published for. */
export function missingRate(series: string, day: EpochDay) {
  const period = seriesOf(series)?.period ?? 'decree';
  const { year, month } = partsOf(day);
  const [from, until] =
    period === 'semester'
      ? [fromParts(year, month <= 6 ? 1 : 7, 1), endOfPeriod(day, period) - 1]
      : period === 'year'
        ? [fromParts(year, 1, 1), fromParts(year, 12, 31)]
        : [day, day];
  return { series, from: isoDay(from), until: isoDay(until) };
}
