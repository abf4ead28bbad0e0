import { expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { day, debtorFacts, itemFacts, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import type { DebtorHistory, ItemHistory } from './debtor-history.ts';
import type { Policy } from './policy.ts';
import { workingDays } from './replay.ts';
import { replayHistory } from './what-if.ts';

const runDays = workingDays('BE', 2026, 2027);

const item = (id: string, change: Partial<ItemHistory> = {}): ItemHistory => ({
  facts: itemFacts(id),
  knownOn: day('2026-01-30'),
  opens: [{ on: day('2026-01-30'), open: 100_00n }],
  steps: [],
  gates: [],
  ...change,
});
const historyOf = (items: ItemHistory[], change: Partial<DebtorHistory> = {}): DebtorHistory => ({
  ...{ debtor: debtorFacts([]), items, holds: [] },
  ...change,
});

function replay(
  history: DebtorHistory,
  span: { from?: string; until?: string; policy?: Partial<Policy> } = {},
) {
  const { from = '2026-03-01', until = '2026-06-30', policy = {} } = span;
  const terms = termsOn(from, policyWith(policy));
  return replayHistory(history, terms, { from: day(from), until: day(until), runDays }).map(
    ({ on, notices }) =>
      `${isoDay(on)} ${notices.map(({ level, lines }) => `${level}:${lines.length}`).join(' ')}`,
  );
}

/** Due on the first of March; ten days, then five after each deadline of fourteen. */
test('levels follow each other from the day they open, on days on which a run takes place', () => {
  expect(replay(historyOf([item('a')]))).toEqual(['2026-03-11 1:1', '2026-03-30 2:1', '2026-04-20 3:1']);
});

test('it ends with its span, that day included', () => {
  expect(replay(historyOf([item('a')]), { until: '2026-03-30' })).toHaveLength(2);
  expect(replay(historyOf([item('a')]), { until: '2026-03-29' })).toHaveLength(1);
});

test('it goes on from where the debtor stood', () => {
  const notice = { deadlineOn: day('2026-03-25'), by: 'mail', announced: false } as const;
  const steps = [{ on: day('2026-03-11'), kind: 'notice', level: 1, times: 1, notice } as const];
  expect(replay(historyOf([item('a', { steps })]), { from: '2026-03-20' })).toEqual([
    '2026-03-30 2:1',
    '2026-04-20 3:1',
  ]);
});

test('what was paid is not asked, and begins anew where it opened again', () => {
  const opens = [
    { on: day('2026-01-30'), open: 100_00n },
    { on: day('2026-03-20'), open: 0n },
    { on: day('2026-04-15'), open: 100_00n },
  ];
  expect(replay(historyOf([item('a', { opens })]))).toEqual([
    '2026-03-11 1:1',
    '2026-04-15 1:1',
    '2026-05-04 2:1',
    '2026-05-26 3:1',
  ]);
});

test('what was held or disputed then is held then', () => {
  const gate = { because: 'disputed', facts: {}, until: null } as const;
  const gates = [{ from: day('2026-03-01'), to: day('2026-04-01'), gate }];
  expect(replay(historyOf([item('a', { gates })]))[0]).toBe('2026-04-01 1:1');
  const hold = { dueItemId: null, untilOn: null, reason: '', by: '' };
  const holds = [{ ...hold, placedOn: day('2026-03-01'), releasedOn: day('2026-03-19') }];
  expect(replay(historyOf([item('a')], { holds }))[0]).toBe('2026-03-19 1:1');
});

test('an invoice that came later joins the letter of its day', () => {
  const later = item('b', { opens: [{ on: day('2026-03-25'), open: 50_00n }] });
  expect(replay(historyOf([item('a'), later]))).toEqual([
    '2026-03-11 1:1',
    '2026-03-25 1:1',
    '2026-03-30 2:1',
    '2026-04-13 2:1',
    '2026-04-20 3:1',
    '2026-05-04 3:1',
  ]);
});
