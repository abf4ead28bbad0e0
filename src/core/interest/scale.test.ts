import { describe, expect, test } from 'vitest';
import { BOOK_XIX_CAPS, CONSUMER_CREDIT_CAPS } from './regimes/belgium.ts';
import { BIK } from './regimes/netherlands.ts';
import { flatScale, onScale, scaleBounds } from './scale.ts';

describe('Besluit BIK, by the euro', () => {
  test.each([
    [-1n, 0n],
    [0n, 0n],
    [1n, 4000n], // the least
    [26_666n, 4000n],
    [26_670n, 4001n], // 15 % of 266.70 is 40.005
    [250_000n, 37_500n],
    [250_001n, 37_500n],
    [250_010n, 37_501n],
    [500_000n, 62_500n],
    [500_020n, 62_501n],
    [1_000_000n, 87_500n],
    [1_000_100n, 87_501n],
    [20_000_000n, 277_500n],
    [20_000_200n, 277_501n],
    [99_999_800n, 677_499n],
    [100_000_000n, 677_500n],
    [100_000_200n, 677_500n], // the most
    [900_000_000n, 677_500n],
  ])('on a debt of %d cents it is %d', (debt, costs) => {
    expect(onScale(BIK, debt)).toBe(costs);
  });

  test('it bends at its bounds, and where its least and most begin to hold', () => {
    const bounds = [250_000n, 500_000n, 1_000_000n, 20_000_000n];
    const least = [26_666n];
    const most = [4_516_666n, 6_650_000n, 12_800_000n, 60_000_000n, 100_000_000n];
    expect(scaleBounds(BIK)).toEqual([...bounds, ...least, ...most]);
  });
});

describe('CDE, art. XIX.4, by the euro', () => {
  test.each([
    [1n, 2000n],
    [15_000n, 2000n],
    [15_001n, 3000n],
    [15_010n, 3001n],
    [50_000n, 6500n],
    [50_001n, 6500n],
    [50_020n, 6501n],
    [3_919_980n, 199_999n],
    [3_920_000n, 200_000n],
    [3_920_020n, 200_000n],
  ])('on a debt of %d cents it is at most %d', (debt, costs) => {
    expect(onScale(BOOK_XIX_CAPS, debt)).toBe(costs);
  });
});

test('a flat part of a scale bends at its end alone, and a scale without a most goes on', () => {
  expect(scaleBounds(BOOK_XIX_CAPS)).toEqual([15_000n, 50_000n, 1_985_000n, 3_920_000n]);
  expect(scaleBounds(CONSUMER_CREDIT_CAPS)).toEqual([750_000n]);
  expect(onScale(CONSUMER_CREDIT_CAPS, 100_750_000n)).toBe(5_075_000n);
});

test('a flat amount is the same on every debt but none, and bends nowhere', () => {
  const flat = flatScale('40.00', 'EUR');
  expect([0n, 1n, 999_999_999n].map((debt) => onScale(flat, debt))).toEqual([0n, 4000n, 4000n]);
  expect(scaleBounds(flat)).toEqual([]);
});

test('beyond the last bound of a scale that has an end nothing is asked', () => {
  const ending = { currency: 'EUR' as const, steps: [{ upTo: '10.00', fixed: '1.00' }] };
  expect([1000n, 1001n].map((debt) => onScale(ending, debt))).toEqual([100n, 0n]);
});

test.each([
  ['40.7', 'EUR', 4070n],
  ['40', 'EUR', 4000n],
  ['40.759', 'EUR', 4075n],
  ['40.75', 'XOF', 40n],
] as const)('an amount written %s in %s is %d', (fixed, currency, minor) => {
  expect(onScale({ currency, steps: [{ upTo: null, fixed }] }, 1n)).toBe(minor);
});
