import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { type Percent, rateFrom, upToHalfPoint } from './percent.ts';
import { findRate, type RateBook, type RateSpan } from './rate-book.ts';
import type { SeriesId } from './rates/all-series.ts';

/** Series that follow from the ECB rate of the half-year by the formula of their law. */
const FROM_ECB: Readonly<Partial<Record<SeriesId, { plus: string; round?: (rate: Percent) => Percent }>>> = {
  BE_COMMERCIAL_BEFORE_2013: { plus: '7', round: upToHalfPoint },
  BE_COMMERCIAL: { plus: '8', round: upToHalfPoint },
  FR_COMMERCIAL: { plus: '10' },
  FR_PUBLIC: { plus: '8' },
  NL_COMMERCIAL: { plus: '8' },
  LU_COMMERCIAL: { plus: '8' },
  IE_COMMERCIAL: { plus: '8' },
  ES_COMMERCIAL: { plus: '8' },
  IT_COMMERCIAL: { plus: '8' },
  PT_COMMERCIAL: { plus: '8' },
};

/** What the formula of a series makes of an ECB rate; null where the series does not follow from it. */
export function fromEcbRate(series: SeriesId, ecb: Percent): Percent | null {
  const formula = FROM_ECB[series];
  if (!formula) return null;
  const sum = ecb + rateFrom(formula.plus);
  return formula.round ? formula.round(sum) : sum;
}

/**
 * A provisional rate where the official notice is late but the ECB rate is known, to be offered to a person: it is
 * never used by itself. Null where it does not follow.
 */
export function provisionalRate(book: RateBook, series: SeriesId, day: EpochDay): RateSpan | null {
  const ecb = findRate(book, 'ECB_REFINANCING', day);
  const percent = ecb && fromEcbRate(series, ecb.percent);
  if (!ecb || percent === null) return null;
  return { ...ecb, series, percent, status: 'derived' };
}
