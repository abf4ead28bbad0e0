import fc from 'fast-check';
import { expect, test } from 'vitest';
import { endOfMonth, epochDayFrom, epochDayOf, isoDay, plainDate, weekdayOf } from './epoch-days.ts';
import { easterSunday, publicHolidays } from './holidays.ts';
import { addWorkingDays, isWorkingDay } from './working-days.ts';

const anyDay = fc.integer({ min: -60_000, max: 60_000 });

test('a number is the day Temporal says it is, for three centuries around 1970', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
      expect(isoDay(day)).toBe(date.toString());
      expect(epochDayFrom(date.toString())).toBe(day);
      expect(epochDayOf(date)).toBe(day);
      expect(plainDate(day).equals(date)).toBe(true);
      expect(weekdayOf(day)).toBe(date.dayOfWeek);
      expect(isoDay(endOfMonth(day))).toBe(date.with({ day: date.daysInMonth }).toString());
    }),
  );
});

test.each([
  [2024, '2024-03-31'],
  [2025, '2025-04-20'],
  [2026, '2026-04-05'],
  [2027, '2027-03-28'],
  [2038, '2038-04-25'],
])('Easter Sunday of %i is %s', (year, day) => {
  expect(isoDay(easterSunday(year))).toBe(day);
});

test.each([
  ['BE', '2026-07-21', true],
  ['BE', '2026-07-20', false],
  ['BE', '2026-05-14', true], // Ascension
  ['FR', '2026-05-08', true],
  ['NL', '2026-04-27', true],
  ['DE', '2026-04-03', true], // Good Friday
  ['BE', '2026-04-03', false],
  ['LU', '2026-06-23', true],
  ['XX', '2026-12-25', false],
] as const)('%s rests on %s: %s', (country, day, rests) => {
  expect(publicHolidays(country, 2026, 2026).has(epochDayFrom(day))).toBe(rests);
});

const belgium = { holidays: publicHolidays('BE', 2025, 2027), quietWeekdays: [6, 7] };

test.each([
  // from, working days, lands on
  ['2026-03-06', 1, '2026-03-09'], // Friday to Monday
  ['2026-03-06', 0, '2026-03-06'],
  ['2026-03-07', 0, '2026-03-07'], // a Saturday stays what it is
  ['2026-03-07', 1, '2026-03-09'],
  ['2026-04-03', 1, '2026-04-07'], // over the weekend and Easter Monday
  ['2026-03-09', -1, '2026-03-06'],
  ['2026-04-30', 1, '2026-05-04'], // 1 May is a Friday
])('%s and %i working days is %s', (from, count, expected) => {
  expect(isoDay(addWorkingDays(epochDayFrom(from), count, belgium))).toBe(expected);
});

test('working days land on working days, and as many lie between', () => {
  fc.assert(
    fc.property(fc.integer({ min: 20_200, max: 20_700 }), fc.integer({ min: 1, max: 60 }), (from, count) => {
      const to = addWorkingDays(from, count, belgium);
      let worked = 0;
      for (let day = from + 1; day <= to; day += 1) if (isWorkingDay(day, belgium)) worked += 1;
      expect([isWorkingDay(to, belgium), worked]).toEqual([true, count]);
    }),
  );
});

test('a calendar without a working day counts calendar days, and ends', () => {
  const never = { holidays: new Set<number>(), quietWeekdays: [1, 2, 3, 4, 5, 6, 7] };
  expect(addWorkingDays(100, 5, never)).toBe(105);
});
