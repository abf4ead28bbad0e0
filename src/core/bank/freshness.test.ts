import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { stalestOf, workingDaysSince } from './freshness.ts';

const CALENDAR = { holidays: new Set([epochDayFrom('2026-04-06')]), quietWeekdays: [6, 7] };

test.each<[until: string, today: string, days: number]>([
  ['2026-03-31', '2026-03-31', 0],
  ['2026-03-30', '2026-03-31', 1],
  ['2026-03-27', '2026-03-30', 1],
  ['2026-03-27', '2026-03-29', 0],
  ['2026-03-18', '2026-03-31', 9],
  ['2026-04-03', '2026-04-06', 0],
  ['2026-04-03', '2026-04-07', 1],
  ['2026-04-02', '2026-03-31', 0],
])('what covers %s is, on %s, %i working days old', (until, today, days) => {
  expect(workingDaysSince(epochDayFrom(until), epochDayFrom(today), CALENDAR)).toBe(days);
});

test('the oldest of those that are followed counts', () => {
  const accounts = [
    { name: 'kbc', followed: true, days: 1 },
    { name: 'ing', followed: true, days: 9 },
    { name: 'old', followed: false, days: 300 },
  ];
  expect(stalestOf(accounts)?.name).toBe('ing');
  expect(stalestOf(accounts.filter(({ followed }) => !followed))).toBeNull();
  expect(stalestOf([])).toBeNull();
});
