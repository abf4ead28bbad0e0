import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Claim } from './claim.ts';
import { claimStart } from './claim-start.ts';
import { findRate, missingRate, type RateBook } from './rate-book.ts';
import { rateRuleOn } from './rate-timeline.ts';
import type { Regime } from './regime.ts';

/** The first day of a claim whose rate is not known, and which rate that is. */
export type RateGap = {
  readonly day: EpochDay;
  readonly facts: { readonly series: string; readonly from: string; readonly until: string };
};

/**
 * Looks for a rate that a claim would need and the book does not have, so that a letter can ask for what is sure and
 * say what is left out, where the calculator refuses. Null where all rates are known.
 */
export function findRateGap(claim: Claim, regime: Regime, book: RateBook): RateGap | null {
  if (!needsLaw(claim, regime)) return null;
  const { after } = claimStart(claim, regime);
  if (after === null || after >= claim.until) return null;
  if (regime.selection !== 'floating') {
    const fixedOn = regime.selection === 'frozen_on_due' ? claim.dueOn : after + 1;
    return gapOn(claim, regime, book, fixedOn).gap;
  }
  for (let day = after + 1; day <= claim.until; ) {
    const { gap, next } = gapOn(claim, regime, book, day);
    if (gap) return gap;
    day = next;
  }
  return null;
}

/** An agreed rate that takes the place of the law's needs none of it. */
function needsLaw({ contractRate, hasClause }: Claim, { agreed, withoutClause }: Regime): boolean {
  if (contractRate === null || (withoutClause && !hasClause)) return true;
  return agreed.kind === 'ignored' || agreed.kind === 'raises' || agreed.kind === 'ceiling';
}

function gapOn(claim: Claim, regime: Regime, book: RateBook, day: EpochDay) {
  const { series } = rateRuleOn(claim, regime, day);
  if (!series) return { gap: null, next: claim.until + 1 };
  const span = findRate(book, series, day);
  if (span) return { gap: null, next: span.endsOn };
  return { gap: { day, facts: missingRate(series, day) }, next: day };
}
