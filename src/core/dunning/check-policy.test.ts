import { expect, test } from 'vitest';
import { checkPolicy } from './check-policy.ts';
import { checkStep } from './check-step.ts';
import type { Policy, Step } from './policy.ts';
import { readyPolicyFor } from './ready-policies.ts';

const fine = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
const [first, second, last] = fine.steps as [Step, Step, Step];
const courtesy = readyPolicyFor('fr_standard', { country: 'FR', currency: 'EUR' }).steps[0] as Step;

const found = (policy: Policy) =>
  checkPolicy(policy, 'EUR', 'BE').map(({ code, step, field }) => `${code} ${step ?? 'policy'} ${field}`);
const withSteps = (...steps: Step[]) => found({ ...fine, steps });
const notices = (count: number): Step[] =>
  Array.from({ length: count }, (_, index) => ({ ...(index ? second : first), level: index + 1 }));
const days = (step: Step, count: number): Step => ({ ...step, when: { ...step.when, days: count } });

test('a policy that is fine has no problem', () => {
  expect(found(fine)).toEqual([]);
  expect(withSteps(courtesy, first, second, last)).toEqual([]);
});

test.each([
  // notices -> problem
  [0, ['policy_without_notice policy steps']],
  [1, []],
  [9, []],
  [10, ['policy_too_many_levels policy steps']],
])('%i notices', (count, problems) => {
  expect(withSteps(...notices(count))).toEqual(problems);
});

test('levels count one by one from 1, on notices alone', () => {
  expect(withSteps({ ...first, level: 2 })).toEqual(['policy_level_out_of_order 0 level']);
  expect(withSteps(first, { ...second, level: 3 })).toEqual(['policy_level_out_of_order 1 level']);
  expect(withSteps(first, { ...second, level: null })).toEqual(['policy_level_out_of_order 1 level']);
  expect(withSteps({ ...courtesy, level: 1 }, first)).toEqual(['policy_level_not_wanted 0 level']);
  expect(withSteps(first, { ...second, kind: 'call', level: null }, { ...last, level: 2 })).toEqual([]);
});

test('a courtesy reminder comes first, before the due date, and costs nothing', () => {
  expect(withSteps(first, courtesy)).toEqual(['policy_courtesy_not_first 1 kind']);
  expect(withSteps(courtesy, courtesy, first)).toEqual(['policy_courtesy_not_first 1 kind']);
  expect(withSteps(days(courtesy, -1), first)).toEqual([]);
  expect(withSteps(days(courtesy, -60), first)).toEqual([]);
  expect(withSteps(days(courtesy, -61), first)).toEqual(['policy_days_out_of_range 0 when.days']);
  expect(withSteps(days(courtesy, 0), first)).toEqual(['policy_courtesy_not_before_due 0 when.days']);
  expect(withSteps({ ...courtesy, when: { ...courtesy.when, basis: 'issue_date' } }, first)).toEqual([
    'policy_courtesy_not_before_due 0 when.days',
  ]);
  expect(withSteps({ ...courtesy, fee: { kind: 'fixed', amount: '5.00' } }, first)).toEqual([
    'policy_courtesy_costs 0 fee',
  ]);
});

test('what is no reminder asks for no costs', () => {
  const call: Step = { ...second, kind: 'call', level: null };
  const costly: Step = { ...call, fee: { kind: 'statutory' } };
  expect(withSteps(first, call)).toEqual([]);
  expect(withSteps(first, costly)).toEqual(['policy_step_costs 1 fee']);
  expect(withSteps(first, { ...call, interest: { kind: 'statutory' } })).toEqual([
    'policy_step_costs 1 interest',
  ]);
});

test('a hand-over follows a reminder, and nothing follows it', () => {
  const handOver: Step = { ...second, kind: 'hand_over', level: null };
  const early: Step = { ...handOver, when: { basis: 'due_date', days: 10, count: 'calendar' } };
  expect(withSteps(first, handOver)).toEqual([]);
  expect(withSteps(early, first)).toEqual([
    'policy_hand_over_without_notice 0 kind',
    'policy_after_hand_over 1 kind',
  ]);
  expect(withSteps(first, handOver, second)).toEqual(['policy_after_hand_over 2 kind']);
});

