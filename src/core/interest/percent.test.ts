import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rateFrom, rateText, readRate, upToHalfPoint } from './percent.ts';

test.each([
  ['8.50', 8_500_000n],
  ['-0.88', -880_000n],
  ['5.0336', 5_033_600n],
  ['0.000001', 1n],
  ['0.0000001', null], // one decimal more than is kept
  ['1000', 1_000_000_000n],
  ['12345', null],
  ['8,5', null],
  ['.5', null],
  ['', null],
])('“%s” reads as %s millionths of a percent', (text, expected) => {
  expect(readRate(text)).toBe(expected);
});

test.each([
  ['8.5', '8.50'],
  ['-0.88', '-0.88'],
  ['5.0336', '5.0336'],
  ['10', '10.00'],
  ['0.1250', '0.125'],
])('%s is written %s', (given, written) => {
  expect(rateText(rateFrom(given))).toBe(written);
});

test.each([
  ['8.00', '8.00'],
  ['8.000001', '8.50'],
  ['8.50', '8.50'],
  ['8.51', '9.00'],
  ['10.15', '10.50'],
  ['-0.62', '-0.50'],
  ['-0.50', '-0.50'],
])('%s rounds up to %s, the next half point', (given, rounded) => {
  expect(rateText(upToHalfPoint(rateFrom(given)))).toBe(rounded);
});

test('a rate written for machines reads back as the same rate', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -9_999_000_000n, max: 9_999_000_000n }), (rate) => {
      expect(readRate(rateText(rate))).toBe(rate);
    }),
  );
});
