import type { FeeRule, InterestRule } from '#core/dunning/policy.ts';
import { type Currency, decimalsOf } from '#core/money/currencies.ts';
import { divideRounded } from '#core/money/money.ts';

/**
 * The door of the legal engine: what a step's rules make of one claim. Contractual interest and fixed fees are
 * computed here; statutory ones, bands and rates by date are still to come and count as none until then.
 */
export type Claim = {
  /** In minor units. */
  readonly open: bigint;
  readonly currency: Currency;
  /** Whole days from the due date to the day of the notice: the first day after the due date is day 1. */
  readonly daysLate: number;
};

/** Simple interest, actual/365, from the day after the due date, rounded once, half away from zero. */
export function lateInterest(rule: InterestRule, claim: Claim): bigint {
  if (rule.kind !== 'contractual' || claim.daysLate <= 0 || claim.open <= 0n) return 0n;
  const { units, scale } = percentFrom(rule.yearlyPercent);
  return divideRounded(claim.open * units * BigInt(claim.daysLate), scale * 36_500n);
}

/**
 * The fee of a step, due at most once per item and level. Policies are written in the company's currency: a notice in
 * another one carries no fixed fee, since no exchange rate is known.
 */
export function stepFee(rule: FeeRule, currency: Currency, companyCurrency: Currency): bigint {
  if (rule.kind !== 'fixed' || currency !== companyCurrency) return 0n;
  return minorFrom(rule.amount, currency);
}

/** '15.00' in minor units of the currency; digits beyond its decimals are cut, as for a policy copied from EUR to XOF. */
export function minorFrom(decimal: string, currency: Currency): bigint {
  const decimals = decimalsOf(currency);
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}

/** '8.50' as 850 hundredths: exact, whatever the number of decimals. */
function percentFrom(text: string): { units: bigint; scale: bigint } {
  const [whole = '0', fraction = ''] = text.split('.');
  return { units: BigInt(whole + fraction), scale: 10n ** BigInt(fraction.length) };
}
