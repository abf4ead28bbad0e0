import type { Step } from '#core/dunning/policy.ts';
import { problem, readAmount } from '#core/dunning/policy-problem.ts';
import { type AgreedFee, feeOn } from '#core/interest/agreed-fee.ts';
import { HUNDRED_PERCENT, rateFrom } from '#core/interest/percent.ts';
import { onScale, type Scale, scaleBounds } from '#core/interest/scale.ts';
import type { Currency } from '#core/money/currencies.ts';
import { decimalsOf } from '#core/money/currencies.ts';
import { toDecimal } from '#core/money/money.ts';
import type { LawProblem } from './law-problem.ts';
import type { LawContext } from './law-problems.ts';

/**
 * A fee the creditor sets may exceed the cap for no debt that it could be asked on: a clause that goes above it is
 * worth nothing at all (CDE, art. XIX.4), or not binding (BW, art. 6:96 lid 5). Fee and cap are straight between their
 * bounds, so that looking there is looking everywhere.
 */
export function capProblems(step: Step, index: number, { law, policy, terms }: LawContext): LawProblem[] {
  const { fees } = law;
  const { fee } = step;
  if (fees.kind !== 'capped' || fee.kind === 'none' || fee.kind === 'statutory') return [];
  const currency = terms.currency ?? fees.cap.currency;
  if (currency !== fees.cap.currency) return [];
  const least = readAmount(policy.minimumItem, currency) ?? 0n;
  for (const debt of boundsOf(fee, fees.cap, currency)) {
    if (debt < least || debt <= 0n) continue;
    const [asked, most] = [feeOn(fee, debt, currency), onScale(fees.cap, debt)];
    if (asked <= most) continue;
    const facts = {
      step: String(index + 1),
      article: fees.ground.cite,
      debt: written(debt, currency),
      asked: written(asked, currency),
      most: written(most, currency),
    };
    const found = problem('policy_fee_above_cap', facts, index, 'fee');
    const remedies = [
      { kind: 'use_statutory_fee', step: index },
      { kind: 'remove_fee', step: index },
    ] as const;
    return [{ ...found, remedies }];
  }
  return [];
}

/** Every debt at which the fee or its cap bends or jumps, one cent beside it, and one beyond all of them. */
function boundsOf(fee: AgreedFee, cap: Scale, currency: Currency): bigint[] {
  const bends = [...scaleBounds(cap), ...ownBends(fee, currency)].sort((a, b) => (a < b ? -1 : 1));
  const beyond = (bends.at(-1) ?? 1n) * 100n;
  return [1n, ...bends.flatMap((bend) => [bend, bend + 1n, bend - 1n]), beyond];
}

function ownBends(fee: AgreedFee, currency: Currency): bigint[] {
  if (fee.kind === 'fixed') return [];
  if (fee.kind === 'clause') {
    const percent = rateFrom(fee.percent);
    const ends = [fee.least, ...(fee.most === null ? [] : [fee.most])];
    return percent === 0n
      ? []
      : ends.map((end) => ((readAmount(end, currency) ?? 0n) * HUNDRED_PERCENT) / percent);
  }
  return fee.bands.flatMap(({ upTo }) => (upTo === null ? [] : [readAmount(upTo, currency) ?? 0n]));
}

function written(minor: bigint, currency: Currency): string {
  const amount = decimalsOf(currency) === 0 ? String(minor) : toDecimal({ minor, currency });
  return `${amount} ${currency}`;
}
