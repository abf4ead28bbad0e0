import { expect, test } from 'vitest';
import { day, debtorFacts, itemFacts } from '#test/support/dunning-facts.ts';
import {
  contactedBefore,
  type DebtorHistory,
  daysOfChange,
  debtorOn,
  type ItemHistory,
  openedAgain,
  openOn,
  type StepThen,
} from './debtor-history.ts';

const OPENS = [
  { on: day('2026-01-10'), open: 100_00n },
  { on: day('2026-02-10'), open: 0n },
  { on: day('2026-03-10'), open: 40_00n },
];

function itemWith(change: Partial<ItemHistory> = {}): ItemHistory {
  return {
    facts: itemFacts('a', { level: 2, times: 1 }),
    knownOn: day('2026-01-10'),
    opens: [{ on: day('2026-01-10'), open: 100_00n }],
    steps: [],
    gates: [],
    ...change,
  };
}

function historyOf(items: ItemHistory[], change: Partial<DebtorHistory> = {}): DebtorHistory {
  return { debtor: debtorFacts([], { waitingRun: 7 }), items, holds: [], ...change };
}

const notice = (on: string, level: number, change: Partial<StepThen> = {}): StepThen => ({
  on: day(on),
  kind: 'notice',
  level,
  times: 1,
  notice: { deadlineOn: day(on) + 14, by: 'mail', announced: false },
  ...change,
});

/** How the item stood on the morning of a day. */
function stood(steps: readonly StepThen[], on: string, change: Partial<ItemHistory> = {}) {
  const [item] = debtorOn(historyOf([itemWith({ steps, ...change })]), day(on), true).items;
  return item;
}

test.each([
  ['2026-01-09', 0n],
  ['2026-01-10', 100_00n],
  ['2026-02-09', 100_00n],
  ['2026-02-10', 0n],
  ['2026-03-10', 40_00n],
])('on %s, %s was open', (on, open) => {
  expect(openOn({ opens: OPENS }, day(on))).toBe(open);
});

test.each([
  ['2026-03-09', Number.NEGATIVE_INFINITY],
  ['2026-03-10', day('2026-03-10')],
  ['2026-12-31', day('2026-03-10')],
])('by %s it had opened again since %s', (on, since) => {
  expect(openedAgain({ opens: OPENS }, day(on))).toBe(since);
  expect(openedAgain({ opens: OPENS.slice(0, 1) }, day(on))).toBe(Number.NEGATIVE_INFINITY);
});

test('the days on which something changed, each once, in order', () => {
  const gate = { because: 'disputed', facts: {}, until: null } as const;
  const gates = [
    { from: day('2026-03-01'), to: day('2026-03-05'), gate },
    { from: day('2026-01-20'), to: null, gate },
  ];
  const hold = { dueItemId: null, untilOn: null, reason: '', by: '' };
  const holds = [
    { ...hold, placedOn: day('2026-02-10'), releasedOn: null },
    { ...hold, placedOn: day('2026-02-11'), releasedOn: day('2026-02-12') },
  ];
  expect(daysOfChange(historyOf([itemWith({ opens: OPENS, gates })], { holds }))).toEqual(
    [
      '2026-01-10',
      '2026-01-20',
      '2026-02-10',
      '2026-02-11',
      '2026-02-12',
      '2026-03-01',
      '2026-03-05',
      '2026-03-10',
    ].map(day),
  );
});

test('the debtor of a day has the items that were open, and waits in no run', () => {
  const other = itemWith({ facts: itemFacts('b'), opens: [{ on: day('2026-02-01'), open: -5_00n }] });
  const of = (on: string) => debtorOn(historyOf([itemWith({ opens: OPENS }), other]), day(on), false);
  expect(of('2026-01-31').items.map(({ id, open }) => [id, open])).toEqual([['a', 100_00n]]);
  expect(of('2026-02-10').items.map(({ id, open }) => [id, open])).toEqual([['b', -5_00n]]);
  expect(of('2026-02-10').waitingRun).toBeNull();
});

test('what went out on a day counts from the next', () => {
  const steps = [notice('2026-02-01', 1), notice('2026-03-01', 2)];
  expect(stood(steps, '2026-02-01')).toMatchObject({
    level: 0,
    times: 0,
    notifiedOn: null,
    deadlineOn: null,
  });
  expect(stood(steps, '2026-02-02')).toMatchObject({
    ...{ level: 1, times: 1, notifiedOn: day('2026-02-01'), deadlineOn: day('2026-02-15') },
  });
  expect(stood(steps, '2026-03-02')).toMatchObject({ level: 2, notifiedOn: day('2026-03-01') });
});

test('one that was paid and opened again begins anew', () => {
  const steps = [notice('2026-02-01', 1), notice('2026-03-10', 1, { times: 2 })];
  expect(stood(steps, '2026-03-10', { opens: OPENS })).toMatchObject({ level: 0, notifiedOn: null });
  expect(stood(steps, '2026-03-11', { opens: OPENS })).toMatchObject({ level: 1, times: 2 });
});

