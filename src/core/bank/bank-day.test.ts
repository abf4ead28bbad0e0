import { expect, test } from 'vitest';
import { dayFromDdmmyy, dayFromYyyymmdd, daysIn, isoDay } from './bank-day.ts';

test.each([
  [2026, 3, 31, '2026-03-31'],
  [2026, 4, 31, null],
  [2024, 2, 29, '2024-02-29'],
  [2026, 2, 29, null],
  [2000, 2, 29, '2000-02-29'],
  [1900, 2, 29, null],
  [2026, 13, 1, null],
  [2026, 0, 1, null],
  [2026, 1, 0, null],
  [1899, 1, 1, null],
  [Number.NaN, 1, 1, null],
])('%i %i %i is %s', (year, month, day, expected) => {
  expect(isoDay(year, month, day)).toBe(expected);
});

test.each([
  ['310326', 60, '2026-03-31'],
  ['010160', 60, '2060-01-01'],
  ['010161', 60, '1961-01-01'],
  ['310226', 60, null],
  ['3103', 60, null],
])('%s with the century turning at %i is %s', (text, pivot, expected) => {
  expect(dayFromDdmmyy(text, pivot)).toBe(expected);
});

test.each([
  ['20260331', '2026-03-31'],
  ['20260331235959.999[-8:PST]', '2026-03-31'],
  ['20260230', null],
  ['2026', null],
  ['', null],
])('%j is %s', (text, expected) => {
  expect(dayFromYyyymmdd(text)).toBe(expected);
});

test('months have their days', () =>
  expect([1, 2, 4].map((month) => daysIn(2028, month))).toEqual([31, 29, 30]));
