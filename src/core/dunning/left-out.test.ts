import { describe, expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import type { HoldFacts, ItemFacts } from './facts.ts';
import { planDebtor } from './plan-debtor.ts';
import type { Policy } from './policy.ts';

const ON = '2026-03-31';
const held = (dueItemId: string, until: string | null): HoldFacts => ({
  dueItemId,
  untilOn: until === null ? null : day(until),
  reason: dueItemId,
  by: 'Ann',
});

function reasons(
  items: readonly ItemFacts[],
  holds: readonly HoldFacts[] = [],
  policy: Partial<Policy> = {},
) {
  const { leftOut } = planDebtor(debtorFacts(items, { holds }), termsOn(ON, policyWith(policy)));
  return leftOut.map(({ because, until, facts, items: of }) => ({
    because,
    until: until === null ? null : isoDay(until),
    first: facts.reason ?? facts.from ?? facts.dueOn,
    items: of.map(({ item, until: own }) => `${item.id} ${own === null ? '-' : isoDay(own)}`),
  }));
}

describe('one reason of several items opens on the first day one of them does, with the facts of that one', () => {
  const [a, b, c] = [itemFacts('a'), itemFacts('b'), itemFacts('c')];
  test.each<[string, HoldFacts[], string | null, string]>([
    ['the second is first', [held('a', '2026-04-20'), held('b', '2026-04-10')], '2026-04-11', 'b'],
    ['the first is first', [held('a', '2026-04-10'), held('b', '2026-04-20')], '2026-04-11', 'a'],
    ['one has no end', [held('a', null), held('b', '2026-04-10')], '2026-04-11', 'b'],
    ['the other has none', [held('a', '2026-04-10'), held('b', null)], '2026-04-11', 'a'],
    ['neither has', [held('a', null), held('b', null)], null, 'a'],
    ['both on one day', [held('a', '2026-04-10'), held('b', '2026-04-10')], '2026-04-11', 'a'],
    ['the third', [held('a', '2026-04-20'), held('b', null), held('c', '2026-04-01')], '2026-04-02', 'c'],
  ])('%s', (_, holds, until, first) => {
    const items = [a, b, c].slice(0, holds.length);
    expect(reasons(items, holds)).toMatchObject([{ because: 'on_hold', until, first }]);
  });

  test('each item keeps its own day', () => {
    const items = [
      itemFacts('a', { dueOn: day('2026-03-28') }),
      itemFacts('b', { dueOn: day('2026-03-25') }),
    ];
    expect(reasons(items)).toEqual([
      {
        because: 'within_grace',
        until: '2026-04-04',
        first: '2026-03-25',
        items: ['b 2026-04-04', 'a 2026-04-07'],
      },
    ]);
  });
});

describe('where a policy has more than notices, each item is told of once', () => {
  const task = noticeStep(1, 0, {
    kind: 'task',
    level: null,
    when: { basis: 'due_date', days: 5, count: 'calendar' },
  });
  const steps = [task, noticeStep(1, 20), noticeStep(2, 5)];
  test('an item that is on what is proposed is not left out as well', () => {
    expect(reasons([itemFacts('a', { dueOn: day('2026-03-20') })], [], { steps })).toEqual([]);
  });

  test('an item that a letter only lists is: it is asked for nothing yet', () => {
    const items = [itemFacts('a'), itemFacts('soon', { dueOn: day('2026-04-20') })];
    const mixed = [...items, itemFacts('tasked', { dueOn: day('2026-03-20') })];
    expect(reasons(mixed, [], { steps, situation: 'full' })).toMatchObject([
      { because: 'not_yet_due', items: ['soon 2026-04-25'] },
    ]);
  });
});
