/**
 * A yearly percentage as a whole number of millionths of a percent: 8.50 % is 8_500_000n. Exact: the West African
 * legal rate has four decimals, a tenth of a base rate counts, and no rate has ever had more than six.
 */
export type Percent = bigint;

export const PERCENT_DECIMALS = 6;
const SCALE = 10n ** BigInt(PERCENT_DECIMALS);

/** What a hundred percent is, as a divisor. */
export const HUNDRED_PERCENT = 100n * SCALE;

/** '8.50', '-0.88' or '5.0336' exactly; null where it does not read or has more decimals than are kept. */
export function readRate(text: string): Percent | null {
  const found = /^(-?)(\d{1,4})(?:\.(\d{1,6}))?$/.exec(text);
  if (!found) return null;
  const parts = BigInt(`${found[2]}${(found[3] ?? '').padEnd(PERCENT_DECIMALS, '0')}`);
  return found[1] ? -parts : parts;
}

/** A rate of our own tables, which a test has read before. */
export function rateFrom(text: string): Percent {
  const rate = readRate(text);
  if (rate === null) throw new TypeError(`not a rate: ${text}`);
  return rate;
}

/** '8.50' for machines: two decimals, more where the rate has them. */
export function rateText(rate: Percent): string {
  const digits = (rate < 0n ? -rate : rate).toString().padStart(PERCENT_DECIMALS + 1, '0');
  const fraction = digits.slice(-PERCENT_DECIMALS).replace(/0{1,4}$/, '');
  return `${rate < 0n ? '-' : ''}${digits.slice(0, -PERCENT_DECIMALS)}.${fraction}`;
}

/** Rounds up to the next half point, as the Belgian rate is: 10.15 becomes 10.5, 10.5 stays. */
export function upToHalfPoint(rate: Percent): Percent {
  const half = SCALE / 2n;
  const rest = ((rate % half) + half) % half;
  return rest === 0n ? rate : rate - rest + half;
}
