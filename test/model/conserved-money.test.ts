import { expect, test } from 'vitest';
import { CONSERVED, settled } from './conserved-money.ts';

const RUNS = 10_000;

test.each(Object.entries(CONSERVED))('%s', (_, hold) => hold(RUNS, 20_261_122), 60_000);

test('many of the chosen parts could be settled', () => {
  expect(settled.count).toBeGreaterThan(RUNS / 50);
});
