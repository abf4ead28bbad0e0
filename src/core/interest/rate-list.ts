import { type EpochDay, epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { rateText } from './percent.ts';
import type { RateBook, RateSpan } from './rate-book.ts';
import { missingRate } from './rate-book.ts';
import { ALL_SERIES } from './rates/all-series.ts';
import type { RateSeries, RateStatus } from './rates/rate-series.ts';
import { RATE_SOURCES } from './rates/sources.ts';
import { UMOA } from './regimes/west-africa.ts';

/** One rate as the list shows it. `percent` null: it is known to exist and was not found. */
export type ListedRate = {
  readonly from: string;
  /** Null: until another is known. */
  readonly until: string | null;
  readonly percent: string | null;
  readonly status: RateStatus;
  /** Where it was read: an address, or what the person who gave it wrote. */
  readonly sources: readonly string[];
  readonly remark: string | null;
};

/** The rates of one kind, the newest first. */
export type ListedSeries = {
  readonly id: string;
  readonly title: string;
  /** Whose law uses it; 'EU' for the reference rate of the euro. */
  readonly countries: readonly string[];
  readonly period: RateSeries['period'];
  readonly publishedIn: string;
  readonly rates: readonly ListedRate[];
};

/** The countries whose law a series serves. */
export function countriesOf(series: string): readonly string[] {
  const [start = ''] = series.split('_');
  if (start === 'ECB') return ['EU'];
  if (start === 'UMOA') return UMOA;
  return [start === 'UK' ? 'GB' : start];
}

/** Every series with its rates as a book has them, and with the periods of the tables that nobody knows a rate for. */
export function listRates(book: RateBook, on: EpochDay): ListedSeries[] {
  return ALL_SERIES.map((series) => ({
    id: series.id,
    title: series.title,
    countries: countriesOf(series.id),
    period: series.period,
    publishedIn: series.publishedIn,
    rates: [...known(book.get(series.id) ?? []), ...missing(book, series, on)].sort((a, b) =>
      a.from < b.from ? 1 : -1,
    ),
  }));
}

function known(spans: readonly RateSpan[]): ListedRate[] {
  return spans.map((span) => ({
    from: isoDay(span.startsOn),
    until: span.endsOn > 2_900_000 ? null : isoDay(span.endsOn - 1),
    percent: rateText(span.percent),
    status: span.status,
    sources: span.sources.map((name) => readable(RATE_SOURCES[name] ?? name)),
    remark: span.remark,
  }));
}

/** An address as people read it: 'actualités' for 'actualit%C3%A9s'. */
function readable(source: string): string {
  try {
    return decodeURI(source);
  } catch {
    return source;
  }
}

/** A series that has had no rate for so long is no longer published. */
const DISCONTINUED_DAYS = 1000;

/** Rows of the tables without a rate that nobody gave either, and the period of the day where none is known. */
function missing(book: RateBook, series: RateSeries, on: EpochDay): ListedRate[] {
  const spans = book.get(series.id) ?? [];
  const isKnown = (day: EpochDay) => spans.some(({ startsOn, endsOn }) => startsOn <= day && day < endsOn);
  const found = new Map<string, ListedRate>();
  const add = (day: EpochDay) => {
    if (isKnown(day)) return;
    const { from, until } = missingRate(series.id, day);
    found.set(from, { from, until, percent: null, status: 'missing', sources: [], remark: null });
  };
  for (const [from, percent] of series.rows) if (percent === null) add(epochDayFrom(from));
  const published = series.rows.map(([from]) => epochDayFrom(from));
  const last = Math.max(...published, ...spans.map(({ startsOn }) => startsOn));
  const goesOn = on - last < DISCONTINUED_DAYS;
  if (goesOn && (series.period === 'semester' || series.period === 'year')) add(on);
  return [...found.values()];
}
