/** What is asked besides a debt: for days of delay, by law for each late debt, or by the creditor's own terms. */
export const CLAIM_KINDS = ['interest', 'compensation', 'fee'] as const;
export type ClaimKind = (typeof CLAIM_KINDS)[number];

/**
 * Where a claim stands once a notice asked for it; before, it only accrues. `booked`: the ledger has taken it over.
 * `carried`: a later notice asks for what was left of it. `taken_back`: its notice was undone, or never left.
 */
export const CLAIM_STATES = ['claimed', 'paid', 'waived', 'booked', 'carried', 'taken_back'] as const;
export type ClaimState = (typeof CLAIM_STATES)[number];

/** What may become of a claim. `dropped`: waived by the company's own rule for small remainders. */
export const CLAIM_ACT_KINDS = ['paid', 'waived', 'dropped', 'booked'] as const;
export type ClaimActKind = (typeof CLAIM_ACT_KINDS)[number];

/** Minor units. */
export type ClaimAmounts = {
  readonly amount: bigint;
  readonly paid: bigint;
  readonly waived: bigint;
  readonly carried: bigint;
};

/** What is left of a claim, whoever keeps count of it: Rappel, or the ledger once it is booked. */
export function leftOf({ amount, paid, waived, carried }: ClaimAmounts): bigint {
  return amount - paid - waived - carried;
}

/** What Rappel still asks for. */
export function openOf(claim: ClaimAmounts & { readonly state: ClaimState }): bigint {
  return claim.state === 'claimed' ? leftOf(claim) : 0n;
}

/**
 * What is over and done of a claim, so that no later notice asks for it again: paid, waived, or with the ledger. What a
 * later notice took over is not: that notice asks for it.
 */
export function settledOf(claim: ClaimAmounts & { readonly state: ClaimState }): bigint {
  if (claim.state === 'taken_back') return 0n;
  return claim.state === 'booked' ? claim.amount - claim.carried : claim.paid + claim.waived;
}

/** The word for where a claim stands, from its amounts and whether it is booked. */
export function stateOf(claim: ClaimAmounts, isBooked: boolean): ClaimState {
  if (isBooked) return 'booked';
  if (leftOf(claim) > 0n) return 'claimed';
  if (claim.paid > 0n) return 'paid';
  return claim.waived > 0n ? 'waived' : 'carried';
}

/** Whether the ledger may take a claim over: what is asked or was paid, once. */
export function canBeBooked(state: ClaimState): boolean {
  return state === 'claimed' || state === 'paid';
}
