import { expect, test } from 'vitest';
import { epochDayFrom, epochDayOf } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from './compiled-policy.ts';
import { nextStep } from './next-step.ts';
import type { Policy, Step } from './policy.ts';
import { policyCalendar } from './policy-calendar.ts';
import { READY_POLICY_KEYS, readyPolicyFor } from './ready-policies.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const example = { issuedOn: day('2026-01-30'), dueOn: day('2026-03-01') };
const plain = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' });
const [first] = plain.steps as [Step];
const calendar = { holidays: null, quietWeekdays: [] };

/** As read on the screen: what, from when, paid by when. */
const read = (policy: Policy) =>
  policyCalendar(policy, example).map(
    ({ level, kind, times, opensOn, deadlineOn }) =>
      `${level ?? kind}${times > 1 ? `×${times}` : ''} ${opensOn}${deadlineOn ? ` pay by ${deadlineOn}` : ''}`,
  );
const when = (basis: Step['when']['basis'], days: number, count: Step['when']['count'] = 'calendar') => ({
  basis,
  days,
  count,
});
const only = (change: Partial<Step>, policy: Partial<Policy> = {}) =>
  read({ ...plain, calendar, ...policy, steps: [{ ...first, ...change }] });

test('due on 1 March, ten days after it: from 11 March; each next one counts from the deadline before', () => {
  expect(read({ ...plain, calendar })).toEqual([
    '1 2026-03-11 pay by 2026-03-25',
    '2 2026-03-30 pay by 2026-04-13',
    '3 2026-04-18 pay by 2026-05-02',
  ]);
});

test.each<[Step['when'], string]>([
  [when('due_date', 1), '2026-03-02'],
  [when('due_date', 10), '2026-03-11'],
  // Monday 2 March is the first working day after a Sunday.
  [when('due_date', 3, 'working'), '2026-03-04'],
  [when('issue_date', 45), '2026-03-16'],
  // Not before the day after the due date, however early it counts.
  [when('issue_date', 5), '2026-03-02'],
  [when('end_of_month', 5), '2026-04-05'],
])('%o opens on %s', (given, opensOn) => {
  const worked = { calendar: { holidays: null, quietWeekdays: given.count === 'working' ? [6, 7] : [] } };
  expect(only({ when: given, deadlineDays: 0 }, worked)).toEqual([`1 ${opensOn} pay by ${opensOn}`]);
});

test('nothing goes out on a quiet weekday or a public holiday', () => {
  const easter = { calendar: { holidays: 'BE', quietWeekdays: [6, 7] } };
  // 35 days after 1 March 2026 is Easter Sunday; Monday is a holiday.
  expect(only({ when: when('due_date', 35), deadlineDays: 0 }, easter)).toEqual([
    '1 2026-04-07 pay by 2026-04-07',
  ]);
});

test('a courtesy reminder comes before the due date, and the first notice waits for the interval after it', () => {
  const courtesy: Step = { ...first, kind: 'courtesy', level: null, when: when('due_date', -3) };
  const steps = [courtesy, { ...first, when: when('due_date', 1) }];
  expect(read({ ...plain, calendar, contactIntervalDays: 5, steps })).toEqual([
    'courtesy 2026-02-26',
    '1 2026-03-03 pay by 2026-03-17',
  ]);
  expect(read({ ...plain, calendar, contactIntervalDays: 0, steps })[1]).toBe(
    '1 2026-03-02 pay by 2026-03-16',
  );
});

test('the last step repeats, three times at most on the picture', () => {
  const every = (everyDays: number, timesMax: number) =>
    only({ deadlineDays: 5, repeat: { everyDays, timesMax } });
  expect(every(10, 2)).toEqual([
    '1 2026-03-11 pay by 2026-03-16',
    '1×2 2026-03-21 pay by 2026-03-26',
    '1×3 2026-03-31 pay by 2026-04-05',
  ]);
  expect(every(10, 30)).toHaveLength(4);
});

test.each(READY_POLICY_KEYS)('the calendar of %s says what the engine does', (key) => {
  const policy = readyPolicyFor(key, { country: 'BE', currency: 'EUR' });
  const compiled = compilePolicy({ id: 'p', version: 1, body: policy }, epochDayFrom('2026-03-01'), 'EUR');
  const notices = policyCalendar(policy, example).filter(({ kind }) => kind === 'notice');
  let item = { level: 0, times: 0, notifiedOn: null as number | null, deadlineOn: null as number | null };
  for (const { opensOn, deadlineOn, level } of notices) {
    const next = nextStep(
      {
        id: 'i',
        documentNumber: 'F1',
        documentKind: 'invoice',
        linkedNumber: null,
        policyId: null,
        currency: 'EUR',
        issuedOn: epochDayOf(example.issuedOn),
        importedOn: epochDayOf(example.issuedOn),
        dueOn: epochDayOf(example.dueOn),
        open: 100n,
        courtesyOn: epochDayOf(example.issuedOn),
        directDebit: false,
        ...item,
      },
      compiled,
      { on: epochDayOf(opensOn), firstImportOn: null, extraGraceDays: 0, forcedLevel: null },
    );
    expect(next?.level).toBe(level);
    expect(epochDayOf(opensOn)).toBeGreaterThanOrEqual(next?.opensOn ?? Number.POSITIVE_INFINITY);
    // Only a holiday may put it off.
    expect(epochDayOf(opensOn) - (next?.opensOn ?? 0)).toBeLessThanOrEqual(2);
    item = {
      level: level ?? 0,
      times: 1,
      notifiedOn: epochDayOf(opensOn),
      deadlineOn: deadlineOn && epochDayOf(deadlineOn),
    };
  }
});

test('steps beside the levels come on their days, and what the next notice overtakes never comes', () => {
  const beside = (kind: Step['kind'], days: number): Step => ({
    ...first,
    kind,
    level: null,
    when: when('previous_deadline', days),
  });
  const second = { ...first, level: 2, when: when('previous_deadline', 6) };
  const steps = (...between: Step[]) =>
    read({ ...plain, calendar, contactIntervalDays: 3, steps: [first, ...between, second] }).slice(1);
  expect(steps(beside('call', 2), beside('task', 4))).toEqual([
    'call 2026-03-27',
    'task 2026-03-29',
    '2 2026-03-31 pay by 2026-04-14',
  ]);
  // A contact puts the next one off by the interval; work in the house does not.
  expect(steps(beside('call', 5))).toEqual(['call 2026-03-30', '2 2026-04-02 pay by 2026-04-16']);
  expect(steps(beside('task', 5))).toEqual(['task 2026-03-30', '2 2026-03-31 pay by 2026-04-14']);
  expect(steps(beside('call', 6), beside('task', 6))).toEqual([
    'task 2026-03-31',
    '2 2026-03-31 pay by 2026-04-14',
  ]);
});

test('a debt is handed over once the last deadline has passed, and a statement is repeated', () => {
  const handOver: Step = { ...first, kind: 'hand_over', level: null, when: when('previous_deadline', 0) };
  const statement: Step = { ...handOver, kind: 'statement', repeat: { everyDays: 30, timesMax: 1 } };
  expect(read({ ...plain, calendar, steps: [first, handOver] })[1]).toBe('hand_over 2026-03-26');
  expect(read({ ...plain, calendar, steps: [first, statement] }).slice(1)).toEqual([
    'statement 2026-03-25',
    'statement×2 2026-04-24',
  ]);
});
