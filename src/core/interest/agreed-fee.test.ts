import { describe, expect, test } from 'vitest';
import { type AgreedFee, feeOn, minorFrom } from './agreed-fee.ts';

const CLAUSE: AgreedFee = { kind: 'clause', percent: '10', least: '50.00', most: '2000.00' };
const BANDS: AgreedFee = {
  kind: 'bands',
  bands: [
    { upTo: '1000.00', percent: '10' },
    { upTo: null, percent: '5' },
  ],
};

describe('a penalty clause', () => {
  test.each([
    [10_000n, 5000n],
    [50_000n, 5000n],
    [50_010n, 5001n],
    [2_000_000n, 200_000n],
    [2_000_010n, 200_000n],
  ])('on %d cents it asks %d', (debt, fee) => {
    expect(feeOn(CLAUSE, debt, 'EUR')).toBe(fee);
  });

  test('without a most it has none', () => {
    expect(feeOn({ ...CLAUSE, most: null }, 3_000_000n, 'EUR')).toBe(300_000n);
  });
});

describe('bands', () => {
  test.each([
    [0n, 0n],
    [50_000n, 5000n],
    [100_000n, 10_000n],
    [100_001n, 10_000n],
    [100_020n, 10_001n],
    [300_000n, 20_000n],
  ])('on %d cents they ask %d', (debt, fee) => {
    expect(feeOn(BANDS, debt, 'EUR')).toBe(fee);
  });

  test('one that lies below the band before it takes nothing', () => {
    const crossed: AgreedFee = {
      kind: 'bands',
      bands: [
        { upTo: '1000.00', percent: '10' },
        { upTo: '500.00', percent: '50' },
        { upTo: null, percent: '1' },
      ],
    };
    expect(feeOn(crossed, 120_000n, 'EUR')).toBe(10_200n);
  });
});

test('a fixed one is what it is', () => {
  expect(feeOn({ kind: 'fixed', amount: '12.50' }, 1n, 'EUR')).toBe(1250n);
});

test.each([
  ['15', 'EUR', 1500n],
  ['15.5', 'EUR', 1550n],
  ['15.999', 'EUR', 1599n],
  ['15.75', 'XOF', 15n],
] as const)('%s %s is %d in minor units', (text, currency, minor) => {
  expect(minorFrom(text, currency)).toBe(minor);
});
