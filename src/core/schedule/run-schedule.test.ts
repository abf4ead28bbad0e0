import { describe, expect, test } from 'vitest';
import {
  dueAtOn,
  isScheduled,
  latestOn,
  mayBeginAt,
  nextRun,
  nextScheduled,
  type Past,
  type RunSchedule,
} from './run-schedule.ts';

const BRUSSELS = { timeZone: 'Europe/Brussels', country: 'BE' };
const WEEK: RunSchedule = {
  weekdays: [1, 2, 3, 4, 5],
  localTime: '09:00',
  skipsHolidays: true,
  forewarnHours: 24,
};
const day = (text: string) => Temporal.PlainDate.from(text);
/** '2026-03-31 09:00', by the clock in Brussels. */
const moment = (text: string) =>
  Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime(BRUSSELS.timeZone).toInstant();
const past = (given: Partial<Past> = {}): Past => ({
  onSince: moment('2026-01-01 00:00'),
  handledOn: null,
  closedOn: [],
  ...given,
});

describe('the hour of a day', () => {
  test.each([
    ['2026-01-15', '09:00', '2026-01-15T08:00:00Z'],
    ['2026-07-15', '09:00', '2026-07-15T07:00:00Z'],
    // Put forward from two to three: half past two is half past three.
    ['2026-03-29', '02:30', '2026-03-29T01:30:00Z'],
    ['2026-03-29', '01:59', '2026-03-29T00:59:00Z'],
    // Put back from three to two: the first half past two.
    ['2026-10-25', '02:30', '2026-10-25T00:30:00Z'],
    ['2026-10-25', '03:00', '2026-10-25T02:00:00Z'],
  ])('%s at %s is %s', (on, localTime, expected) => {
    expect(dueAtOn(day(on), { ...WEEK, localTime }, BRUSSELS).toString()).toBe(expected);
  });
});

test.each([
  ['2026-07-20', 'BE', true, true], // a Monday
  ['2026-07-21', 'BE', true, false], // the national holiday
  ['2026-07-21', 'BE', false, true],
  ['2026-07-21', 'FR', true, true],
  ['2026-07-25', 'BE', true, false], // a Saturday
])('%s in %s, holidays skipped %s: scheduled %s', (on, country, skipsHolidays, expected) => {
  expect(isScheduled(day(on), { ...WEEK, skipsHolidays }, { ...BRUSSELS, country })).toBe(expected);
});

describe('the next scheduled days', () => {
  test.each([
    ['before the hour, today counts', '2026-07-20 08:59', ['2026-07-20', '2026-07-22', '2026-07-23']],
    ['from the hour on, it does not', '2026-07-20 09:00', ['2026-07-22', '2026-07-23', '2026-07-24']],
    ['over a weekend', '2026-07-24 12:00', ['2026-07-27', '2026-07-28', '2026-07-29']],
  ])('%s', (_, at, expected) => {
    const asked = { now: moment(at), today: day(at.slice(0, 10)), count: 3 };
    expect(nextScheduled(WEEK, BRUSSELS, asked).map(({ runOn }) => runOn.toString())).toEqual(expected);
  });

  test('a schedule without a day has none', () => {
    const asked = { now: moment('2026-07-20 08:00'), today: day('2026-07-20'), count: 3 };
    expect(nextScheduled({ ...WEEK, weekdays: [] }, BRUSSELS, asked)).toEqual([]);
  });
});

