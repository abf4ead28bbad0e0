import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { READY_POLICY_KEYS, readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { noticeStep, policyWith } from '#test/support/dunning-facts.ts';
import { comparePolicies } from './compare-policies.ts';

const [first, second, third] = [noticeStep(1, 10), noticeStep(2, 5), noticeStep(3, 5)];
const call = noticeStep(1, 3, { kind: 'call', level: null });
const words = (...list: string[]) => ({ kind: 'words', words: list });
const LEVEL_1 = { kind: 'notice', level: 1, nth: 1 };

test.each<[string, Partial<Policy>, object[]]>([
  ['nothing', {}, []],
  ['the order of kinds of document is no change', { documents: ['credit_note', 'invoice'] }, []],
  [
    'a rule',
    { grouping: 'level' },
    [{ step: null, field: 'grouping', before: words('debtor'), after: words('level') }],
  ],
  [
    'a minimum',
    { minimumTotal: '15.00' },
    [
      {
        step: null,
        field: 'minimumTotal',
        before: { kind: 'amount', amount: '0.00' },
        after: { kind: 'amount', amount: '15.00' },
      },
    ],
  ],
  [
    'the calendar',
    { calendar: { holidays: 'BE', quietWeekdays: [7, 6] } },
    [
      { step: null, field: 'holidays', before: words(), after: words('BE') },
      { step: null, field: 'quietWeekdays', before: words(), after: words('6', '7') },
    ],
  ],
  ['a clause that was never stated is none', { lateClause: false }, []],
  [
    'whom it is made for',
    { madeFor: 'consumer' },
    [{ step: null, field: 'madeFor', before: words('any'), after: words('consumer') }],
  ],
])('%s', (_, change, expected) => {
  expect(comparePolicies(policyWith(), policyWith(change))).toEqual(expected);
});

test.each<[string, Step[], object[]]>([
  [
    'days and costs of a step',
    [{ ...first, when: { ...first.when, days: 12 }, fee: { kind: 'fixed', amount: '10.00' } }, second, third],
    [
      {
        step: LEVEL_1,
        field: 'when',
        before: { kind: 'when', when: { basis: 'due_date', days: 10, count: 'calendar' } },
        after: { kind: 'when', when: { basis: 'due_date', days: 12, count: 'calendar' } },
      },
      { step: LEVEL_1, field: 'fee', before: words('none'), after: { kind: 'amount', amount: '10.00' } },
    ],
  ],
  [
    'the last step is gone',
    [first, second],
    [
      {
        step: { kind: 'notice', level: 3, nth: 1 },
        field: 'step',
        before: { kind: 'count', count: 3 },
        after: null,
      },
    ],
  ],
  [
    'a call comes between',
    [first, call, second, third],
    [
      {
        step: { kind: 'call', level: null, nth: 1 },
        field: 'step',
        before: null,
        after: { kind: 'count', count: 2 },
      },
    ],
  ],
])('%s', (_, steps, expected) => {
  expect(comparePolicies(policyWith(), policyWith({ steps }))).toEqual(expected);
});

test('a step that moved is told by where it stands; those it passed by are not', () => {
  const before = policyWith({ steps: [first, call, second] });
  expect(comparePolicies(before, policyWith({ steps: [first, second, call] }))).toMatchObject([
    { step: { kind: 'notice', level: 2 }, field: 'place', before: { count: 3 }, after: { count: 2 } },
    { step: { kind: 'call' }, field: 'place', before: { count: 2 }, after: { count: 3 } },
  ]);
});

test('two policies differ exactly where a change is told; the other way round, before and after change places', () => {
  const bodies = READY_POLICY_KEYS.map((key) => readyPolicyFor(key, { country: 'BE', currency: 'EUR' }));
  fc.assert(
    fc.property(fc.constantFrom(...bodies), fc.constantFrom(...bodies), (a, b) => {
      const forth = comparePolicies(a, b);
      const back = comparePolicies(b, a);
      expect(comparePolicies(a, a)).toEqual([]);
      expect(forth.length).toBe(back.length);
      for (const { step, field, before, after } of forth)
        expect(back).toContainEqual({ step, field, before: after, after: before });
    }),
  );
});

test('a penalty clause is compared by its percentage, its least and its most', () => {
  const asking = (percent: string) =>
    policyWith({ steps: [{ ...first, fee: { kind: 'clause', percent, least: '40.00', most: null } }] });
  const clause = (percent: string) => ({ kind: 'clause', percent, least: '40.00', most: null });
  expect(comparePolicies(asking('10'), asking('10'))).toEqual([]);
  expect(comparePolicies(asking('10'), asking('15'))).toEqual([
    { step: LEVEL_1, field: 'fee', before: clause('10'), after: clause('15') },
  ]);
});

/** A value of a field, before and after; what the field is of. */
const RULES: readonly [string, Partial<Policy>, unknown, unknown][] = [
  ['situation', { situation: 'full' }, words('overdue'), words('full')],
  [
    'documents',
    { documents: ['invoice', 'miscellaneous'] },
    words('credit_note', 'invoice'),
    words('invoice', 'miscellaneous'),
  ],
  [
    'minimumItem',
    { minimumItem: '5.00' },
    { kind: 'amount', amount: '0.00' },
    { kind: 'amount', amount: '5.00' },
  ],
  [
    'contactIntervalDays',
    { contactIntervalDays: 7 },
    { kind: 'count', count: 5 },
    { kind: 'count', count: 7 },
  ],
  [
    'bankDays',
    { bankData: { daysMax: 4, stale: 'ignore' } },
    { kind: 'count', count: 3 },
    { kind: 'count', count: 4 },
  ],
  ['bankStale', { bankData: { daysMax: 3, stale: 'warn' } }, words('ignore'), words('warn')],
  ['lateClause', { lateClause: true }, words('no'), words('yes')],
];
test.each(RULES)('the rule %s is told by its own words', (field, change, before, after) => {
  expect(comparePolicies(policyWith(), policyWith(change))).toEqual([{ step: null, field, before, after }]);
});

const STEPS: readonly [string, Partial<Step>, unknown, unknown][] = [
  ['deadlineDays', { deadlineDays: 15 }, { kind: 'count', count: 14 }, { kind: 'count', count: 15 }],
  ['channels', { channels: ['mail', 'post'] }, words(), words('mail', 'post')],
  ['recipient', { recipient: 'director' }, words('accounts_payable'), words('director')],
  ['copies', { copies: ['director'] }, words(), words('director')],
  ['sender', { sender: 'An' }, { kind: 'text', text: '' }, { kind: 'text', text: 'An' }],
  ['interest', { interest: { kind: 'statutory' } }, words('none'), words('statutory')],
  [
    'interest',
    { interest: { kind: 'contractual', yearlyPercent: '8' } },
    words('none'),
    { kind: 'percent', percent: '8' },
  ],
  ['fee', { fee: { kind: 'statutory' } }, words('none'), words('statutory')],
  [
    'fee',
    { fee: { kind: 'bands', bands: [{ upTo: null, percent: '10' }] } },
    words('none'),
    { kind: 'bands', bands: [{ upTo: null, percent: '10' }] },
  ],
  ['attach', { attach: 'all' }, words('nothing'), words('all')],
  ['mode', { mode: 'automatic' }, words('confirm'), words('automatic')],
  [
    'repeat',
    { repeat: { everyDays: 7, timesMax: 2 } },
    words(),
    { kind: 'repeat', everyDays: 7, timesMax: 2 },
  ],
  ['handTo', { handTo: 'lawyer' }, words(), words('lawyer')],
];
test.each(STEPS)('of a step, %s is told by its own words', (field, change, before, after) => {
  const changed = policyWith({ steps: [{ ...first, ...change }, second, third] });
  expect(comparePolicies(policyWith(), changed)).toEqual([{ step: LEVEL_1, field, before, after }]);
});

test('of steps alike, each is compared with its own', () => {
  const calls = (...days: number[]) =>
    policyWith({
      steps: [first, ...days.map((count) => ({ ...call, when: { ...call.when, days: count } })), second],
    });
  expect(comparePolicies(calls(3, 6), calls(3, 7))).toMatchObject([
    {
      step: { kind: 'call', nth: 2 },
      field: 'when',
      before: { when: { days: 6 } },
      after: { when: { days: 7 } },
    },
  ]);
  expect(comparePolicies(calls(3), calls(3, 7))).toEqual([
    {
      step: { kind: 'call', level: null, nth: 2 },
      field: 'step',
      before: null,
      after: { kind: 'count', count: 3 },
    },
  ]);
});
