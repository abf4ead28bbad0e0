import { expect, test } from 'vitest';
import { structuredReferenceIn } from './find-reference.ts';

const BELGIAN = '+++090/9337/55493+++';
const CREDITOR = 'RF18539007547034';

test.each([
  ['+++090/9337/55493+++', BELGIAN],
  ['***090/9337/55493***', BELGIAN],
  ['+++ 090 9337 55493 +++', BELGIAN],
  ['Facture de mars +++090/9337/55493+++ merci', BELGIAN],
  ['facture 090/9337/55493 de mars', BELGIAN],
  ['090933755493', BELGIAN],
  [' 090 9337 55493 ', BELGIAN],
  ['RF18539007547034', CREDITOR],
  ['RF18 5390 0754 7034', CREDITOR],
  ['ref rf18 5390 0754 7034 merci beaucoup', CREDITOR],
  ['Rechnung RF18539007547034 vom 3. Mai', CREDITOR],
])('%j holds %s', (text, expected) => {
  expect(structuredReferenceIn(text)).toBe(expected);
});

test.each([
  ['+++090/9337/55494+++', 'its check digits fail'],
  ['facture 090933755493 de mars', 'twelve digits among words may be anything'],
  ['1090/9337/55493', 'a digit too many'],
  ['RF19539007547034', 'its check digits fail'],
  ['RF18', 'nothing behind it'],
  ['BARF18539007547034', 'within a word'],
  ['', 'nothing'],
  ['A'.repeat(10_000), 'long'],
  [`${'+++'.repeat(5000)}`, 'only marks'],
])('%j holds none: %s', (text) => {
  expect(structuredReferenceIn(text)).toBe(null);
});
