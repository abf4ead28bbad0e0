import { isValidIBAN } from 'ibantools';
import { describe, expect, test } from 'vitest';
import { belgianIban, enterpriseNumber, iban, structuredReference, vatNumber } from './check-digits.ts';
import { DEMO_COMPANY } from './company.ts';
import { DEMO_DEBTORS } from './debtors.ts';
import { DEMO_DOCUMENTS, DEMO_TODAY, openOn } from './ledger.ts';

describe('the numbers of the demo pass the checks that real ones pass', () => {
  test.each([
    // Published examples, whose check digits are known.
    [structuredReference('0909337554'), '090/9337/55493'],
    [belgianIban('5390075470'), 'BE68539007547034'],
    [iban('DE', '370400440532013000'), 'DE89370400440532013000'],
  ])('%s', (made, known) => expect(made).toBe(known));

  test('an enterprise number ends in 97 minus the rest of its first eight digits', () => {
    const digits = enterpriseNumber('07654321').replaceAll('.', '');
    expect(97 - (Number(digits.slice(0, 8)) % 97)).toBe(Number(digits.slice(8)));
  });

  test.each([
    ['DE', /^DE\d{9}$/],
    ['FR', /^FR\d{11}$/],
    ['NL', /^NL\d{9}B01$/],
    ['LU', /^LU\d{8}$/],
    ['BE', /^BE0\d{9}$/],
    ['CI', /^$/],
  ])('a VAT number of %s has its shape', (country, shape) => expect(vatNumber(country, 42)).toMatch(shape));

  test('the company is payable', () => expect(isValidIBAN(DEMO_COMPANY.iban)).toBe(true));
});

describe('the ledger', () => {
  const today = openOn(DEMO_TODAY);

  test('has forty debtors and about three hundred items over eighteen months', () => {
    expect(DEMO_DEBTORS).toHaveLength(40);
    const items = DEMO_DOCUMENTS.flatMap((document) => document.items);
    expect(items.length).toBeGreaterThan(300);
    expect(String(DEMO_DOCUMENTS[0]?.issuedOn)).toMatch(/^2024-1/);
    expect(
      DEMO_DOCUMENTS.every(({ issuedOn }) => Temporal.PlainDate.compare(issuedOn, DEMO_TODAY) <= 0),
    ).toBe(true);
  });

  test('names every document once', () => {
    const numbers = DEMO_DOCUMENTS.map(({ debtor, kind, number }) => `${debtor.number} ${kind} ${number}`);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('leaves a bit of everything open on the day of the demo', () => {
    const late = today.map(({ item }) => item.dueOn.until(DEMO_TODAY).days);
    expect(late.filter((days) => days <= 0).length).toBeGreaterThan(15);
    expect(late.filter((days) => days > 0 && days <= 30).length).toBeGreaterThan(10);
    expect(late.filter((days) => days > 90).length).toBeGreaterThan(10);
    expect(new Set(today.map(({ document }) => document.kind)).size).toBe(4);
    expect(new Set(today.map(({ document }) => document.debtor.language)).size).toBe(4);
    expect(today.some(({ document }) => document.items.length === 3)).toBe(true);
    expect(today.some(({ item, open }) => open !== item.amount)).toBe(true);
  });

  test('never pays more than was asked', () => {
    for (const { item } of openOn(Temporal.PlainDate.from('2030-01-01')))
      expect(
        item.payments.reduce((open, { amount }) => open - amount, item.amount) *
          (item.amount < 0n ? -1n : 1n),
      ).toBeGreaterThan(0n);
  });
});
