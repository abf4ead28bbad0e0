import { expect, test } from 'vitest';
import type { BankLine } from './bank-reading.ts';
import { identityOf, isReliable } from './line-identity.ts';

const LINE: BankLine = {
  row: 1,
  bookedOn: '2026-03-31',
  valueOn: null,
  amount: 2_500_000n,
  currency: 'EUR',
  counterparty: 'Café Noir',
  iban: null,
  bic: null,
  ultimateParty: null,
  structuredReference: null,
  text: 'F1',
  endToEndId: null,
  bankReference: null,
  mandate: null,
  code: null,
  reversal: false,
  returnReason: null,
  pending: false,
  details: [],
};

test.each<[what: string, change: Partial<BankLine>, same: boolean]>([
  ['another row', { row: 9 }, true],
  ['another value day', { valueOn: '2026-04-01' }, true],
  ['another day', { bookedOn: '2026-03-30' }, false],
  ['another amount', { amount: 2_500_001n }, false],
  ['another currency', { currency: 'USD' }, false],
  ['another payer', { counterparty: 'Café Blanc' }, false],
  ['another account', { iban: 'BE71096123456769' }, false],
  ['another text', { text: 'F2' }, false],
  ['pending', { pending: true }, false],
  ['a reference that is none', { bankReference: 'NONREF' }, true],
  ['a reference', { bankReference: 'ABC1234567' }, false],
])('a line and one with %s', (_, change, same) => {
  expect(identityOf({ ...LINE, ...change }) === identityOf(LINE)).toBe(same);
});

test('a reference stands for all that is said, but not for the day and the amount', () => {
  const line = { ...LINE, bankReference: 'ABC1234567' };
  expect(identityOf({ ...line, text: 'F2', counterparty: null })).toBe(identityOf(line));
  expect(identityOf({ ...line, bookedOn: '2026-03-30' })).not.toBe(identityOf(line));
  expect(identityOf({ ...line, amount: 1n })).not.toBe(identityOf(line));
});

test.each<[reference: string | null, reliable: boolean]>([
  [null, false],
  ['NONREF', false],
  ['1', false],
  ['12345', false],
  ['123456', true],
  ['000000', false],
  ['00000000000', false],
  ['ABCDEF123', false],
  ['ABCDEF1234', true],
])('as a reference, %s: %s', (reference, reliable) => {
  expect(isReliable(reference)).toBe(reliable);
});