test.each([
  // days from the due date of a call before the first notice -> problem
  [-61, ['policy_days_out_of_range 0 when.days']],
  [-60, []],
  [365, []],
  [366, ['policy_days_out_of_range 0 when.days']],
])('a call %i days from the due date', (count, problems) => {
  expect(withSteps(days({ ...first, kind: 'call', level: null }, count), first)).toEqual(problems);
});

test.each([
  // days from the due date -> problem of a first notice
  [0, ['policy_days_out_of_range 0 when.days']],
  [1, []],
  [365, []],
  [366, ['policy_days_out_of_range 0 when.days']],
  [1.5, ['policy_days_out_of_range 0 when.days']],
  [-3, ['policy_days_out_of_range 0 when.days']],
])('a first notice %d days after the due date', (count, problems) => {
  expect(withSteps(days(first, count))).toEqual(problems);
});

test('a later notice counts from the deadline before it, or from a due date no earlier than that', () => {
  const fromDue = (count: number): Step => ({
    ...second,
    when: { basis: 'due_date', days: count, count: 'calendar' },
  });
  // The first opens on day 10 and gives 14 days: its deadline is day 24.
  expect(withSteps(first, fromDue(23))).toEqual(['policy_step_too_early 1 when.days']);
  expect(withSteps(first, fromDue(24))).toEqual([]);
  expect(withSteps({ ...second, level: 1 })).toEqual(['policy_basis_without_notice 0 when.basis']);
  expect(withSteps(courtesy, { ...second, level: 1 })).toEqual(['policy_basis_without_notice 1 when.basis']);
});

test.each([
  [-1, ['policy_deadline_out_of_range 0 deadlineDays']],
  [0, []],
  [180, []],
  [181, ['policy_deadline_out_of_range 0 deadlineDays']],
])('%i days to pay', (deadlineDays, problems) => {
  expect(withSteps({ ...first, deadlineDays })).toEqual(problems);
});

test('only the last step repeats, within reason', () => {
  const repeat = (step: Step, everyDays: number, timesMax: number) => ({
    ...step,
    repeat: { everyDays, timesMax },
  });
  expect(withSteps(repeat(first, 7, 2), second)).toEqual(['policy_repeat_not_last 0 repeat']);
  expect(withSteps(first, repeat(second, 7, 2))).toEqual([]);
  expect(withSteps(first, repeat(second, 0, 2))).toEqual(['policy_repeat_out_of_range 1 repeat.everyDays']);
  expect(withSteps(first, repeat(second, 1, 100))).toEqual(['policy_repeat_out_of_range 1 repeat.timesMax']);
});

test.each([
  ['8.50', []],
  ['100', []],
  ['100.01', ['policy_rate_unreadable 0 interest.yearlyPercent']],
  ['8,5', ['policy_rate_unreadable 0 interest.yearlyPercent']],
  ['-1', ['policy_rate_unreadable 0 interest.yearlyPercent']],
  ['', ['policy_rate_unreadable 0 interest.yearlyPercent']],
])('interest of %s %%', (yearlyPercent, problems) => {
  expect(withSteps({ ...first, interest: { kind: 'contractual', yearlyPercent } })).toEqual(problems);
});

test('amounts read in the currency of the company and are not below zero', () => {
  expect(found({ ...fine, minimumItem: '0', minimumTotal: '12.50' })).toEqual([]);
  expect(found({ ...fine, minimumItem: '12,50' })).toEqual(['policy_amount_unreadable policy minimumItem']);
  expect(found({ ...fine, minimumTotal: '-1' })).toEqual(['policy_amount_unreadable policy minimumTotal']);
  expect(checkPolicy({ ...fine, minimumTotal: '12.50' }, 'XOF', 'SN')).toMatchObject([
    { facts: { given: '12.50', example: '15' } },
  ]);
  expect(withSteps({ ...first, fee: { kind: 'fixed', amount: '40.001' } })).toEqual([
    'policy_amount_unreadable 0 fee.amount',
  ]);
});

