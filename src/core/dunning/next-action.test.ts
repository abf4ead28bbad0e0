import { expect, test } from 'vitest';
import type { DebtorFacts, GivenGate, ItemFacts } from '#core/dunning/facts.ts';
import type { Step } from '#core/dunning/policy.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import { nextAction } from './next-action.ts';
import { EVERY_DAY, workingDays } from './replay.ts';

const step = (level: number, basis: Step['when']['basis'], days: number) =>
  noticeStep(level, days, { when: { basis, days, count: 'calendar' } });
const POLICY = policyWith({
  documents: ['invoice'],
  steps: [step(1, 'due_date', 10), step(2, 'previous_deadline', 5)],
});
const TERMS = termsOn('2026-03-31', POLICY);
const ITEM = itemFacts('i1', { documentNumber: 'F1' });
const DEBTOR = debtorFacts([ITEM], { id: 'd1', language: 'fr' });
const hold = (until: string) => ({ dueItemId: null, untilOn: day(until), reason: 'x', by: 'y' });

test.each<[string, Partial<ItemFacts>, Partial<DebtorFacts>, object]>([
  ['ten days late on the day', { dueOn: day('2026-03-21') }, {}, { level: 1, on: '2026-03-31' }],
  ['nine days late: tomorrow', { dueOn: day('2026-03-22') }, {}, { level: 1, on: '2026-04-01' }],
  ['on hold to 10 April: the day after', {}, { holds: [hold('2026-04-10')] }, { level: 1, on: '2026-04-11' }],
  [
    'on hold, and not yet ten days late behind it',
    { dueOn: day('2026-04-05') },
    { holds: [hold('2026-04-10')] },
    { level: 1, on: '2026-04-15' },
  ],
  ['contacted four days ago', {}, { contactedOn: day('2026-03-27') }, { level: 1, on: '2026-04-01' }],
  [
    'level 1 with its deadline: five days after it',
    { level: 1, times: 1, notifiedOn: day('2026-03-20'), deadlineOn: day('2026-04-03') },
    {},
    { level: 2, on: '2026-04-08' },
  ],
  [
    'the last level is done',
    { level: 2, times: 1, notifiedOn: day('2026-03-01'), deadlineOn: day('2026-03-15') },
    {},
    { kind: null, because: 'level_exhausted' },
  ],
])('%s', (_, item, debtor, expected) => {
  const facts = { ...DEBTOR, items: [{ ...ITEM, ...item }], ...debtor };
  expect(nextAction(facts, TERMS, { itemId: null, runDays: EVERY_DAY })).toMatchObject(expected);
});

test('of one item only that item is told; a credit is reminded of nothing', () => {
  const late = { ...ITEM, id: 'i2', dueOn: day('2026-03-25') };
  const credit = { ...ITEM, id: 'c1', open: -50_00n };
  const debtor = { ...DEBTOR, items: [ITEM, late, credit] };
  const of = (itemId: string) => nextAction(debtor, TERMS, { itemId, runDays: EVERY_DAY });
  expect(of('i1')).toMatchObject({ level: 1, on: '2026-03-31' });
  // Ten days late on 4 April; but the debtor is written to about the other one on 31 March.
  expect(of('i2')).toMatchObject({ level: 1, on: '2026-04-05' });
  expect(of('c1')).toBeNull();
});

test('it waits for a day on which a run takes place', () => {
  const debtor = { ...DEBTOR, items: [{ ...ITEM, dueOn: day('2026-03-25') }] };
  // Saturday the 4th; Monday the 6th is Easter Monday.
  const runDays = workingDays('BE', 2026, 2026);
  expect(nextAction(debtor, TERMS, { itemId: null, runDays })).toMatchObject({ on: '2026-04-07' });
});

test.each<[string, Partial<ItemFacts>[], object | null]>([
  // several items, none of which will ever be asked for by itself, or only later than anybody looks
  [
    'the gate that opens first',
    [{ gates: [closed('disputed', null)] }, { gates: [closed('promised', '2028-03-01')] }],
    { because: 'promised', until: '2028-03-01' },
  ],
  [
    'whichever comes first',
    [{ gates: [closed('promised', '2028-03-01')] }, { gates: [closed('disputed', null)] }],
    { because: 'promised', until: '2028-03-01' },
  ],
  [
    'the nearer of two days',
    [{ gates: [closed('waiting_by_law', '2028-03-02')] }, { gates: [closed('promised', '2028-03-01')] }],
    { because: 'promised', until: '2028-03-01' },
  ],
  [
    'where none opens, the first that was met',
    [{ gates: [closed('disputed', null)] }, { directDebit: true }],
    { because: 'disputed', until: null },
  ],
  ['a credit stands in the way of nothing', [{ open: -1n, documentKind: 'credit_note' }], null],
])('where no day is in sight: %s', (_, given, expected) => {
  const items = given.map((item, at) => itemFacts(`i${at}`, item));
  const found = nextAction({ ...DEBTOR, items }, TERMS, { itemId: null, runDays: EVERY_DAY });
  expect(found && 'facts' in found ? { because: found.because, until: found.until } : found).toEqual(
    expected,
  );
});

test('the gate carries its facts', () => {
  const gates = [{ because: 'disputed' as const, facts: { reason: 'price' }, until: null }];
  const found = nextAction({ ...DEBTOR, items: [itemFacts('a', { gates })] }, TERMS, {
    itemId: 'a',
    runDays: EVERY_DAY,
  });
  expect(found).toEqual({ kind: null, because: 'disputed', facts: { reason: 'price' }, until: null });
});

test('of two steps on one day the higher is told', () => {
  const reminded = { level: 1, times: 1, notifiedOn: day('2026-03-10'), deadlineOn: day('2026-03-24') };
  const next = (items: readonly ItemFacts[]) =>
    nextAction({ ...DEBTOR, items }, TERMS, { itemId: null, runDays: EVERY_DAY });
  const [first, second] = [itemFacts('a'), itemFacts('b', reminded)];
  expect(next([first, second])).toMatchObject({ level: 2, on: '2026-03-31' });
  expect(next([second, first])).toMatchObject({ level: 2, on: '2026-03-31' });
});

test('of those that one pays for, each is told what comes for itself', () => {
  const { items: _, ...payer } = DEBTOR;
  const branch = { ...payer, id: 'b1' };
  const items = [itemFacts('own', { dueOn: day('2026-03-29') }), itemFacts('a', { owedBy: 'b1' })];
  const next = (ownerId: string | null) =>
    nextAction({ ...payer, items, paysFor: [payer, branch] }, TERMS, {
      itemId: null,
      ownerId,
      runDays: EVERY_DAY,
    });
  expect(next('b1')).toMatchObject({ level: 1, on: '2026-03-31' });
  expect(next('d1')).toMatchObject({ level: 1, on: '2026-04-08' });
  expect(next(null)).toMatchObject({ level: 1, on: '2026-03-31' });
  expect(next('nobody')).toBeNull();
});

function closed(because: GivenGate['because'], until: string | null): GivenGate {
  return { because, facts: {}, until: until === null ? null : day(until) };
}
