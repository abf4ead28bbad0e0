import { describe, expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import { type Explanation, explainItems } from './explain.ts';
import type { DebtorFacts, HoldFacts } from './facts.ts';
import type { Policy, Step, StepKind } from './policy.ts';
import { workingDays } from './replay.ts';

const runDays = workingDays('BE', 2026, 2028);
const ON = '2026-03-31';

/** What is said of one item of a debtor, whatever else it owes. */
function explain(
  debtor: DebtorFacts,
  id: string,
  { policy = {}, on = ON }: { policy?: Partial<Policy>; on?: string } = {},
) {
  const items = debtor.items.filter((item) => item.id === id);
  const [found] = explainItems(debtor, termsOn(on, policyWith(policy)), { items, runDays });
  if (!found) throw new Error('nothing explained');
  return found;
}
const gates = (found: Explanation) => found.gates.map(({ because }) => because);
const proposed = (found: Explanation) => found.proposed && [found.proposed.stepKind, found.proposed.level];
const hold = (reason: string): HoldFacts => ({ dueItemId: null, untilOn: null, reason, by: 'Ann' });

describe('what a letter lists without asking for it is not proposed', () => {
  const debtor = debtorFacts([itemFacts('a'), itemFacts('soon', { dueOn: day('2026-04-20') })]);
  const policy = { situation: 'full' as const };
  test('and its own reason is told', () => {
    const found = explain(debtor, 'soon', { policy });
    expect([proposed(found), gates(found)]).toEqual([null, ['not_yet_due']]);
    expect(found.expected && isoDay(found.expected.on)).toBe('2026-04-30');
  });
  test('beside the one it asks for', () => {
    expect(proposed(explain(debtor, 'a', { policy }))).toEqual(['notice', 1]);
  });
});

test('each is told when it will be asked for itself, not when the debtor is asked for anything', () => {
  const debtor = debtorFacts([itemFacts('a'), itemFacts('b', { dueOn: day('2026-05-04') })]);
  // The third reminder of the other leaves on 11 May: five days of peace, and a weekend.
  expect(explain(debtor, 'b').expected).toMatchObject({ level: 1, on: day('2026-05-18') });
  expect(explain(debtor, 'a').expected).toMatchObject({ level: 1, on: day(ON) });
});

test.each([0n, -50_00n])('what is not owed (%s) has no reason to wait, of whatever kind it is', (open) => {
  const debtor = debtorFacts([itemFacts('a', { open, documentKind: 'miscellaneous' })]);
  const found = explain(debtor, 'a');
  expect([gates(found), found.proposed, found.expected, found.changes]).toEqual([[], null, null, []]);
});

describe('gates behind one another', () => {
  test('are told once each, though they say as little', () => {
    const closed = (because: 'disputed' | 'promised') => ({ because, facts: {}, until: null });
    const debtor = debtorFacts([itemFacts('a', { gates: [closed('disputed'), closed('promised')] })]);
    expect(gates(explain(debtor, 'a'))).toEqual(['disputed', 'promised']);
  });

  test('of one who is asked through its payer, what is held there is told once', () => {
    const [{ items: _, ...payer }, { items: __, ...branch }] = [
      debtorFacts([], { id: 'p', holds: [hold('of the payer')] }),
      debtorFacts([], { id: 'b', holds: [hold('own')] }),
    ];
    const debtor = { ...payer, items: [itemFacts('a', { owedBy: 'b' })], paysFor: [payer, branch] };
    const found = explain(debtor, 'a', { policy: { grouping: 'payer' } });
    expect(new Set(found.gates.map(({ facts }) => facts.reason)).size).toBe(found.gates.length);
    expect(gates(found)).toContain('on_hold');
  });
});

describe('reminders are told before what is done beside them', () => {
  const step = (kind: StepKind, days: number): Step => ({
    ...noticeStep(1, 0),
    kind,
    level: null,
    when: { basis: 'due_date', days, count: 'calendar' },
  });
  const quiet = { contactIntervalDays: 0 };
  test.each<[string, string, Step[], StepKind]>([
    [
      'a courtesy before a statement',
      '2026-02-26',
      [step('courtesy', -5), step('statement', -5)],
      'courtesy',
    ],
    ['a notice before a call', '2026-03-11', [step('call', 3), noticeStep(1, 10)], 'notice'],
    ['a statement where it is too early for a notice', '2026-03-05', [step('statement', 3)], 'statement'],
    ['the first of two that are done beside them', '2026-03-05', [step('task', 3), step('call', 3)], 'call'],
  ])('%s', (_, on, steps, kind) => {
    const policy = {
      ...quiet,
      steps: steps.some(({ level }) => level) ? steps : [...steps, noticeStep(1, 60)],
    };
    expect(explain(debtorFacts([itemFacts('a')]), 'a', { policy, on }).proposed?.stepKind).toBe(kind);
  });
});