test('a level set by hand keeps the days of the letter before it', () => {
  const byHand = notice('2026-02-20', 3, { notice: null });
  const setBack = notice('2026-02-25', 0, { notice: null });
  expect(stood([notice('2026-02-01', 1), byHand, setBack], '2026-03-01')).toMatchObject({ level: 0 });
  expect(stood([notice('2026-02-01', 1), byHand], '2026-03-01')).toMatchObject({
    ...{ level: 3, notifiedOn: day('2026-02-01'), deadlineOn: day('2026-02-15') },
  });
});

test('a courtesy is remembered by its day; what is done beside the levels, until the next level', () => {
  const courtesy = notice('2026-01-20', 0, { kind: 'courtesy' });
  const call = notice('2026-02-05', 0, { kind: 'call', times: 2 });
  const steps = [courtesy, notice('2026-02-01', 1), call];
  expect(stood(steps, '2026-02-10')).toMatchObject({
    courtesyOn: day('2026-01-20'),
    level: 1,
    stepsDone: [{ kind: 'call', times: 2, on: day('2026-02-05') }],
  });
  expect(stood([...steps, notice('2026-03-01', 2)], '2026-03-02')).not.toHaveProperty('stepsDone');
  const repeated = [...steps, notice('2026-03-01', 1, { times: 2 })];
  expect(stood(repeated, '2026-03-02')?.stepsDone).toHaveLength(1);
});

test('the first letter that told of costs is remembered where the law asks for one', () => {
  const told = (on: string, by: 'mail' | 'post') =>
    notice(on, 1, { notice: { deadlineOn: day(on) + 14, by, announced: true } });
  const steps = [notice('2026-02-01', 1), told('2026-02-10', 'post'), told('2026-02-20', 'mail')];
  expect(stood(steps, '2026-02-10')).not.toHaveProperty('firstNotice');
  expect(stood(steps, '2026-03-01')).toMatchObject({
    firstNotice: { sentOn: day('2026-02-10'), by: 'post' },
  });
  const [item] = debtorOn(historyOf([itemWith({ steps })]), day('2026-03-01'), false).items;
  expect(item).not.toHaveProperty('firstNotice');
});

test.each([
  ['2026-02-28', 0],
  ['2026-03-01', 1],
  ['2026-03-04', 1],
  ['2026-03-05', 0],
])('on %s, %i gates and holds stood', (on, count) => {
  const gate = { because: 'disputed', facts: {}, until: null } as const;
  const days = [day('2026-03-01'), day('2026-03-05')] as const;
  const gates = [{ from: days[0], to: days[1], gate }];
  const hold = { dueItemId: null, untilOn: null, reason: '', by: '' };
  const holds = [{ ...hold, placedOn: days[0], releasedOn: days[1] }];
  const found = debtorOn(historyOf([itemWith({ gates })], { holds }), day(on), false);
  expect([found.items[0]?.gates?.length, found.holds.length]).toEqual([count, count]);
});

test('what has no end stands for good; what never was is left out', () => {
  const gate = { because: 'disputed', facts: {}, until: null } as const;
  const standing = itemWith({ gates: [{ from: day('2026-03-01'), to: null, gate }] });
  const hold = { dueItemId: null, untilOn: null, reason: '', by: '' };
  const holds = [{ ...hold, placedOn: day('2026-03-01'), releasedOn: null }];
  const found = debtorOn(historyOf([standing], { holds }), day('2027-01-01'), false);
  expect([found.items[0]?.gates, found.holds.length]).toEqual([[gate], 1]);
  expect(stood([], '2026-03-01')).not.toHaveProperty('gates');
  // Gates of today are none of the past's.
  expect(stood([], '2026-03-01', { facts: itemFacts('a', { gates: [gate] }) })?.gates).toEqual([]);
});

test.each<[string, string | null, string, string | null]>([
  ['never', null, '2026-02-01', null],
  ['by a letter the day before', null, '2026-02-02', '2026-02-01'],
  ['by a letter of the day itself, not yet', null, '2026-02-01', null],
  ['otherwise, after the letter', '2026-02-10', '2026-02-11', '2026-02-10'],
  ['otherwise, on the day itself', '2026-02-10', '2026-02-10', '2026-02-01'],
  ['otherwise, before the letter', '2026-01-05', '2026-02-11', '2026-02-01'],
])('contacted %s', (_, contactedOn, on, expected) => {
  const byHand = notice('2026-02-05', 3, { notice: null });
  const debtor = debtorFacts([], { contactedOn: contactedOn === null ? null : day(contactedOn) });
  const history = historyOf([itemWith({ steps: [notice('2026-02-01', 1), byHand] })], { debtor });
  expect(contactedBefore(history, day(on))).toBe(expected === null ? null : day(expected));
});
