import { expect, test } from 'vitest';
import { epochDayFrom } from './epoch-days.ts';
import { HOLIDAY_COUNTRIES, publicHolidays } from './holidays.ts';

test.each([
  // country, a day, whether it is a public holiday
  ['AT', '2026-10-26', true],
  ['AT', '2026-06-04', true], // Corpus Christi
  ['CH', '2026-08-01', true],
  ['CI', '2026-11-15', true],
  ['ES', '2026-12-08', true],
  ['GB', '2026-05-04', true], // the first Monday of May
  ['GB', '2026-05-11', false],
  ['GB', '2026-05-25', true], // the last Monday of May
  ['GB', '2026-08-31', true],
  ['GB', '2026-12-26', true],
  ['GB', '2026-12-28', true], // Boxing Day is a Saturday
  ['GB', '2027-12-27', true], // Christmas Day and Boxing Day are at the weekend
  ['GB', '2027-12-28', true],
  ['GB', '2027-12-29', false],
  ['IE', '2026-02-02', true], // the first Monday
  ['IE', '2030-02-01', true], // a Friday
  ['IE', '2030-02-04', false],
  ['IE', '2022-02-07', false], // before there was one
  ['IT', '2025-10-04', false],
  ['IT', '2026-10-04', true],
  ['NL', '2026-04-27', true],
  ['NL', '2031-04-27', false], // a Sunday
  ['NL', '2031-04-26', true],
  ['PT', '2026-06-10', true],
  ['SN', '2026-04-04', true],
] as const)('%s rests on %s: %s', (country, day, rests) => {
  expect(publicHolidays(country, 2020, 2031).has(epochDayFrom(day))).toBe(rests);
});

test('each country that is known has New Year, the first of May and Christmas, but for those without', () => {
  const without = (iso: string) =>
    HOLIDAY_COUNTRIES.filter((country) => !publicHolidays(country, 2028, 2028).has(epochDayFrom(iso)));
  expect(without('2028-01-01')).toEqual([]);
  expect(without('2028-12-25')).toEqual([]);
  expect(without('2028-05-01')).toEqual(['CH', 'NL']);
});