test('bands of a fee rise, the last without an end', () => {
  const bands = (...list: [string | null, string][]) =>
    withSteps({
      ...first,
      fee: { kind: 'bands', bands: list.map(([upTo, percent]) => ({ upTo, percent })) },
    });
  expect(bands(['500', '10'], [null, '5.00'])).toEqual([]);
  expect(bands(['500', '10'])).toEqual([]);
  expect(bands(['500', '10'], ['500', '5'])).toEqual(['policy_bands_out_of_order 0 fee.bands']);
  expect(bands([null, '10'], ['500', '5'])).toEqual(['policy_bands_out_of_order 0 fee.bands']);
  expect(bands()).toEqual(['policy_bands_out_of_order 0 fee.bands']);
  expect(bands(['500', 'ten'])).toEqual(['policy_rate_unreadable 0 fee.bands']);
});

test.each<[string, Partial<Policy>, string[]]>([
  ['365 days between contacts', { contactIntervalDays: 365 }, []],
  [
    '366 days between contacts',
    { contactIntervalDays: 366 },
    ['policy_interval_out_of_range policy contactIntervalDays'],
  ],
  [
    'an interval of -1',
    { contactIntervalDays: -1 },
    ['policy_interval_out_of_range policy contactIntervalDays'],
  ],
  [
    'bank data of -1 days',
    { bankData: { daysMax: -1, stale: 'warn' } },
    ['policy_bank_days_out_of_range policy bankData.daysMax'],
  ],
  ['credit notes alone', { documents: ['credit_note'] }, ['policy_without_invoices policy documents']],
  ['miscellaneous entries alone', { documents: ['miscellaneous'] }, []],
  [
    'no open weekday',
    { calendar: { holidays: null, quietWeekdays: [1, 2, 3, 4, 5, 6, 7] } },
    ['policy_no_open_weekday policy calendar.quietWeekdays'],
  ],
  [
    'a country in words',
    { calendar: { holidays: 'Be', quietWeekdays: [7] } },
    ['policy_country_unreadable policy calendar.holidays'],
  ],
])('%s', (_, change, problems) => {
  expect(found({ ...fine, ...change })).toEqual(problems);
});

test('the same channel twice', () => {
  expect(withSteps({ ...first, channels: ['mail', 'post', 'mail'] })).toEqual([
    'policy_channel_repeated 0 channels',
  ]);
});

/** Every problem says which step it is by its number, what was given, and what may be. */
test.each<[string, Step[], object]>([
  ['levels', [first, { ...second, kind: 'courtesy', level: null }], { step: '2' }],
  ['a courtesy too late', [days(courtesy, 0), first], { step: '1', given: '0' }],
  ['days', [days(first, 366)], { step: '1', given: '366', least: '1', most: '365' }],
  ['days of a courtesy', [days(courtesy, -61), first], { step: '1', given: '-61', least: '-60', most: '-1' }],
  ['a basis', [{ ...second, level: 1 }], { step: '1' }],
  [
    'a step before the deadline',
    [first, { ...second, when: { basis: 'due_date', days: 23, count: 'calendar' } }],
    { step: '2', given: '23', least: '24' },
  ],
  ['a deadline', [first, { ...second, deadlineDays: 181 }], { step: '2', given: '181', most: '180' }],
  ['a channel', [{ ...first, channels: ['mail', 'post', 'mail'] }], { step: '1', channel: 'mail' }],
  [
    'a rate',
    [{ ...first, interest: { kind: 'contractual', yearlyPercent: 'x' } }],
    { step: '1', given: 'x', example: '8.50' },
  ],
  ['an amount', [{ ...first, fee: { kind: 'fixed', amount: 'x' } }], { given: 'x', example: '40.00' }],
  [
    'a rate of a band',
    [{ ...first, fee: { kind: 'bands', bands: [{ upTo: null, percent: 'x' }] } }],
    { step: '1', given: 'x', example: '10.00' },
  ],
  ['bands', [{ ...first, fee: { kind: 'bands', bands: [] } }], { step: '1' }],
  ['a repeat', [{ ...first, repeat: { everyDays: 7, timesMax: 2 } }, second], { step: '1' }],
  [
    'a repeat without end',
    [first, { ...second, repeat: { everyDays: 1, timesMax: 100 } }],
    { step: '2', given: '100', most: '99' },
  ],
  [
    'costs of a call',
    [first, { ...second, kind: 'call', level: null, fee: { kind: 'statutory' } }],
    { step: '2' },
  ],
  ['costs of a courtesy', [{ ...courtesy, fee: { kind: 'statutory' } }, first], { step: '1' }],
])('%s: the facts of the sentence', (_, steps, facts) => {
  expect(checkPolicy({ ...fine, steps }, 'EUR', 'BE')[0]?.facts).toEqual(facts);
});

