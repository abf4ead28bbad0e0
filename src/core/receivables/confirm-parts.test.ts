import { expect, test } from 'vitest';
import { confirmParts } from './confirm-parts.ts';

// [amount, confirmed] of each part, how much more the ledger shows -> what is confirmed of each
const CASES: readonly (readonly [
  string,
  readonly (readonly [bigint, bigint])[],
  bigint,
  readonly bigint[],
])[] = [
  ['all of one', [[100n, 0n]], 100n, [100n]],
  ['a part of one', [[100n, 0n]], 99n, [99n]],
  [
    'the oldest first',
    [
      [40n, 0n],
      [60n, 0n],
    ],
    50n,
    [40n, 10n],
  ],
  [
    'what was confirmed before stays',
    [
      [40n, 40n],
      [60n, 0n],
    ],
    60n,
    [40n, 60n],
  ],
  [
    'the latest goes out first',
    [
      [40n, 40n],
      [60n, 60n],
    ],
    -60n,
    [40n, 0n],
  ],
  [
    'then the one before it',
    [
      [40n, 40n],
      [60n, 60n],
    ],
    -70n,
    [30n, 0n],
  ],
  [
    'a payment that went back',
    [
      [100n, 100n],
      [-100n, 0n],
    ],
    -100n,
    [100n, -100n],
  ],
  ['a credit paid back', [[-50n, 0n]], -50n, [-50n]],
  ['nothing', [[100n, 0n]], 0n, [0n]],
];

test.each(CASES)('%s', (_, parts, more, expected) => {
  const given = parts.map(([amountMinor, confirmedMinor]) => ({ amountMinor, confirmedMinor }));
  expect(confirmParts(given, more)).toEqual(expected);
});
