import { daysBetween } from '#core/calendar/days.ts';
import { refuse } from '#core/refusal.ts';

/**
 * One column of an aged balance. Bucket 0 is not yet due (due today included); then come the days late from `from`
 * to `to`, both counted in; the last has no end.
 */
export type AgeingBucket = {
  readonly bucket: number;
  readonly from: number | null;
  readonly to: number | null;
};

export const AGEING_BOUNDS_MAX = 6;
const DAYS_MAX = 3650;

/** The buckets a company's bounds make: [30, 60, 90] gives not due, 1 to 30, 31 to 60, 61 to 90, over 90. */
export function bucketsOf(bounds: readonly number[]): readonly AgeingBucket[] {
  const firsts = firstDaysOf(bounds);
  return [
    { bucket: 0, from: null, to: 0 },
    ...firsts.map((from, at) => ({ bucket: at + 1, from, to: bounds[at] ?? null })),
  ];
}

/** The first day late of every bucket but the first: what SQL's width_bucket takes as thresholds. */
export function firstDaysOf(bounds: readonly number[]): readonly number[] {
  return [1, ...bounds.map((bound) => bound + 1)];
}

/** Where something due on a day stands today. */
export function bucketOf(
  dueOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
  bounds: readonly number[],
): number {
  const daysLate = daysBetween(dueOn, today);
  return firstDaysOf(bounds).filter((first) => first <= daysLate).length;
}

/** The due dates that fall in a bucket today, both counted in; null where the bucket is open on that side. */
export function dueDatesIn(
  { from, to }: AgeingBucket,
  today: Temporal.PlainDate,
): { earliest: Temporal.PlainDate | null; latest: Temporal.PlainDate | null } {
  return {
    earliest: to === null ? null : from === null ? today : today.subtract({ days: to }),
    latest: from === null ? null : today.subtract({ days: from }),
  };
}

/** @throws Refusal ageing_bounds_unusable unless the bounds are whole days that rise. */
export function ageingBoundsFrom(given: readonly number[]): readonly number[] {
  const rises = given.every((bound, at) => bound > (given[at - 1] ?? 0));
  const whole = given.every((bound) => Number.isInteger(bound) && bound <= DAYS_MAX);
  if (given.length < 1 || given.length > AGEING_BOUNDS_MAX || !rises || !whole) {
    return refuse('ageing_bounds_unusable', { given: given.join(', '), example: '30, 60, 90' });
  }
  return given;
}
