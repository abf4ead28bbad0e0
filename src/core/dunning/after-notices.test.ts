import { expect, test } from 'vitest';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import { afterNotices, asksForFirstNotice, ownerOf } from './after-notices.ts';
import type { DebtorFacts, ItemFacts } from './facts.ts';
import { planDebtor } from './plan-debtor.ts';
import type { Policy, Step } from './policy.ts';

const ON = '2026-03-31';
const LAW = { country: 'BE', rates: STATUTORY_RATES };
const side = (kind: Step['kind'], change: Partial<Step> = {}) =>
  noticeStep(0, 5, { kind, level: null, when: { basis: 'due_date', days: 5, count: 'calendar' }, ...change });

/** The debtor after all that the policy proposes for it on the last of March. */
function after(
  items: ItemFacts[],
  policy: Partial<Policy> = {},
  debtor: Partial<DebtorFacts> = {},
  law: typeof LAW | null = null,
) {
  const facts = debtorFacts(items, debtor);
  const terms = { ...termsOn(ON, policyWith(policy)), law };
  return afterNotices(facts, planDebtor(facts, terms).notices, day(ON), terms);
}

test('nothing issued, nothing changes: it is the very same', () => {
  const debtor = debtorFacts([itemFacts('a')]);
  expect(afterNotices(debtor, [], day(ON), termsOn(ON))).toBe(debtor);
});

test('a reminder raises its items, gives them their deadline, and counts as a contact', () => {
  const items = [itemFacts('a'), itemFacts('b', { dueOn: day('2026-03-30') })];
  const found = after(items);
  expect(found.contactedOn).toBe(day(ON));
  expect(found.items[0]).toMatchObject({
    ...{ level: 1, times: 1, notifiedOn: day(ON), deadlineOn: day('2026-04-14') },
  });
  expect(found.items[1]).toBe(items[1]);
});

test('what is only listed keeps its level', () => {
  const items = [itemFacts('a'), itemFacts('u', { dueOn: day('2026-05-01') })];
  expect(after(items, { situation: 'full' }).items[1]).toBe(items[1]);
});

test('what was done beside a level counts no more at the next, and stays where the level is repeated', () => {
  const done = [{ kind: 'call', times: 1, on: day('2026-03-10') }] as const;
  const before = {
    level: 1,
    times: 1,
    notifiedOn: day('2026-03-01'),
    deadlineOn: day('2026-03-10'),
    stepsDone: done,
  };
  const raised = after([itemFacts('a', before)]);
  expect(raised.items[0]).toMatchObject({ level: 2 });
  expect(raised.items[0]).not.toHaveProperty('stepsDone');
  const steps = [noticeStep(1, 10, { repeat: { everyDays: 5, timesMax: 3 } })];
  const repeated = after([itemFacts('a', before)], { steps });
  expect(repeated.items[0]).toMatchObject({ level: 1, times: 2, stepsDone: done });
});

test('a courtesy is remembered by its day, and raises nothing', () => {
  const courtesy = noticeStep(0, -5, {
    kind: 'courtesy',
    level: null,
    when: { basis: 'due_date', days: -5, count: 'calendar' },
  });
  const found = after([itemFacts('a', { dueOn: day('2026-04-03') })], {
    steps: [courtesy, noticeStep(1, 10)],
  });
  expect(found.items[0]).toMatchObject({ courtesyOn: day(ON), level: 0, notifiedOn: null });
});

test('a call is done, and a contact; a task is done, and none', () => {
  const called = after([itemFacts('a', { dueOn: day('2026-03-26') })], {
    steps: [side('call'), noticeStep(1, 10)],
  });
  expect(called.contactedOn).toBe(day(ON));
  expect(called.items[0]?.stepsDone).toEqual([{ kind: 'call', times: 1, on: day(ON) }]);
  const done = [{ kind: 'call', times: 1, on: day('2026-03-30') }] as const;
  const tasked = after([itemFacts('a', { dueOn: day('2026-03-26'), stepsDone: done })], {
    steps: [side('task'), noticeStep(1, 10)],
  });
  expect(tasked.contactedOn).toBeNull();
  expect(tasked.items[0]?.stepsDone).toEqual([...done, { kind: 'task', times: 1, on: day(ON) }]);
});

test.each([
  [undefined, 'collector'],
  ['lawyer', 'lawyer'],
] as const)('handed over to %s, an item rests with the %s', (handTo, to) => {
  const gate = { because: 'probably_paid', facts: {}, until: null } as const;
  const reached = {
    level: 1,
    times: 1,
    notifiedOn: day('2026-03-01'),
    deadlineOn: day('2026-03-10'),
    gates: [],
  };
  const handOver = noticeStep(0, 5, { kind: 'hand_over', level: null, ...(handTo && { handTo }) });
  const found = after([itemFacts('a', reached), itemFacts('b', { gates: [gate] })], {
    steps: [noticeStep(1, 10), handOver],
  });
  expect(found.items[0]?.gates).toEqual([{ because: 'handed_over', facts: { to }, until: null }]);
  expect(found.items[0]?.stepsDone).toEqual([{ kind: 'hand_over', times: 1, on: day(ON) }]);
});

test('of a payer’s family, whoever was written to was contacted, and the others were not', () => {
  const { items: _none, ...child } = debtorFacts([], { id: 'child', contactedOn: day('2026-01-01') });
  const { items: _own, ...payer } = debtorFacts([]);
  const items = [itemFacts('a'), itemFacts('b', { owedBy: 'child' })];
  const found = after(items, { grouping: 'payer' }, { paysFor: [payer, child] });
  expect(found.contactedOn).toBe(day(ON));
  expect(found.paysFor?.map(({ id, contactedOn }) => [id, contactedOn])).toEqual([
    ['d', day(ON)],
    ['child', day('2026-01-01')],
  ]);
  expect(ownerOf({ owedBy: 'child' }, found).id).toBe('child');
  expect(ownerOf({ owedBy: 'stranger' }, found).id).toBe('d');
});

test('the first reminder that tells a Belgian consumer of costs to come is remembered, once', () => {
  const costly: Partial<Policy> = {
    steps: [noticeStep(1, 10), noticeStep(2, 5, { fee: { kind: 'statutory' } })],
    lateClause: true,
  };
  const consumer = { kind: 'consumer' } as const;
  expect(after([itemFacts('a')], costly, consumer, LAW).items[0]?.firstNotice).toEqual({
    sentOn: day(ON),
    by: 'mail',
  });
  expect(after([itemFacts('a')], costly, consumer).items[0]).not.toHaveProperty('firstNotice');
  expect(after([itemFacts('a')], costly, {}, LAW).items[0]).not.toHaveProperty('firstNotice');
  const firstNotice = { sentOn: day('2026-03-01'), by: 'post' } as const;
  expect(after([itemFacts('a', { firstNotice })], costly, consumer, LAW).items[0]?.firstNotice).toEqual(
    firstNotice,
  );
});

test.each([
  ['consumer', 'EUR', true],
  ['business', 'EUR', false],
  ['business', 'XOF', true],
] as const)('of a %s in %s the law may ask for a first reminder: %s', (kind, companyCurrency, asks) => {
  expect(asksForFirstNotice({ kind }, { companyCurrency })).toBe(asks);
});
