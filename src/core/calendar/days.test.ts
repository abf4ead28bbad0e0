import { expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { dayFrom, daysBetween, isBefore, laterOf } from './days.ts';

test.each([
  ['2026-02-28', '2026-03-01', 1],
  ['2028-02-28', '2028-03-01', 2],
  ['2026-03-29', '2026-03-30', 1], // the night the clocks change is a day like any other
  ['2026-03-10', '2026-03-01', -9],
])('from %s to %s is %i days', (from, to, days) => {
  expect(daysBetween(dayFrom(from), dayFrom(to))).toBe(days);
});

test.each(['31/03/2026', '2026-3-31', '2026-02-29', '2026-13-01', ''])('“%s” is not a day', (given) => {
  expect(() => dayFrom(given)).toThrow(new Refusal('day_unreadable', { given, example: '2026-03-31' }));
});

test('of two days the later wins, and a day is not before itself', () => {
  const [first, second] = [dayFrom('2026-03-31'), dayFrom('2026-04-01')];
  expect(laterOf(first, second)).toBe(second);
  expect(laterOf(second, first)).toBe(second);
  expect(isBefore(first, second)).toBe(true);
  expect(isBefore(first, first)).toBe(false);
});
