import { type EpochDay, epochDayFrom } from '#core/calendar/epoch-days.ts';
import type { Claim, RateBasis } from './claim.ts';
import { type Percent, rateFrom } from './percent.ts';
import { findRate, type RateBook, type RateSpan, rateOn } from './rate-book.ts';
import type { RateRule, Regime } from './regime.ts';

/** A rate as it applies to one claim, up to the first day it no longer does. */
export type AppliedRate = {
  readonly percent: Percent;
  readonly endsOn: EpochDay;
  readonly basis: RateBasis;
  readonly span: RateSpan | null;
};

const FOREVER = 10_000_000;

/**
 * The rate that applies to a claim on a day of its delay: of the law, agreed, raised to its floor or cut to its
 * ceiling, or given by the caller. @throws Refusal rate_missing
 */
export function appliedRate(
  book: RateBook,
  claim: Claim,
  regime: Regime | null,
  day: EpochDay,
  startOn: EpochDay,
): AppliedRate {
  const selection = claim.options.selection ?? regime?.selection ?? 'floating';
  const floating = selection === 'floating';
  const fixedOn = floating ? day : selection === 'frozen_on_due' ? claim.dueOn : startOn;
  if (claim.options.rates.length === 0) {
    const found = rateByRules(book, claim, regime, fixedOn);
    return floating ? found : { ...found, endsOn: FOREVER };
  }
  const given = givenRate(claim, fixedOn);
  const found = given ?? rateByRules(book, claim, regime, fixedOn);
  if (!floating) return { ...found, endsOn: FOREVER };
  const next = given ? null : claim.options.rates.find(({ from }) => from > day);
  return next && next.from < found.endsOn ? { ...found, endsOn: next.from } : found;
}

function givenRate({ options }: Claim, day: EpochDay): AppliedRate | null {
  const index = options.rates.findLastIndex(({ from }) => from <= day);
  const found = options.rates[index];
  if (!found) return null;
  const endsOn = options.rates[index + 1]?.from ?? FOREVER;
  return { percent: found.percent, endsOn, basis: 'option', span: null };
}

function rateByRules(book: RateBook, claim: Claim, regime: Regime | null, day: EpochDay): AppliedRate {
  const { contractRate } = claim;
  const ignored = regime?.agreed.kind === 'ignored' || (regime?.withoutClause && !claim.hasClause);
  if (contractRate === null || ignored) return lawRate(book, claim, regime, day);
  const agreed = (endsOn: EpochDay): AppliedRate => ({
    percent: contractRate,
    endsOn,
    basis: 'contract',
    span: null,
  });
  if (!regime || regime.agreed.kind === 'replaces') return agreed(FOREVER);
  if (regime.agreed.kind === 'floor') return overFloor(book, regime.agreed, day, agreed);
  const law = lawRate(book, claim, regime, day);
  if (regime.agreed.kind === 'ceiling') {
    return contractRate > law.percent ? { ...law, basis: 'ceiling' } : agreed(law.endsOn);
  }
  return contractRate > law.percent ? agreed(law.endsOn) : law;
}

/** Where the floor of a half-year is not known, the agreed rate stands, and the claim says that it was not checked. */
function overFloor(
  book: RateBook,
  { series, times }: Extract<Regime['agreed'], { kind: 'floor' }>,
  day: EpochDay,
  agreed: (endsOn: EpochDay) => AppliedRate,
): AppliedRate {
  const span = findRate(book, series, day);
  if (!span) return agreed(nextKnown(book, series, day));
  const floor = span.percent * BigInt(times);
  const found = agreed(span.endsOn);
  return found.percent < floor ? { percent: floor, endsOn: span.endsOn, basis: 'floor', span } : found;
}

function nextKnown(book: RateBook, series: string, day: EpochDay): EpochDay {
  return book.get(series)?.find(({ startsOn }) => startsOn > day)?.startsOn ?? FOREVER;
}

function lawRate(book: RateBook, claim: Claim, regime: Regime | null, day: EpochDay): AppliedRate {
  if (!regime) return { percent: 0n, endsOn: FOREVER, basis: 'law', span: null };
  const rule = rateRuleOn(claim, regime, day);
  if (rule.fixed || !rule.series) {
    return { percent: rateFrom(rule.fixed ?? '0'), endsOn: FOREVER, basis: 'law', span: null };
  }
  const span = rateOn(book, rule.series, day);
  const percent = rule.plus ? span.percent + rateFrom(rule.plus) : span.percent;
  const endsOn = rule.daysBefore ? Math.min(span.endsOn, epochDayFrom(rule.daysBefore)) : span.endsOn;
  return { percent: percent < 0n ? 0n : percent, endsOn, basis: 'law', span };
}

/** The first rule of the regime whose conditions hold. */
export function rateRuleOn(claim: Claim, regime: Regime, day: EpochDay): RateRule {
  if (regime.withoutClause && !claim.hasClause) return regime.withoutClause;
  for (const rule of regime.rates) {
    if (rule.madeBefore && !(claim.contractOn !== null && claim.contractOn < epochDayFrom(rule.madeBefore)))
      continue;
    if (rule.daysBefore && day >= epochDayFrom(rule.daysBefore)) continue;
    return rule;
  }
  return {};
}
