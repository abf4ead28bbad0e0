import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { ageingBoundsFrom, bucketOf, bucketsOf, dueDatesIn, firstDaysOf } from './ageing.ts';

const today = Temporal.PlainDate.from('2026-03-31');

test.each([
  // due on, bucket of 30/60/90
  ['2026-04-01', 0],
  ['2026-03-31', 0], // due today is not late
  ['2026-03-30', 1],
  ['2026-03-01', 1], // 30 days
  ['2026-02-28', 2], // 31 days
  ['2026-01-30', 2], // 60 days
  ['2026-01-29', 3], // 61 days
  ['2025-12-31', 3], // 90 days
  ['2025-12-30', 4], // 91 days
])('due on %s is in bucket %i', (dueOn, bucket) => {
  expect(bucketOf(Temporal.PlainDate.from(dueOn), today, [30, 60, 90])).toBe(bucket);
});

test('the buckets of 30, 60 and 90 are named by their first and last day late', () => {
  expect(bucketsOf([30, 60, 90])).toEqual([
    { bucket: 0, from: null, to: 0 },
    { bucket: 1, from: 1, to: 30 },
    { bucket: 2, from: 31, to: 60 },
    { bucket: 3, from: 61, to: 90 },
    { bucket: 4, from: 91, to: null },
  ]);
  expect(firstDaysOf([30, 60, 90])).toEqual([1, 31, 61, 91]);
});

const risingBounds = fc
  .uniqueArray(fc.integer({ min: 1, max: 3650 }), { minLength: 1, maxLength: 6 })
  .map((bounds) => bounds.toSorted((a, b) => a - b));

test('every due date is in exactly one bucket, and the range of due dates of a bucket says the same', () => {
  fc.assert(
    fc.property(risingBounds, fc.integer({ min: -400, max: 4000 }), (bounds, daysLate) => {
      const dueOn = today.subtract({ days: daysLate });
      const holding = bucketsOf(bounds).filter((bucket) => {
        const { earliest, latest } = dueDatesIn(bucket, today);
        const afterEarliest = earliest === null || Temporal.PlainDate.compare(dueOn, earliest) >= 0;
        return afterEarliest && (latest === null || Temporal.PlainDate.compare(dueOn, latest) <= 0);
      });
      expect(holding.map(({ bucket }) => bucket)).toEqual([bucketOf(dueOn, today, bounds)]);
    }),
  );
});

test('whatever is open is in the buckets, to the last cent', () => {
  const items = fc.array(fc.record({ daysLate: fc.integer({ min: -400, max: 4000 }), open: fc.bigInt() }));
  fc.assert(
    fc.property(risingBounds, items, (bounds, open) => {
      const sums = bucketsOf(bounds).map(() => 0n);
      for (const item of open) {
        const bucket = bucketOf(today.subtract({ days: item.daysLate }), today, bounds);
        sums[bucket] = (sums[bucket] ?? 0n) + item.open;
      }
      expect(sums).toHaveLength(bounds.length + 2);
      expect(sums.reduce((a, b) => a + b, 0n)).toBe(open.reduce((sum, item) => sum + item.open, 0n));
    }),
  );
});

test.each([[[30]], [[1, 2, 3, 4, 5, 6]], [[3650]]])('%j can be used as bounds', (bounds) => {
  expect(ageingBoundsFrom(bounds)).toEqual(bounds);
});

test.each([[[]], [[0]], [[30, 30]], [[60, 30]], [[3651]], [[1.5]], [[1, 2, 3, 4, 5, 6, 7]]])(
  '%j are refused as bounds',
  (bounds) => {
    expect(() => ageingBoundsFrom(bounds)).toThrow(
      new Refusal('ageing_bounds_unusable', { given: bounds.join(', '), example: '30, 60, 90' }),
    );
  },
);
