import { expect, test } from 'vitest';
import { fineFrom, fineFromDigits, fineFromMinor, fineToDecimal, fineToMinor } from './bank-amount.ts';

test.each([
  ['1234.5', 123_450_000n],
  ['-1234,50', -123_450_000n],
  ['+7', 700_000n],
  ['500,', 50_000_000n],
  [',5', 50_000n],
  ['.5', 50_000n],
  ['0.00001', 1n],
  ['0.000010', 1n],
  [' 12 ', 1_200_000n],
  ['000000001213,28', 121_328_000n],
  ['0.000001', null],
  ['', null],
  ['-', null],
  ['.', null],
  ['1.234,50', null],
  ['1 234', null],
  ['12a', null],
  ['1e3', null],
  ['9'.repeat(19), null],
])('%j is %s', (text, expected) => {
  expect(fineFrom(text)).toBe(expected);
});

test.each([
  ['0000000012500', 3, 1_250_000n],
  ['1250', 2, 1_250_000n],
  ['7', 0, 700_000n],
  ['1234500', 7, 12_345n],
  ['1234567', 7, null],
  ['12O0', 2, null],
  ['', 2, null],
])('%j with %i decimals is %s', (digits, decimals, expected) => {
  expect(fineFromDigits(digits, decimals)).toBe(expected);
});

test.each([
  [123_450_000n, 'EUR', '1234.50'],
  [-500_000n, 'EUR', '-5.00'],
  [0n, 'EUR', '0.00'],
  [76_782_300n, 'EUR', '767.823'],
  [1n, 'EUR', '0.00001'],
  [500_000n, 'JPY', '5'],
  [550_000n, 'JPY', '5.5'],
  [500_000n, 'TND', '5.000'],
  [500_000n, '', '5.00'],
  [500_000n, 'BRL', '5.00'],
])('%s %s is written %s', (fine, currency, expected) => {
  expect(fineToDecimal(fine, currency)).toBe(expected);
});

test.each([
  [1_250_000n, 'EUR', 1250n],
  [1_250_500n, 'EUR', null],
  [1_250_500n, 'TND', 12_505n],
  [1_200_000n, 'JPY', 12n],
  [1_250_000n, 'JPY', null],
] as const)('%s in whole %s units is %s', (fine, currency, expected) => {
  expect(fineToMinor(fine, currency)).toBe(expected);
  if (expected !== null) expect(fineFromMinor(expected, currency)).toBe(fine);
});
