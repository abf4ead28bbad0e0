import { describe, expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import type { Policy, Step, StepBasis, StepKind } from '#core/dunning/policy.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';

function side(kind: StepKind, basis: StepBasis, days: number, change: Partial<Step> = {}): Step {
  return { ...noticeStep(1, 0), kind, level: null, when: { basis, days, count: 'calendar' }, ...change };
}

/** Task 1 day and call 2 days after the deadline of the first notice, hand-over 3 days after that of the second. */
const STEPS = [
  noticeStep(1, 10),
  side('task', 'previous_deadline', 1),
  side('call', 'previous_deadline', 2),
  noticeStep(2, 5),
  side('hand_over', 'previous_deadline', 3),
];
/** Reminded on 11 March, with time until the 25th. */
const REMINDED: Partial<ItemFacts> = {
  level: 1,
  times: 1,
  notifiedOn: day('2026-03-11'),
  deadlineOn: day('2026-03-25'),
};
const SECOND: Partial<ItemFacts> = { ...REMINDED, level: 2 };
const QUIET = { contactIntervalDays: 0 };

type Given = {
  on: string;
  items?: ItemFacts[];
  steps?: Step[];
  policy?: Partial<Policy>;
  debtor?: Partial<DebtorFacts>;
};

/** 'call 0.1: a' is a call about item a, the first of its kind at level 0; '-within_grace 2026-03-27' a gate and its end. */
function plan({ on, items = [itemFacts('a', REMINDED)], steps = STEPS, policy = {}, debtor = {} }: Given) {
  const { notices, leftOut } = planDebtor(
    debtorFacts(items, debtor),
    termsOn(on, policyWith({ steps, ...policy })),
  );
  return [
    ...notices.map(({ stepKind, level, lines }) => {
      const asked = lines.filter((line) => line.level !== null);
      const times = asked[0]?.times;
      return `${stepKind}${level ? ` ${level}` : ''}${times === 1 ? '' : ` #${times}`}: ${asked.map(({ item }) => item.id).join(' ')}`;
    }),
    ...leftOut.map(({ because, until }) => `-${because}${until === null ? '' : ` ${isoDay(until)}`}`),
  ];
}

describe('steps beside the levels', () => {
  test.each<[string, Given, string[]]>([
    ['the day before the first of them', { on: '2026-03-25' }, ['-within_grace 2026-03-26']],
    ['a task on its day', { on: '2026-03-26' }, ['task: a']],
    ['a call and the task it did not delay', { on: '2026-03-27' }, ['call: a', 'task: a']],
    [
      'the next notice on its own day, though nobody called',
      { on: '2026-03-30' },
      ['notice 2: a', 'task: a'],
    ],
    [
      'what was done is not done again',
      { on: '2026-03-27', items: [itemFacts('a', { ...REMINDED, stepsDone: [done('task'), done('call')] })] },
      ['-within_grace 2026-03-30'],
    ],
    [
      'what was not done at the level before is over',
      { on: '2026-03-26', items: [itemFacts('a', SECOND)] },
      ['-within_grace 2026-03-28'],
    ],
    [
      'a hand-over before its day',
      { on: '2026-03-27', items: [itemFacts('a', SECOND)] },
      ['-within_grace 2026-03-28'],
    ],
    ['a hand-over on its day', { on: '2026-03-28', items: [itemFacts('a', SECOND)] }, ['hand_over: a']],
    [
      'a hand-over is the end',
      { on: '2026-04-28', items: [itemFacts('a', { ...SECOND, stepsDone: [done('hand_over')] })] },
      ['-level_exhausted'],
    ],
    [
      'what is with a lawyer is asked no more',
      {
        on: '2026-04-28',
        items: [
          itemFacts('a', {
            ...SECOND,
            gates: [{ because: 'handed_over', facts: { to: 'lawyer' }, until: null }],
          }),
        ],
      },
      ['-handed_over'],
    ],
    [
      'whoever was contacted is not called',
      { on: '2026-03-27', debtor: { contactedOn: day('2026-03-23') } },
      ['task: a'],
    ],
    [
      'and is, once the interval is over',
      { on: '2026-03-27', debtor: { contactedOn: day('2026-03-22') } },
      ['call: a', 'task: a'],
    ],
    [
      'held, nothing is done at all',
      {
        on: '2026-03-27',
        debtor: { holds: [{ dueItemId: null, untilOn: day('2026-04-01'), reason: '', by: '' }] },
      },
      ['-on_hold 2026-04-02'],
    ],
    [
      'a credit balance is not called about',
      { on: '2026-03-27', items: [itemFacts('a', REMINDED), credit(-100_00n)] },
      ['-credit_balance'],
    ],
    [
      'a cent more is',
      { on: '2026-03-27', items: [itemFacts('a', REMINDED), credit(-99_99n)] },
      ['call: a', 'task: a'],
    ],
    [
      'below the minimum nothing is done',
      { on: '2026-03-27', policy: { minimumTotal: '100.01' } },
      ['-below_minimum'],
    ],
    [
      'at the minimum it is',
      { on: '2026-03-27', policy: { minimumTotal: '100.00' } },
      ['call: a', 'task: a'],
    ],
  ])('%s', (_, given, expected) => {
    expect(plan(given)).toEqual(expected);
  });
});

describe('one contact a day, the one that matters most', () => {
  const CALL = side('call', 'previous_deadline', 1);
  const statement = side('statement', 'due_date', 3);
  const steps = [statement, noticeStep(1, 10), CALL, noticeStep(2, 30)];
  const late = itemFacts('a', REMINDED);
  const fresh = itemFacts('b', { dueOn: day('2026-03-20') });
  test.each<[string, Given, string[]]>([
    [
      'a call before a statement',
      { on: '2026-03-26', items: [late, fresh], steps },
      ['call: a', '-contacted_recently 2026-03-31'],
    ],
    [
      'both without an interval',
      { on: '2026-03-26', items: [late, fresh], steps, policy: QUIET },
      ['call: a', 'statement: b'],
    ],
    [
      'a notice before a call',
      { on: '2026-03-30', items: [late, itemFacts('b', { dueOn: day('2026-03-20') })], steps },
      ['notice 1: b', '-contacted_recently 2026-04-04'],
    ],
    [
      'in another currency too',
      { on: '2026-03-26', items: [late, { ...fresh, currency: 'USD' }], steps },
      ['call: a', '-contacted_recently 2026-03-31'],
    ],
  ])('%s', (_, given, expected) => {
    expect(plan(given)).toEqual(expected);
  });
});

describe('when a step opens', () => {
  const only = (step: Step) => [step, noticeStep(1, 60)];
  test.each<[string, Step, string, boolean]>([
    ['before the due date, a day too early', side('call', 'due_date', -3), '2026-02-25', false],
    ['before the due date', side('call', 'due_date', -3), '2026-02-26', true],
    ['after the issue date, a day too early', side('acceptance', 'issue_date', 8), '2026-02-08', false],
    ['after the issue date', side('acceptance', 'issue_date', 8), '2026-02-09', true],
    ['an invoice is accepted until it is due', side('acceptance', 'issue_date', 8), '2026-03-01', true],
    ['and not when it is late', side('acceptance', 'issue_date', 8), '2026-03-02', false],
    [
      'after the end of the month, a day too early',
      side('statement', 'end_of_month', 5),
      '2026-04-04',
      false,
    ],
    ['after the end of the month', side('statement', 'end_of_month', 5), '2026-04-05', true],
    [
      'in working days, the Monday',
      side('call', 'due_date', 5, { when: { basis: 'due_date', days: 5, count: 'working' } }),
      '2026-03-05',
      false,
    ],
    [
      'in working days, the Friday',
      side('call', 'due_date', 5, { when: { basis: 'due_date', days: 5, count: 'working' } }),
      '2026-03-06',
      true,
    ],
  ])('%s', (_, step, on, opens) => {
    const calendar = { holidays: null, quietWeekdays: [6, 7] };
    const found = plan({ on, items: [itemFacts('a')], steps: only(step), policy: { calendar } });
    expect(found[0]?.startsWith(step.kind)).toBe(opens);
  });

  test('a second call after the first one only, and not on the same day of an outage', () => {
    const steps = [
      noticeStep(1, 10),
      side('call', 'previous_deadline', 1),
      side('call', 'previous_deadline', 4),
      noticeStep(2, 30),
    ];
    const once = itemFacts('a', { ...REMINDED, stepsDone: [done('call')] });
    expect(plan({ on: '2026-04-05', steps })).toEqual(['call: a']);
    expect(plan({ on: '2026-03-28', steps, items: [once] })).toEqual(['-within_grace 2026-03-29']);
    expect(plan({ on: '2026-03-29', steps, items: [once] })).toEqual(['call #2: a']);
  });

  test('the last step repeats as often as it says', () => {
    const steps = [
      noticeStep(1, 10),
      side('statement', 'previous_deadline', 1, { repeat: { everyDays: 30, timesMax: 2 } }),
    ];
    const stated = (times: number) => [
      itemFacts('a', { ...REMINDED, stepsDone: [{ kind: 'statement', times, on: day('2026-03-26') }] }),
    ];
    expect(plan({ on: '2026-04-24', steps, items: stated(1) })).toEqual(['-within_grace 2026-04-25']);
    expect(plan({ on: '2026-04-25', steps, items: stated(1) })).toEqual(['statement #2: a']);
    expect(plan({ on: '2026-04-25', steps, items: stated(2) })).toEqual(['statement #3: a']);
    expect(plan({ on: '2026-04-25', steps, items: stated(3) })).toEqual(['-level_exhausted']);
  });
});

test('a statement lists all that is open, and its total is what is late of it', () => {
  const steps = [side('statement', 'due_date', 3), noticeStep(1, 30)];
  const items = [
    itemFacts('a'),
    itemFacts('late', { dueOn: day('2026-03-03'), open: 50_00n }),
    itemFacts('soon', { dueOn: day('2026-04-01'), open: 25_00n }),
    credit(-10_00n),
  ];
  const [statement] = planDebtor(debtorFacts(items), termsOn('2026-03-04', policyWith({ steps }))).notices;
  expect(statement?.lines.map(({ item, level, open }) => [item.id, level, open])).toEqual([
    ['a', 0, 100_00n],
    ['late', null, 50_00n],
    ['soon', null, 25_00n],
    ['credit', null, -10_00n],
  ]);
  expect(statement?.open).toBe(140_00n);
});

function done(kind: StepKind) {
  return { kind, times: 1, on: day('2026-03-26') };
}

function credit(open: bigint): ItemFacts {
  return itemFacts('credit', { documentKind: 'credit_note', open });
}
