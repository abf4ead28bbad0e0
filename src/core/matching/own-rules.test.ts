import { expect, test } from 'vitest';
import { caughtBy, type MatchRule, ruleFor } from './own-rules.ts';

const toCygne: MatchRule = {
  id: 'r1',
  contains: 'Horeca Invest',
  means: { kind: 'debtor', debtorId: 'cygne' },
};
const tax: MatchRule = { id: 'r2', contains: 'TVA', means: { kind: 'not_customer' } };
const told = { text: '', counterparty: null, ultimateParty: null, iban: null };

test.each([
  [{ ...told, text: 'virement HORECA  INVEST sa' }, 'r1'],
  [{ ...told, counterparty: 'Horéca Invest' }, 'r1'],
  [{ ...told, ultimateParty: 'HORECAINVEST' }, 'r1'],
  [{ ...told, text: 'horeca' }, null],
  [{ ...told, text: 'remboursement tva T4' }, 'r2'],
  // The first in their order speaks.
  [{ ...told, text: 'TVA horeca invest' }, 'r1'],
  [told, null],
])('%j is caught by %s', (line, rule) => {
  expect(ruleFor(line, [toCygne, tax])?.id ?? null).toBe(rule);
});

test('an account is looked for with or without its blanks', () => {
  const account = { ...told, iban: 'BE68539007547034' };
  expect(caughtBy('BE68 5390 0754', [account, told])).toEqual([account]);
  expect(caughtBy('be685390', [account, told])).toEqual([account]);
});

test('one sign catches nothing, two may', () => {
  const line = { ...told, text: 'ab' };
  expect(caughtBy('a', [line])).toEqual([]);
  expect(caughtBy('ab', [line])).toEqual([line]);
  expect(caughtBy('  ', [line])).toEqual([]);
});
