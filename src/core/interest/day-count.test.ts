import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { type DayCount, yearPart } from './day-count.ts';

test.each<[DayCount, string, string, number, bigint, bigint]>([
  ['actual_365', '2026-01-01', '2026-12-31', 364, 364n, 365n],
  ['actual_365', '2024-01-01', '2025-01-01', 366, 366n, 365n],
  ['actual_360', '2026-01-01', '2026-12-31', 364, 364n, 360n],
  ['actual_actual', '2026-01-01', '2026-01-01', 0, 0n, 365n],
  ['actual_actual', '2026-01-01', '2027-01-01', 365, 365n, 365n],
  ['actual_actual', '2024-01-01', '2025-01-01', 366, 366n, 366n],
  ['actual_actual', '2024-12-31', '2025-01-01', 1, 1n, 366n],
  ['actual_actual', '2023-12-31', '2024-01-01', 1, 1n, 365n],
  // A day of a common year and one of a leap year.
  ['actual_actual', '2023-12-31', '2024-01-02', 2, 731n, 133_590n],
  ['actual_actual', '2023-07-01', '2025-07-01', 731, 365n * 366n + 366n * 365n, 133_590n],
  // Every fourth year, but not every hundredth, but every four hundredth.
  ['actual_actual', '2100-02-01', '2100-03-01', 28, 28n, 365n],
  ['actual_actual', '2000-02-01', '2000-03-01', 29, 29n, 366n],
  ['thirty_360', '2026-01-15', '2026-02-15', 30, 30n, 360n],
  ['thirty_360', '2026-01-31', '2026-02-28', 28, 28n, 360n],
  ['thirty_360', '2026-01-30', '2026-01-31', 0, 0n, 360n],
  ['thirty_360', '2026-01-30', '2026-03-31', 60, 60n, 360n],
  ['thirty_360', '2025-12-31', '2026-12-31', 360, 360n, 360n],
])('%s from %s to %s: %d days, %d/%d of a year', (count, from, to, days, numerator, denominator) => {
  const part = yearPart(count, epochDayFrom(from), epochDayFrom(to));
  expect(part.days).toBe(days);
  expect(part.numerator * denominator).toBe(numerator * part.denominator);
});
