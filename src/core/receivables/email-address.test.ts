import { expect, test } from 'vitest';
import { emailAddressFrom, isEmailAddress } from './email-address.ts';

test.each([
  ['compta@lambert.example', true],
  ["o'brien+facturen@sub.example.be", true],
  ['müller@bücher.example', true],
  ['a@b.c', true],
  ['compta@lambert', false],
  ['compta@@lambert.example', false],
  ['compta@lambert..example', false],
  ['.compta@lambert.example', false],
  ['compta.@lambert.example', false],
  ['com pta@lambert.example', false],
  ['a@b.example, c@d.example', false],
  ['Compta <compta@lambert.example>', false],
  ['compta@lambert.example\r\nBcc: x@y.example', false],
  [`${'a'.repeat(65)}@b.example`, false],
  ['', false],
])('%j: %s', (text, usable) => {
  expect(isEmailAddress(text)).toBe(usable);
});

test('an address is taken without the blanks around it', () => {
  expect(emailAddressFrom(' compta@lambert.example ')).toBe('compta@lambert.example');
});
