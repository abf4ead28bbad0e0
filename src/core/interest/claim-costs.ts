import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import type { Claim } from './claim.ts';
import type { Regime } from './regime.ts';
import { onScale, type Scale } from './scale.ts';

export type ClaimCosts = { readonly compensation: bigint; readonly collectionCosts: bigint };

export const NO_COSTS: ClaimCosts = { compensation: 0n, collectionCosts: 0n };

/**
 * What the law lets a creditor ask besides interest for a debt of this size: a flat compensation, and collection costs
 * by a scale. Where the scale includes the compensation, the two together are never more than the scale.
 */
export function claimCosts(claim: Claim, regime: Regime | null, debt: bigint): ClaimCosts {
  if (!regime || debt <= 0n) return NO_COSTS;
  const compensation = compensationOf(claim, regime, debt);
  const byScale = asksCosts(claim, regime) ? inCurrency(regime.collectionCosts, claim, debt) : 0n;
  const included = regime.costsIncludeCompensation ? compensation : 0n;
  return { compensation, collectionCosts: byScale > included ? byScale - included : 0n };
}

function compensationOf(claim: Claim, regime: Regime, debt: bigint): bigint {
  const { contractOn, contractRate, hasClause } = claim;
  if (regime.compensationFrom && contractOn !== null && contractOn < epochDayFrom(regime.compensationFrom))
    return 0n;
  if (regime.agreedEndsCompensation && contractRate !== null) return 0n;
  if (regime.withoutClause && !hasClause) return 0n;
  return inCurrency(regime.compensation, claim, debt);
}

/** A scale by which costs are always due is asked by itself; one beside a flat compensation only when wanted. */
function asksCosts({ asksCosts: wanted }: Claim, { collectionCosts, compensation }: Regime): boolean {
  return collectionCosts !== null && (wanted ?? compensation === null);
}

/** The law writes its sums in one currency, and no exchange rate is known. */
function inCurrency(scale: Scale | null, { currency }: Claim, debt: bigint): bigint {
  return scale && scale.currency === currency ? onScale(scale, debt) : 0n;
}
