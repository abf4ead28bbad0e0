import { type EpochDay, fromParts, partsOf } from '#core/calendar/epoch-days.ts';

/** How days become a part of a year. The law rarely says: each regime names its custom, and it may be chosen. */
export const DAY_COUNTS = ['actual_365', 'actual_360', 'actual_actual', 'thirty_360'] as const;
export type DayCount = (typeof DAY_COUNTS)[number];

/** A part of a year as a fraction, and the days it is written as. */
export type YearPart = { readonly days: number; readonly numerator: bigint; readonly denominator: bigint };

/** The part of a year from one day up to, not including, another. */
export function yearPart(count: DayCount, from: EpochDay, to: EpochDay): YearPart {
  switch (count) {
    case 'actual_365':
      return { days: to - from, numerator: BigInt(to - from), denominator: 365n };
    case 'actual_360':
      return { days: to - from, numerator: BigInt(to - from), denominator: 360n };
    case 'actual_actual':
      return actualPart(from, to);
    case 'thirty_360': {
      const days = thirtyDay(to) - thirtyDay(from);
      return { days, numerator: BigInt(days), denominator: 360n };
    }
  }
}

/** Days of common years count as 365ths, days of leap years as 366ths. */
function actualPart(from: EpochDay, to: EpochDay): YearPart {
  let [common, leap] = [0, 0];
  for (let day = from; day < to; ) {
    const { year } = partsOf(day);
    const next = Math.min(to, fromParts(year + 1, 1, 1));
    if (isLeap(year)) leap += next - day;
    else common += next - day;
    day = next;
  }
  if (leap === 0) return { days: common, numerator: BigInt(common), denominator: 365n };
  if (common === 0) return { days: leap, numerator: BigInt(leap), denominator: 366n };
  return { days: common + leap, numerator: BigInt(common * 366 + leap * 365), denominator: 365n * 366n };
}

/** Where a day stands when every month has thirty: the 31st counts as the 30th. */
function thirtyDay(day: EpochDay): number {
  const { year, month, day: inMonth } = partsOf(day);
  return year * 360 + month * 30 + Math.min(inMonth, 30);
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
