import { expect, test } from 'vitest';
import { amountMeant, containing, searchTextOf } from './search-text.ts';

test.each([
  ['1234,56', 'EUR', 123456n],
  ['1.234,56', 'EUR', 123456n],
  ['1 234.56', 'EUR', 123456n],
  ["1'234.5", 'EUR', 123450n],
  ['-12,50 €', 'EUR', -1250n],
  ['1234', 'EUR', 123400n],
  ['1.234', 'EUR', 123400n], // three digits: a thousands sign
  ['1.234', 'TND', 1234n], // but three decimals in dinars
  ['1234', 'XOF', 1234n],
  ['1.234', 'XOF', 1234n],
  ['F-2026', 'EUR', null],
  ['', 'EUR', null],
] as const)('%j in %s may mean %s', (typed, currency, minor) => {
  expect(amountMeant(typed, currency)).toBe(minor);
});

test('references compare without their signs, names with theirs', () => {
  expect(searchTextOf('+++090/9337/55493+++').compact).toBe('090933755493');
  expect(searchTextOf(' Café  DU Nord ')).toEqual({
    words: 'café du nord',
    compact: 'cafédunord',
    hasDigit: false,
  });
});

test('a percent sign that is looked for stands for itself', () => {
  expect(containing('5%_\\')).toBe('%5\\%\\_\\\\%');
});
