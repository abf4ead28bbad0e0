import { describe, expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import { compilePolicy } from './compiled-policy.ts';
import type { DebtorFacts, HoldFacts, ItemFacts } from './facts.ts';
import type { RunTerms } from './item-gates.ts';
import { planDebtor } from './plan-debtor.ts';
import type { Policy, Step } from './policy.ts';

const ON = '2026-03-31';

/** 'a 100' asks 100.00 of a; '-reason: a' leaves it out. */
function told(debtor: DebtorFacts, policy: Partial<Policy> = {}, terms: Partial<RunTerms> = {}) {
  const { notices, leftOut } = planDebtor(debtor, termsOn(ON, policyWith(policy), terms));
  return [
    ...notices.map(({ open, lines }) => {
      const asked = lines.filter(({ level }) => level !== null);
      return `${asked.map(({ item }) => item.id).join(' ')} ${Number(open) / 100}`;
    }),
    ...leftOut.map(({ because, items }) => `-${because}: ${items.map(({ item }) => item.id).join(' ')}`),
  ];
}
const credit = (change: Partial<ItemFacts> = {}) =>
  itemFacts('c', { documentKind: 'credit_note', open: -40_00n, ...change });

describe('a credit of a kind the policy leaves aside', () => {
  test.each<[string, ItemFacts, Partial<Policy>, string[]]>([
    ['taken in, it lowers what is asked', credit(), {}, ['a 60']],
    ['left aside, it lowers nothing', credit(), { documents: ['invoice'] }, ['a 100', '-document_kind: c']],
    [
      'not even the invoice it names',
      credit({ linkedNumber: 'A' }),
      { documents: ['invoice'] },
      ['a 100', '-document_kind: c'],
    ],
  ])('%s', (_, given, policy, expected) => {
    expect(told(debtorFacts([itemFacts('a'), given]), policy)).toEqual(expected);
  });

  test('it is told of what kind it is', () => {
    const policy = policyWith({ documents: ['invoice'] });
    const { leftOut } = planDebtor(debtorFacts([itemFacts('a'), credit()]), termsOn(ON, policy));
    expect(leftOut[0]).toMatchObject({ facts: { kind: 'credit_note' }, until: null });
  });

  test('where no policy says anything about it, it lowers what is asked', () => {
    const terms = { defaultPolicyId: null };
    expect(told(debtorFacts([itemFacts('a', { policyId: 'p' }), credit()]), {}, terms)).toEqual(['a 60']);
  });

  test('an invoice of such a kind is told so once, and asked for nothing', () => {
    const items = [itemFacts('a'), itemFacts('m', { documentKind: 'miscellaneous' })];
    expect(told(debtorFacts(items))).toEqual(['a 100', '-document_kind: m']);
  });
});

describe('what stops a payer stops what it is asked to pay, and no more', () => {
  const hold: HoldFacts = { dueItemId: null, untilOn: null, reason: 'r', by: 'b' };
  const own = compilePolicy({ id: 'own', version: 1, body: policyWith() }, day(ON), 'EUR');
  const family = (payer: Partial<DebtorFacts>, branch: Partial<DebtorFacts> = {}) => {
    const [{ items: _, ...p }, { items: __, ...b }] = [
      debtorFacts([], { id: 'p', ...payer }),
      debtorFacts([], { id: 'b', ...branch }),
    ];
    const items = [
      itemFacts('a', { owedBy: 'b' }),
      itemFacts('own', { owedBy: 'b', policyId: 'own' }),
      itemFacts('paid', { owedBy: 'p' }),
    ];
    return { ...p, items, paysFor: [p, b] };
  };
  const plan = (debtor: DebtorFacts) => {
    const { policies } = termsOn(ON, policyWith({ grouping: 'payer' }));
    return told(debtor, { grouping: 'payer' }, { policies: new Map([...policies, ['own', own]]) });
  };
  test.each<[string, DebtorFacts, string[]]>([
    ['nothing', family({}), ['own 100', 'paid a 200']],
    [
      'a hold on it: what the branch is asked itself goes out',
      family({ holds: [hold] }),
      ['own 100', '-on_hold: paid', '-on_hold: a'],
    ],
    [
      'a notice of it that waits to leave',
      family({ waitingRun: 7 }),
      ['own 100', '-in_another_run: paid', '-in_another_run: a'],
    ],
    [
      'a notice of the branch that waits',
      family({}, { waitingRun: 7 }),
      ['paid 100', '-in_another_run: a own'],
    ],
    [
      'a hold on one item of it',
      family({ holds: [{ ...hold, dueItemId: 'paid' }] }),
      ['own 100', 'a 100', '-on_hold: paid'],
    ],
  ])('%s', (_, debtor, expected) => {
    expect(plan(debtor)).toEqual(expected);
  });
});

describe('the days between two contacts', () => {
  const contacted = (contactedOn: string, change: Partial<Policy> = {}) =>
    planDebtor(
      debtorFacts([itemFacts('a')], { contactedOn: day(contactedOn) }),
      termsOn(ON, policyWith({ contactIntervalDays: 7, ...change })),
    );
  test('say when the last one was, how many there must be, and when the next may be', () => {
    const [held] = contacted('2026-03-25').leftOut;
    expect(held?.facts).toEqual({ contactedOn: '2026-03-25', days: '7' });
    expect(held?.until && isoDay(held.until)).toBe('2026-04-01');
    expect(contacted('2026-03-24').leftOut).toEqual([]);
  });

  test('without an interval a second letter may leave on the same day', () => {
    expect(contacted(ON, { contactIntervalDays: 0 }).notices).toHaveLength(1);
  });
});

describe('an item whose notice waits, beside other steps of it', () => {
  const side = (kind: Step['kind'], days: number): Step => ({
    ...noticeStep(1, 0),
    kind,
    level: null,
    when: { basis: 'due_date', days, count: 'calendar' },
  });
  const early = { dueOn: day('2026-03-28') };
  test.each<[string, Step[], Partial<DebtorFacts>, string[]]>([
    ['the call that is open is made', [side('call', 2), noticeStep(1, 10)], {}, ['a 100']],
    [
      'a call held by the interval tells of the interval, not of the notice',
      [side('call', 2), noticeStep(1, 10)],
      { contactedOn: day('2026-03-29') },
      ['-contacted_recently: a'],
    ],
    [
      'a call that is too early tells of its day alone',
      [side('call', 5), noticeStep(1, 10)],
      { contactedOn: day('2026-03-29') },
      ['-within_grace: a'],
    ],
    [
      'both held by the interval: one reason',
      [side('call', 2), noticeStep(1, 3)],
      { contactedOn: day('2026-03-29') },
      ['-contacted_recently: a'],
    ],
  ])('%s', (_, steps, debtor, expected) => {
    expect(told(debtorFacts([itemFacts('a', early)], debtor), { steps })).toEqual(expected);
  });
});
