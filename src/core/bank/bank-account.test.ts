import { expect, test } from 'vitest';
import { ibanFromBelgian, ibanFromFrench, ibanShaped } from './bank-account.ts';

test.each([
  ['539007547034', 'BE68539007547034'],
  ['539007547035', null],
  ['000000000000', null],
  ['53900754703', null],
])('the Belgian account %s is %s', (account, expected) => {
  expect(ibanFromBelgian(account)).toBe(expected);
});

test.each([
  ['20041', '01005', '0500013M026', 'FR1420041010050500013M02606'],
  ['30006', '00001', '12345678901', 'FR7630006000011234567890189'],
  ['30006', '00001', '1234567890', null],
  ['3000X', '00001', '12345678901', null],
  ['30006', '     ', '12345678901', null],
])('the French account %s %s %s is %s', (bank, branch, account, expected) => {
  expect(ibanFromFrench(bank, branch, account)).toBe(expected);
});

test.each([
  ['BE68 5390 0754 7034', 'BE68539007547034'],
  ['be68539007547034', 'BE68539007547034'],
  ['BE00539007547034', 'BE00539007547034'],
  ['539007547034', null],
  ['BE6', null],
  ['', null],
])('%j has the shape of %s', (text, expected) => {
  expect(ibanShaped(text)).toBe(expected);
});
