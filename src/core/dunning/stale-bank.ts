import type { RunTerms } from '#core/dunning/item-gates.ts';
import type { Policy, StepKind } from '#core/dunning/policy.ts';

/** Some of a run's notices, by one rule of one policy. */
export type AskingNotices = {
  readonly kind: StepKind;
  readonly rule: Policy['bankData'];
  readonly notices: number;
};

/** Bank data that is older than what some notices allow. */
export type StaleBank = {
  readonly account: string;
  readonly days: number;
  /** What the strictest of their policies allows. */
  readonly most: number;
  readonly notices: number;
};

/** A courtesy goes out before anybody could have paid late, and a task asks nobody for anything. */
export function asksForMoneyLate(kind: StepKind): boolean {
  return kind !== 'courtesy' && kind !== 'task';
}

export function isBankStale({ daysMax }: Policy['bankData'], { days }: { readonly days: number }): boolean {
  return days > daysMax;
}

/**
 * What whoever approves these notices must say a reason for: they ask for money that may have come in since the bank was
 * last read. A policy that holds back by itself counts too, for what has grown old since the run was computed. Without an
 * account that is followed there is nothing to be old.
 */
export function findStaleBank(
  asking: readonly AskingNotices[],
  bankData: RunTerms['bankData'],
): StaleBank | null {
  if (!bankData) return null;
  const stale = asking.filter(
    ({ kind, rule }) => asksForMoneyLate(kind) && rule.stale !== 'ignore' && isBankStale(rule, bankData),
  );
  if (stale.length === 0) return null;
  return {
    account: bankData.account,
    days: bankData.days,
    most: Math.min(...stale.map(({ rule }) => rule.daysMax)),
    notices: stale.reduce((sum, { notices }) => sum + notices, 0),
  };
}
