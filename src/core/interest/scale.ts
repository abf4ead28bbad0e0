import { type Currency, decimalsOf } from '#core/money/currencies.ts';
import { divideRounded } from '#core/money/money.ts';
import { HUNDRED_PERCENT, type Percent, rateFrom } from './percent.ts';

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
export function onScale(scale: Scale, debt: bigint): bigint {
  if (debt <= 0n) return 0n;
  const { steps, least, most } = read(scale);
  const step = steps.find(({ upTo }) => upTo === null || debt <= upTo);
  if (!step) return 0n;
  const share = step.percent === 0n ? 0n : divideRounded((debt - step.over) * step.percent, HUNDRED_PERCENT);
  const found = step.fixed + share;
  if (least !== null && found < least) return least;
  return most !== null && found > most ? most : found;
}

/** The debts at which a scale bends or jumps: its own bounds, and where its least and most begin to hold. */
export function scaleBounds(scale: Scale): bigint[] {
  const { steps, least, most } = read(scale);
  const reaching = (amount: bigint | null) =>
    amount === null
      ? []
      : steps.flatMap(({ fixed, percent, over }) =>
          percent > 0n ? [over + ((amount - fixed) * HUNDRED_PERCENT) / percent] : [],
        );
  const found = [...steps.flatMap(({ upTo }) => upTo ?? []), ...reaching(least), ...reaching(most)];
  return found.filter((debt) => debt > 0n);
}

type ReadScale = {
  readonly steps: readonly { upTo: bigint | null; fixed: bigint; percent: Percent; over: bigint }[];
  readonly least: bigint | null;
  readonly most: bigint | null;
};

/** Each scale is read once: a run asks for the same few a hundred thousand times. */
const READ = new WeakMap<Scale, ReadScale>();

function read(scale: Scale): ReadScale {
  const known = READ.get(scale);
  if (known) return known;
  const minor = (text: string) => minorOf(text, scale.currency);
  const made: ReadScale = {
    steps: scale.steps.map(({ upTo, fixed, percent, over }) => ({
      upTo: upTo === null ? null : minor(upTo),
      fixed: minor(fixed),
      percent: rateFrom(percent ?? '0'),
      over: minor(over ?? '0'),
    })),
    least: scale.least === undefined ? null : minor(scale.least),
    most: scale.most === undefined ? null : minor(scale.most),
  };
  READ.set(scale, made);
  return made;
}

function minorOf(text: string, currency: Currency): bigint {
  const decimals = decimalsOf(currency);
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
}
