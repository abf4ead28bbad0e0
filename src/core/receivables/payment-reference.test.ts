import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { money } from '#core/money/money.ts';
import { epcPayload } from './epc-payment.ts';
import { belgianReference, creditorReference, printReference, readReference } from './payment-reference.ts';

test.each([
  ['+++090/9337/55493+++', 'belgian', '+++090/9337/55493+++'],
  ['090933755493', 'belgian', '+++090/9337/55493+++'],
  ['*** 090 / 9337 / 55493 ***'.replaceAll(' ', ''), 'belgian', '+++090/9337/55493+++'],
  // One digit off: free text, never a reference that a bank would refuse.
  ['+++090/9337/55494+++', 'free', '+++090/9337/55494+++'],
  ['RF18 5390 0754 7034', 'creditor', 'RF18 5390 0754 7034'],
  ['rf18539007547034', 'creditor', 'RF18 5390 0754 7034'],
  ['RF19 5390 0754 7034', 'free', 'RF19 5390 0754 7034'],
  ['Invoice 12', 'free', 'Invoice 12'],
])('%s is read as %s', (given, kind, printed) => {
  const reference = readReference(given);
  expect(reference.kind).toBe(kind);
  expect(printReference(reference)).toBe(printed);
});

test.each([
  [0n, '+++000/0000/00097+++'],
  [97n, '+++000/0000/09797+++'],
  [98n, '+++000/0000/09801+++'],
  [909337554n, '+++090/9337/55493+++'],
])('%s gives %s: a remainder of nought is written 97', (number, printed) => {
  expect(printReference(belgianReference(number))).toBe(printed);
});

test('what is made is read back', () => {
  for (const body of ['1', 'R20260001', 'ABCDEFGHIJKLMNOPQRSTU'])
    expect(readReference(creditorReference(body).text).kind).toBe('creditor');
  expect(() => creditorReference('')).toThrow(RangeError);
  expect(() => creditorReference('A'.repeat(22))).toThrow(RangeError);
  expect(() => belgianReference(10_000_000_000n)).toThrow(RangeError);
});

describe('the QR code of a transfer', () => {
  const payment = {
    beneficiary: 'Brasserie Éloïse',
    iban: 'BE68 5390 0754 7034',
    bic: null,
    amount: money(121000n, 'EUR'),
    reference: readReference('+++090/9337/55493+++'),
  };
  test('puts a Belgian reference in the free line', () => {
    expect(epcPayload(payment)).toBe(
      'BCD\n002\n1\nSCT\n\nBrasserie Eloise\nBE68539007547034\nEUR1210.00\n\n\n+++090/9337/55493+++',
    );
  });
  test('puts an RF reference in the structured line, and nothing after it', () => {
    const reference = readReference('RF18539007547034');
    expect(
      epcPayload({ ...payment, reference })
        ?.split('\n')
        .slice(8),
    ).toEqual(['', 'RF18539007547034']);
  });
  test.each([
    [money(0n, 'EUR'), false],
    [money(1n, 'EUR'), true],
    [money(99_999_999_999n, 'EUR'), true],
    [money(100_000_000_000n, 'EUR'), false],
    [money(5000n, 'XOF'), false],
  ])('of %o exists: %s', (amount, exists) => {
    expect(epcPayload({ ...payment, amount }) !== null).toBe(exists);
  });
});

const published = '../shared/samples/sepa/references.json';
describe.skipIf(!existsSync(published))(`published examples (skipped without ${published})`, () => {
  const { iso11649 } = existsSync(published)
    ? JSON.parse(readFileSync(published, 'utf8'))
    : { iso11649: { valid: [], invalid: [] } };
  test('valid creditor references are known, invalid ones are not', () => {
    for (const one of iso11649.valid) expect([one, readReference(one).kind]).toEqual([one, 'creditor']);
    for (const one of iso11649.invalid ?? []) expect([one, readReference(one).kind]).toEqual([one, 'free']);
  });
});
