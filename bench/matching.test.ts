import { expect, test } from 'vitest';
import { judge } from './matching.ts';

/** Two thousand payments of four companies, whose truth the generator knows. The whole measure is `node bench/matching.ts`. */
test('what is certain is right, and most of what can be known is certain', () => {
  const wrong: string[] = [];
  const tally = judge(4_711, 2_000, 20_000, (told) => wrong.push(told));
  expect(wrong.filter((told) => told.includes('"certainty":"certain"'))).toEqual([]);
  expect(tally.certain).toBeGreaterThan(1_000);
  expect(tally.certainRight / tally.certain).toBeGreaterThanOrEqual(0.9995);
  expect(tally.decidableCertain / tally.decidable).toBeGreaterThanOrEqual(0.9);
  // A proposal that is called probable is worth a person's look.
  expect(tally.probableRight / tally.probable).toBeGreaterThan(0.7);
});

test('the payments of a seed are always the same', () => {
  const first = judge(1, 200, 4_000, () => undefined);
  expect(judge(1, 200, 4_000, () => undefined)).toEqual(first);
});
