import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CURRENCIES, currencyFrom } from '#core/money/currencies.ts';
import { Refusal } from '#core/refusal.ts';
import { add, divideRounded, money, parseMoney, subtract, toDecimal } from './money.ts';

test.each([
  ['1234.5', 'EUR', 123450n],
  ['-0.05', 'EUR', -5n],
  ['12', 'XOF', 12n],
  ['0.125', 'TND', 125n],
] as const)('%s %s is %s in the smallest unit', (text, currency, minor) => {
  expect(parseMoney(text, currency)).toEqual(money(minor, currency));
});

test.each([
  ['12,50', 'EUR', '1234.50'],
  ['1.005', 'EUR', '1234.50'],
  ['12.5', 'XOF', '1234'],
  ['', 'EUR', '1234.50'],
  ['1e3', 'EUR', '1234.50'],
] as const)('“%s” %s is refused, and the example fits the currency', (given, currency, example) => {
  expect(() => parseMoney(given, currency)).toThrow(new Refusal('amount_unreadable', { given, example }));
});

test('what is written for machines reads back as the same amount, in every currency', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.constantFrom(...CURRENCIES), (minor, currency) => {
      expect(parseMoney(toDecimal(money(minor, currency)), currency).minor).toBe(minor);
    }),
  );
});

test.each([
  [7n, 2n, 4n],
  [-7n, 2n, -4n],
  [149n, 100n, 1n],
  [150n, 100n, 2n],
  [-150n, 100n, -2n],
  [0n, 3n, 0n],
])('%s / %s rounds half away from zero to %s', (numerator, denominator, expected) => {
  expect(divideRounded(numerator, denominator)).toBe(expected);
});

test('amounts of two currencies are never added or subtracted', () => {
  expect(() => add(money(1n, 'EUR'), money(1n, 'XOF'))).toThrow(TypeError);
  expect(() => subtract(money(1n, 'EUR'), money(1n, 'XOF'))).toThrow(TypeError);
});

test('a currency is read by its code, whatever its case, and an unknown one is refused', () => {
  expect(currencyFrom(' eur ')).toBe('EUR');
  expect(() => currencyFrom('EURO')).toThrow(new Refusal('currency_unknown', { given: 'EURO' }));
});
