import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Balance, Wanted } from '#core/dunning/balances.ts';
import type { GivenGate } from '#core/dunning/facts.ts';
import type { Because } from '#core/dunning/gates.ts';
import { belowMinimum, moneyFact, type RunTerms, type Weighed } from '#core/dunning/item-gates.ts';
import { sumOf } from '#core/dunning/netting.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';

/**
 * What a debtor owes in one currency as a step counts it, its free credits taken off, in minor units. A courtesy counts
 * what it is about; everything else, what is late and may be asked for now or soon.
 */
export function totalOf(balance: Balance, wanted: readonly Wanted[], kind: StepKind, on: EpochDay): bigint {
  if (kind === 'courtesy') {
    let total = -sumOf(balance.creditsLeft);
    for (const { open } of wanted) total += open;
    return total;
  }
  let total = -sumOf(balance.credits);
  for (const found of balance.weighed) if (countsAsOverdue(found, on)) total += found.open;
  if (kind === 'notice') return total;
  for (const { item, open } of wanted) {
    const found = balance.weighed.find((one) => one.item === item);
    if (found && !countsAsOverdue(found, on)) total += open;
  }
  return total;
}

/** The debtor has as much to its credit as it owes. */
export function creditGate(total: bigint, currency: Currency): GivenGate | null {
  if (total > 0n) return null;
  return { because: 'credit_balance', facts: { balance: moneyFact(total, currency) }, until: null };
}

/** Minimums are in the company's currency. A total below them holds everything back, and resets no level. */
export function minimumGate(
  total: bigint,
  currency: Currency,
  minimum: bigint,
  { companyCurrency, minimumBalance }: RunTerms,
): GivenGate | null {
  if (currency !== companyCurrency) return null;
  if (total < minimum) return belowMinimum(total, minimum, currency, 'total');
  if (minimumBalance !== null && total < minimumBalance) {
    return belowMinimum(total, minimumBalance, currency, 'run');
  }
  return null;
}

/** What may be asked for now or soon: held for another reason than its own size or day, an item counts for nothing. */
function countsAsOverdue({ item, gate }: Weighed, on: EpochDay): boolean {
  if (item.dueOn >= on) return false;
  return gate === null || COUNTED.has(gate.because);
}
const COUNTED: ReadonlySet<Because> = new Set([
  'within_grace',
  'waiting_by_law',
  'below_minimum',
  'contacted_recently',
  'level_exhausted',
  'outside_run',
]);
