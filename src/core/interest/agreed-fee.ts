import type { FeeRule } from '#core/dunning/policy.ts';
import { type Currency, decimalsOf } from '#core/money/currencies.ts';
import { divideRounded } from '#core/money/money.ts';
import { HUNDRED_PERCENT, rateFrom } from './percent.ts';

/** A fee the creditor sets itself: an amount, percentages by bands, or the penalty clause of its terms. */
export type AgreedFee = Exclude<FeeRule, { kind: 'none' } | { kind: 'statutory' }>;

/** What a fee comes to on a debt, both in minor units of a currency. */
export function feeOn(fee: AgreedFee, debt: bigint, currency: Currency): bigint {
  if (fee.kind === 'fixed') return minorFrom(fee.amount, currency);
  return fee.kind === 'bands' ? bandsFee(fee.bands, debt, currency) : clauseFee(fee, debt, currency);
}

/** A percentage of the debt, never less than the least the clause names nor more than its most. */
function clauseFee(
  { percent, least, most }: Extract<AgreedFee, { kind: 'clause' }>,
  debt: bigint,
  currency: Currency,
): bigint {
  const share = divideRounded(debt * rateFrom(percent), HUNDRED_PERCENT);
  const [lowest, highest] = [minorFrom(least, currency), most === null ? null : minorFrom(most, currency)];
  const asked = share < lowest ? lowest : share;
  return highest !== null && asked > highest ? highest : asked;
}

/** Each band's percentage of the part of the debt that lies in it. */
function bandsFee(
  bands: Extract<AgreedFee, { kind: 'bands' }>['bands'],
  debt: bigint,
  currency: Currency,
): bigint {
  let [fee, below] = [0n, 0n];
  for (const { upTo, percent } of bands) {
    const bound = upTo === null ? debt : minorFrom(upTo, currency);
    const top = debt < bound ? debt : bound;
    if (top > below) fee += (top - below) * rateFrom(percent);
    below = bound > below ? bound : below;
  }
  return divideRounded(fee, HUNDRED_PERCENT);
}

/** '15.00' in minor units of the currency; digits beyond its decimals are cut, as for a policy copied from EUR to XOF. */
export function minorFrom(decimal: string, currency: Currency): bigint {
  const decimals = decimalsOf(currency);
  const [whole = '0', fraction = ''] = decimal.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}
