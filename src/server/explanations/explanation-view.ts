import type { ItemExplanation } from '#contract/explanations.ts';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { ExpectedStep, Explanation } from '#core/dunning/explain.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';

export type PolicyNames = ReadonlyMap<string, string>;

/** An explanation as the API and the command line tell it. */
export function explanationView(explained: Explanation, names: PolicyNames): ItemExplanation {
  const { item, policy, next, proposed, gates, expected, changes } = explained;
  return {
    dueItemId: item.id,
    documentNumber: item.documentNumber,
    dueOn: isoDay(item.dueOn),
    open: amountView(item.open, item.currency),
    level: item.level,
    policy: policy && {
      id: policy.compiled.id,
      version: policy.compiled.version,
      name: names.get(policy.compiled.id) ?? '',
      because: policy.because,
    },
    next: next && { ...next, countsFrom: isoDay(next.countsFrom), opensOn: isoDay(next.opensOn) },
    proposed: proposed && stepView(proposed),
    gates: gates.map(({ because, facts, until, change }) => ({
      because,
      facts: { ...facts },
      until: dayText(until),
      change: change && { code: change.code, facts: { ...change.facts } },
    })),
    expected: expected && stepView(expected),
    changes: changes.map(({ code, facts }) => ({ code, facts: { ...facts } })),
  };
}

export function stepView({ on, ...step }: ExpectedStep) {
  return { ...step, on: isoDay(on) };
}

export function amountView(minor: bigint, currency: Currency) {
  return { amount: toDecimal(money(minor, currency)), currency };
}

function dayText(day: EpochDay | null): string | null {
  return day === null ? null : isoDay(day);
}
