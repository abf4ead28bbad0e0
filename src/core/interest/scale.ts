import { type Currency, decimalsOf } from '#core/money/currencies.ts';
import { divideRounded } from '#core/money/money.ts';
import { HUNDRED_PERCENT, rateFrom } from './percent.ts';

/**
 * An amount that depends on the size of a debt: a fixed part, and a percentage of what exceeds a bound. One table
 * writes the flat EUR 40, the British bands, the Dutch collection costs and the Belgian caps alike.
 */
export type Scale = {
  readonly currency: Currency;
  /** In rising order; the first whose `upTo` the debt does not exceed is used. Null: without end. */
  readonly steps: readonly ScaleStep[];
  readonly least?: string;
  readonly most?: string;
};

export type ScaleStep = {
  readonly upTo: string | null;
  readonly fixed: string;
  readonly percent?: string;
  /** The percentage is of what exceeds this; of all of it where it is left out. */
  readonly over?: string;
};

/** One amount whatever the debt. */
export function flatScale(amount: string, currency: Currency): Scale {
  return { currency, steps: [{ upTo: null, fixed: amount }] };
}

/** What a scale makes of a debt, in minor units; nothing for a debt of nothing. */
export function onScale({ currency, steps, least, most }: Scale, debt: bigint): bigint {
  if (debt <= 0n) return 0n;
  const step = steps.find(({ upTo }) => upTo === null || debt <= minor(upTo, currency));
  if (!step) return 0n;
  const over = debt - minor(step.over ?? '0', currency);
  const share = step.percent ? divideRounded(over * rateFrom(step.percent), HUNDRED_PERCENT) : 0n;
  const found = minor(step.fixed, currency) + share;
  const floored = least !== undefined && found < minor(least, currency) ? minor(least, currency) : found;
  return most !== undefined && floored > minor(most, currency) ? minor(most, currency) : floored;
}

function minor(text: string, currency: Currency): bigint {
  const decimals = decimalsOf(currency);
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}
