import { test } from 'vitest';
import { CONSERVED } from './conserved-money.ts';

/** A million in all; SEED for others than tonight's. */
const RUNS = 1_000_000 / Object.keys(CONSERVED).length;
const SEED = Number(process.env.SEED ?? Math.floor(Date.now() / 86_400_000));

test.each(Object.entries(CONSERVED))(
  '%s',
  (_, hold) => {
    hold(RUNS, SEED);
    process.stdout.write(`${RUNS} splits, seed ${SEED}: every one is its parts\n`);
  },
  900_000,
);