test('a courtesy reminder asks for no interest, whatever the fee', () => {
  const costly = (change: Partial<Step>) => withSteps({ ...courtesy, ...change }, first);
  expect(costly({ interest: { kind: 'statutory' } })).toEqual(['policy_courtesy_costs 0 interest']);
  expect(costly({ interest: { kind: 'statutory' }, fee: { kind: 'statutory' } })).toEqual([
    'policy_courtesy_costs 0 fee',
  ]);
});

test.each<[string, Step['fee'], string[]]>([
  ['10 % and no most', { kind: 'clause', percent: '10', least: '40.00', most: null }, []],
  ['a most above its least', { kind: 'clause', percent: '10', least: '40.00', most: '40.01' }, []],
  ['a most that is its least', { kind: 'clause', percent: '10', least: '40.00', most: '40.00' }, []],
  [
    'a most below its least',
    { kind: 'clause', percent: '10', least: '40.00', most: '39.99' },
    ['policy_bands_out_of_order 0 fee.most {"step":"1"}'],
  ],
  [
    'a percentage in words',
    { kind: 'clause', percent: 'ten', least: '40.00', most: null },
    ['policy_rate_unreadable 0 fee.percent {"step":"1","given":"ten","example":"10.00"}'],
  ],
  [
    'a least in words',
    { kind: 'clause', percent: '10', least: 'forty', most: null },
    ['policy_amount_unreadable 0 fee.least {"given":"forty","example":"40"}'],
  ],
  [
    'a most in words',
    { kind: 'clause', percent: '10', least: '40.00', most: 'no' },
    ['policy_amount_unreadable 0 fee.most {"given":"no","example":"40"}'],
  ],
])('a penalty clause of %s', (_, fee, problems) => {
  const told = checkPolicy({ ...fine, steps: [{ ...first, fee }] }, 'EUR', 'BE').filter(({ field }) =>
    field.startsWith('fee'),
  );
  expect(
    told.map(({ code, step, field, facts }) => `${code} ${step} ${field} ${JSON.stringify(facts)}`),
  ).toEqual(problems);
});

test('bands begin above zero, and only the last has no end', () => {
  const bands = (...list: [string | null, string][]) =>
    withSteps({
      ...first,
      fee: { kind: 'bands', bands: list.map(([upTo, percent]) => ({ upTo, percent })) },
    });
  const wrong = ['policy_bands_out_of_order 0 fee.bands'];
  expect(bands(['0', '10'])).toEqual(wrong);
  expect(bands(['0.01', '10'])).toEqual([]);
  expect(bands(['x', '10'])).toEqual(wrong);
  expect(bands(['500', '10'], ['x', '5'])).toEqual(wrong);
  expect(bands(['500', '10'], ['400', '7'], ['600', '5'])).toEqual(wrong);
  expect(bands(['500', '10'], ['500.01', '7'], [null, '5'])).toEqual([]);
  expect(bands([null, '10'])).toEqual([]);
});

test('a level from the due date waits for the deadlines before it, as far as days alone tell them', () => {
  const fromDue = (count: number): Step => ({
    ...last,
    when: { basis: 'due_date', days: count, count: 'calendar' },
  });
  // Day 10 and 14 days, then as many days as the second waits and gives: that is its deadline.
  const waits = 24 + second.when.days + second.deadlineDays;
  expect(withSteps(first, second, fromDue(waits - 1))).toEqual(['policy_step_too_early 2 when.days']);
  expect(withSteps(first, second, fromDue(waits))).toEqual([]);
  const byWorkingDays: Step = { ...second, when: { ...second.when, count: 'working' } };
  expect(withSteps(first, byWorkingDays, fromDue(25))).toEqual([]);
  const byIssue: Step = { ...second, when: { basis: 'issue_date', days: 5, count: 'calendar' } };
  expect(withSteps(first, byIssue, fromDue(25))).toEqual([]);
  const early: Step = { ...first, level: 2, when: { ...first.when, days: 24 }, deadlineDays: 0 };
  expect(withSteps(first, early, fromDue(23))).toEqual(['policy_step_too_early 2 when.days']);
});

test('a step that is not there has nothing wrong', () => {
  expect(checkStep(fine, fine.steps.length, 'EUR')).toEqual([]);
});
