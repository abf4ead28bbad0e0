import { describe, expect, test } from 'vitest';
import type { Currency } from '#core/money/currencies.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import type { DebtorFacts, ItemFacts } from './facts.ts';
import type { RunTerms } from './item-gates.ts';
import { planDebtor } from './plan-debtor.ts';
import type { Policy, Step, StepKind } from './policy.ts';
import { creditGate, minimumGate } from './total-gates.ts';

const ON = '2026-03-31';
function side(kind: StepKind, days: number): Step {
  return { ...noticeStep(1, 0), kind, level: null, when: { basis: 'due_date', days, count: 'calendar' } };
}
function plan(
  items: readonly ItemFacts[],
  policy: Partial<Policy>,
  on = ON,
  debtor: Partial<DebtorFacts> = {},
) {
  const { notices, leftOut } = planDebtor(debtorFacts(items, debtor), termsOn(on, policyWith(policy)));
  return [
    ...notices.map(({ stepKind, lines }) => `${stepKind}: ${lines.map(({ item }) => item.id).join(' ')}`),
    ...leftOut.map(({ because }) => `-${because}`),
  ];
}

describe('what counts towards the least a debtor is reminded of', () => {
  const other = (change: Partial<ItemFacts>) => itemFacts('b', { open: 50_00n, ...change });
  const gate = { facts: {}, until: null };
  test.each<[string, Partial<ItemFacts>, boolean]>([
    ['what is late, though too early to remind of', { dueOn: day('2026-03-30') }, true],
    ['not what is due that day', { dueOn: day(ON) }, false],
    ['what has had its last reminder', { level: 3, times: 1, deadlineOn: day('2026-03-20') }, true],
    ['not what is disputed', { gates: [{ ...gate, because: 'disputed' }] }, false],
    ['not what is promised', { gates: [{ ...gate, because: 'promised' }] }, false],
    ['not what is collected', { directDebit: true }, false],
    ['not what is with a lawyer', { gates: [{ ...gate, because: 'handed_over' }] }, false],
  ])('%s', (_, change, counts) => {
    const found = plan([itemFacts('a'), other(change)], { minimumTotal: '150.00' });
    expect(found[0] === 'notice: a').toBe(counts);
    expect(found.includes('-below_minimum')).toBe(!counts);
  });

  test('of a courtesy, what it is about, less the credits', () => {
    const credit = itemFacts('c', { documentKind: 'credit_note', open: -10_00n });
    const soon = itemFacts('a', { dueOn: day('2026-04-03') });
    const steps = [side('courtesy', -5), noticeStep(1, 10)];
    const at = (minimumTotal: string, items: readonly ItemFacts[]) => plan(items, { steps, minimumTotal })[0];
    expect([at('100.00', [soon]), at('100.01', [soon])]).toEqual(['courtesy: a', '-below_minimum']);
    expect([at('90.00', [soon, credit]), at('90.01', [soon, credit])]).toEqual([
      'courtesy: a c',
      '-below_minimum',
    ]);
    // What is late beside it is another matter.
    const late = itemFacts('late', { dueOn: day('2026-03-30') });
    expect(plan([soon, late], { steps, minimumTotal: '100.01' })).toContain('-below_minimum');
  });

  test('of a call before the due date, what is late and what it is about, once', () => {
    const steps = [side('call', -5), noticeStep(1, 60)];
    const soon = itemFacts('a', { dueOn: day('2026-04-03') });
    const late = itemFacts('late', { dueOn: day('2026-03-30'), open: 50_00n });
    const at = (minimumTotal: string, items: readonly ItemFacts[]) => plan(items, { steps, minimumTotal })[0];
    expect([at('100.00', [soon]), at('100.01', [soon])]).toEqual(['call: a', '-below_minimum']);
    expect([at('150.00', [soon, late]), at('150.01', [soon, late])]).toEqual([
      'call: late a',
      '-below_minimum',
    ]);
  });
});

describe('minimums of the policy and of the run', () => {
  const gate = (total: bigint, change: Partial<RunTerms> = {}, currency: Currency = 'EUR') =>
    minimumGate(total, currency, 50_00n, termsOn(ON, policyWith(), change));
  test.each<[string, bigint, Partial<RunTerms>, Currency, object | null]>([
    ['at the policy’s', 50_00n, {}, 'EUR', null],
    ['a cent below', 49_99n, {}, 'EUR', { open: '49.99 EUR', minimum: '50.00 EUR', of: 'total' }],
    ['at the run’s', 80_00n, { minimumBalance: 80_00n }, 'EUR', null],
    [
      'a cent below it',
      79_99n,
      { minimumBalance: 80_00n },
      'EUR',
      { open: '79.99 EUR', minimum: '80.00 EUR', of: 'run' },
    ],
    [
      'below both, the policy’s is told',
      1n,
      { minimumBalance: 80_00n },
      'EUR',
      { open: '0.01 EUR', minimum: '50.00 EUR', of: 'total' },
    ],
    ['in another currency they say nothing', 1n, { minimumBalance: 80_00n }, 'USD', null],
  ])('%s', (_, total, terms, currency, facts) => {
    expect(gate(total, terms, currency)?.facts ?? null).toEqual(facts);
  });

  test.each([
    [1n, null],
    [0n, '0.00 EUR'],
    [-1n, '-0.01 EUR'],
  ])('a balance of %s is in the debtor’s favour: %s', (total, balance) => {
    expect(creditGate(total, 'EUR')?.facts ?? null).toEqual(balance === null ? null : { balance });
  });
});