describe('the day whose turn is next', () => {
  const TUESDAYS = { ...WEEK, weekdays: [2] };
  const cases: [string, RunSchedule, string, Partial<Past>, string | null][] = [
    ['today, before its hour', WEEK, '2026-03-31 08:00', { handledOn: day('2026-03-30') }, '2026-03-31 -'],
    ['today, after its hour', WEEK, '2026-03-31 17:00', { handledOn: day('2026-03-30') }, '2026-03-31 -'],
    [
      'today until eight in the evening',
      WEEK,
      '2026-03-31 20:00',
      { handledOn: day('2026-03-30') },
      '2026-03-31 -',
    ],
    [
      'later it is missed',
      WEEK,
      '2026-03-31 20:01',
      { handledOn: day('2026-03-30') },
      '2026-04-01 2026-03-31',
    ],
    ['sent today: tomorrow', WEEK, '2026-03-31 10:00', { handledOn: day('2026-03-31') }, '2026-04-01 -'],
    [
      'failed today: made good tomorrow',
      WEEK,
      '2026-03-31 10:00',
      { handledOn: day('2026-03-30'), closedOn: [day('2026-03-31')] },
      '2026-04-01 2026-03-31',
    ],
    [
      'five days down: one day makes them good',
      WEEK,
      '2026-04-03 11:00',
      { handledOn: day('2026-03-27') },
      '2026-04-03 2026-03-30',
    ],
    [
      'back on a Sunday: Monday',
      WEEK,
      '2026-03-29 11:00',
      { handledOn: day('2026-03-24') },
      '2026-03-30 2026-03-25',
    ],
    [
      'back on Easter Monday: the day after',
      WEEK,
      '2026-04-06 11:00',
      { handledOn: day('2026-03-31') },
      '2026-04-07 2026-04-01',
    ],
    [
      'a Tuesday missed is made good on Wednesday',
      TUESDAYS,
      '2026-04-01 08:00',
      { handledOn: day('2026-03-24') },
      '2026-04-01 2026-03-31',
    ],
    [
      'a Tuesday handled leaves the rest of the week free',
      TUESDAYS,
      '2026-04-01 08:00',
      { handledOn: day('2026-03-31') },
      '2026-04-07 -',
    ],
    [
      'switched on after the hour: not today',
      WEEK,
      '2026-03-31 12:00',
      { onSince: moment('2026-03-31 09:01') },
      '2026-04-01 -',
    ],
    [
      'switched on at the hour: today',
      WEEK,
      '2026-03-31 12:00',
      { onSince: moment('2026-03-31 09:00') },
      '2026-03-31 -',
    ],
    [
      'what was before it was switched on is not missed',
      TUESDAYS,
      '2026-04-01 08:00',
      { onSince: moment('2026-03-31 09:01') },
      '2026-04-07 -',
    ],
    ['no day at all', { ...WEEK, weekdays: [] }, '2026-04-01 08:00', {}, null],
  ];
  test.each(cases)('%s', (_, schedule, at, given, expected) => {
    const found = nextRun(schedule, BRUSSELS, {
      now: moment(at),
      today: day(at.slice(0, 10)),
      past: past({ onSince: moment('2026-03-23 00:00'), ...given }),
    });
    expect(found && `${found.runOn} ${found.missedSince ?? '-'}`).toBe(expected);
  });
});

test.each([
  ['09:00', '2026-03-31 20:00:00'],
  ['18:00', '2026-03-31 20:00:00'],
  ['18:01', '2026-03-31 23:59:59'],
])('a day whose hour is %s may begin until %s', (localTime, expected) => {
  expect(latestOn(day('2026-03-31'), { ...WEEK, localTime }, BRUSSELS)).toEqual(moment(expected));
});

test.each([
  [24, '2026-03-30 09:00', '2026-03-31 09:00'],
  [24, '2026-03-31 08:00', '2026-03-31 09:00'],
  [24, '2026-03-31 08:01', '2026-03-31 09:01'],
  [24, null, null],
  [0, null, '2026-03-31 09:00'],
])('%d hours before, told at %s: begins at %s', (forewarnHours, told, expected) => {
  const facts = { dueAt: moment('2026-03-31 09:00'), forewarnedAt: told === null ? null : moment(told) };
  expect(mayBeginAt(facts, { forewarnHours })).toEqual(expected === null ? null : moment(expected));
});
