import { expect, test } from 'vitest';
import { maskCards, maskedCard, referenceOrNull, tidy, tidyText } from './bank-text.ts';

test.each([
  ['4111111111111111', 'xxxxxxxxxxxx1111'],
  ['CARD 4111 1111 1111 1111.', 'CARD xxxxxxxxxxxx1111.'],
  ['5500-0000-0000-0004', 'xxxxxxxxxxxx0004'],
  ['378282246310005', 'xxxxxxxxxxx0005'],
  // Not a card: wrong check digit, part of a longer number, an account, a reference.
  ['4111111111111112', '4111111111111112'],
  ['41111111111111110', '41111111111111110'],
  ['BE68539007547034', 'BE68539007547034'],
  ['+++090/9337/55493+++', '+++090/9337/55493+++'],
  ['SIRET 73282932000074', 'SIRET 73282932000074'],
  ['', ''],
])('%j becomes %j', (text, expected) => {
  expect(maskCards(text)).toBe(expected);
});

test('what stands where a card belongs is masked whatever its check digit', () => {
  expect(maskedCard('5526145483651201')).toBe('xxxxxxxxxxxx1201');
  expect(maskedCard('1234')).toBe('1234');
});

test.each([
  [' a   b\n c ', 'a b c'],
  ['   ', null],
  [null, null],
])('%j is tidied to %j', (text, expected) => {
  expect(tidy(text)).toBe(expected);
});

test('a text that must be one is empty rather than none', () => expect(tidyText('  ')).toBe(''));

test.each([
  ['E2E-42', 'E2E-42'],
  ['NOTPROVIDED', null],
  ['not provided', null],
  ['NONREF', null],
  ['0000000', null],
  ['', null],
  ['00042', '00042'],
])('the reference %j is %j', (text, expected) => {
  expect(referenceOrNull(text)).toBe(expected);
});
