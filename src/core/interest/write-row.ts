import { isoDay } from '#core/calendar/epoch-days.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { InterestRow, RateBasis } from './claim.ts';
import type { DayCount } from './day-count.ts';
import { rateText } from './percent.ts';
import type { RateSpan } from './rate-book.ts';
import type { RateStatus } from './rates/rate-series.ts';
import type { Regime } from './regime.ts';

/** A row of interest for people and scripts: amounts are decimals, days '2026-03-31', rates '8.50'. */
export type WrittenRow = {
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly base: string;
  readonly rate: string;
  readonly basis: RateBasis;
  readonly dayCount: DayCount;
  readonly amount: string;
  readonly source: string;
  readonly rates: readonly {
    readonly series: string;
    readonly from: string;
    readonly percent: string;
    readonly status: RateStatus;
    readonly sources: readonly string[];
  }[];
};

/** Writes a row out, with the article and the published rates it rests on. */
export function writeRow(row: InterestRow, regime: Regime | null, currency: Currency): WrittenRow {
  const write = (minor: bigint) => toDecimal(money(minor, currency));
  return {
    from: isoDay(row.from),
    to: isoDay(row.to),
    days: row.days,
    base: write(row.base),
    rate: rateText(row.percent),
    basis: row.basis,
    dayCount: row.dayCount,
    amount: write(row.amount),
    source: rowSource(row, regime),
    rates: row.rates.map((span) => ({
      series: span.series,
      from: isoDay(span.startsOn),
      percent: rateText(span.percent),
      status: span.status,
      sources: span.sources,
    })),
  };
}

/** Where the rate of a row comes from, in one line: the article, then the published rates with their sources. */
function rowSource({ basis, rates }: InterestRow, regime: Regime | null): string {
  if (basis === 'option') return 'given';
  const cite = regime?.articles.find(({ rule }) => rule === (basis === 'law' ? 'rate' : 'agreed_rate'))?.cite;
  const parts = [basis === 'contract' ? 'contract' : cite, ...rates.map(spanSource)];
  return parts.filter(Boolean).join('; ');
}

function spanSource({ series, startsOn, status, sources }: RateSpan): string {
  return `${series} ${isoDay(startsOn)} (${[status, sources.join(' ')].filter(Boolean).join(': ')})`;
}
