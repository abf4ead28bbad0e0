import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVERY_SUM_OF, findSums } from './find-sums.ts';

test.each<[bigint[], bigint, readonly (readonly number[])[]]>([
  [[100n, 200n, 300n], 500n, [[1, 2]]],
  [[100n, 200n, 300n], 600n, [[0, 1, 2]]],
  // A single amount is no sum.
  [[100n, 200n], 100n, []],
  [[100n, 200n], 299n, []],
  [
    [100n, 200n, 50n, 250n],
    300n,
    [
      [0, 1],
      [2, 3],
    ],
  ],
  // A credit is taken off.
  [[500n, -100n, 70n], 400n, [[0, 1]]],
  [[], 0n, []],
])('%o for %s is %o', (amounts, wanted, found) => {
  expect(findSums(amounts, wanted, 3)).toEqual({ found, gaveUp: false });
});

test('it stops at as many as were asked for', () => {
  expect(findSums([1n, 1n, 1n, 1n], 2n, 2).found).toHaveLength(2);
});

describe('the bound', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => BigInt(1000 + at * at));
  test('among the last number of which every sum is tried, four together are found', () => {
    const amounts = many(EVERY_SUM_OF);
    const wanted = amounts.slice(-4).reduce((sum, one) => sum + one, 0n);
    expect(findSums(amounts, wanted, 1).found[0]).toHaveLength(4);
  });
  test('among one more only pairs and triples are tried, and it says so', () => {
    const amounts = many(EVERY_SUM_OF + 1);
    const four = amounts.slice(-4).reduce((sum, one) => sum + one, 0n);
    expect(findSums(amounts, four, 1)).toEqual({ found: [], gaveUp: true });
    const two = (amounts.at(-1) ?? 0n) + (amounts.at(-2) ?? 0n);
    expect(findSums(amounts, two, 1).found[0]).toEqual([EVERY_SUM_OF - 1, EVERY_SUM_OF]);
  });
  test('among hundreds it comes to an end', () => {
    const started = performance.now();
    expect(findSums(many(800), 1n, 1).gaveUp).toBe(true);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

test('what is found adds up, and what adds up is found', () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(-50n, 200n), { maxLength: 9 }),
      fc.bigInt(-50n, 600n),
      (amounts, wanted) => {
        const { found, gaveUp } = findSums(amounts, wanted, 1000);
        expect(gaveUp).toBe(false);
        for (const places of found)
          expect(places.reduce((sum, at) => sum + (amounts[at] ?? 0n), 0n)).toBe(wanted);
        let all = 0;
        for (let mask = 0; mask < 2 ** amounts.length; mask += 1) {
          const chosen = amounts.filter((_, at) => (mask >> at) & 1);
          if (chosen.length > 1 && chosen.reduce((sum, one) => sum + one, 0n) === wanted) all += 1;
        }
        expect(found).toHaveLength(all);
      },
    ),
    { seed: 20260301, numRuns: 150 },
  );
});
