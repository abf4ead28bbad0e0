import { expect, test } from 'vitest';
import { isIban, structuredReferenceFrom } from './structured-reference.ts';

test.each([
  ['+++090/9337/55493+++', '+++090/9337/55493+++'],
  ['090933755493', '+++090/9337/55493+++'],
  ['***090/9337/55493***', '+++090/9337/55493+++'],
  ['090933755494', null],
  ['000000009797', '+++000/0000/09797+++'],
  ['RF18 5390 0754 7034', 'RF18539007547034'],
  ['rf18539007547034', 'RF18539007547034'],
  ['RF19539007547034', null],
  ['Facture 12', null],
  ['', null],
])('“%s” is %s', (text, expected) => {
  expect(structuredReferenceFrom(text)).toBe(expected);
});

test.each([
  ['BE68 5390 0754 7034', true],
  ['BE68539007547035', false],
  ['NL98ABNA0474400964', true],
  ['NL98ABNA0474400965', false],
  ['FR1420041010050500013M02606', true],
  ['BE68', false],
])('%s is an account number: %s', (text, expected) => {
  expect(isIban(text)).toBe(expected);
});
