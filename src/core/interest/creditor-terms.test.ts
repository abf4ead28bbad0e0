import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { type CompanyLaw, type CreditorTerms, type LateClaim, stepFees, withVat } from './late-interest.ts';
import { STATUTORY_RATES } from './rate-book.ts';

const day = epochDayFrom;
const TERMS: CreditorTerms = { hasClause: false, isSmall: false, takesOffVat: true, goods: null };
const law = (country: string, given: Partial<CreditorTerms> = {}): CompanyLaw => ({
  country,
  rates: STATUTORY_RATES,
  creditor: { ...TERMS, ...given },
});

test.each([
  ['NL', false, 10_000n, 12_100n],
  ['NL', false, 4001n, 4841n],
  ['NL', true, 10_000n, 10_000n],
  ['BE', false, 10_000n, 10_000n],
])('in %s, VAT taken off %s: costs of %d are asked as %d', (country, takesOffVat, costs, asked) => {
  expect(withVat(costs, law(country, { takesOffVat }))).toBe(asked);
});

test('a creditor of which nothing is said is taken to take its VAT off', () => {
  expect(withVat(10_000n, { country: 'NL', rates: STATUTORY_RATES })).toBe(10_000n);
});

const reminded = { sentOn: day('2025-10-20'), by: 'mail' as const };
const line = (given: Partial<LateClaim> = {}): LateClaim => ({
  open: 100_000n,
  currency: 'EUR',
  dueOn: day('2025-10-15'),
  on: day('2025-12-31'),
  kind: 'consumer',
  firstNotice: null,
  hasClause: false,
  ...given,
});
const fees = (lines: LateClaim[], of: CompanyLaw, currency: 'EUR' | 'USD' = 'EUR') =>
  stepFees({ kind: 'fixed', amount: '5.00' }, { lines, currency, companyCurrency: currency, law: of });

test('a German consumer is asked a fee once one of the debts had its reminder', () => {
  expect(fees([line(), line()], law('DE'))).toEqual([0n, 0n]);
  expect(fees([line(), line({ firstNotice: reminded })], law('DE'))).toEqual([500n, 0n]);
});

test('a Belgian consumer is asked one where the policy or the general terms have a clause', () => {
  const late = line({ firstNotice: reminded });
  expect(fees([late], law('BE'))).toEqual([0n]);
  expect(fees([{ ...late, hasClause: true }], law('BE'))).toEqual([500n]);
  expect(fees([late], law('BE', { hasClause: true }))).toEqual([500n]);
});

test('the Dutch scale is written in euros: in another currency nothing is asked', () => {
  const late = line({ firstNotice: reminded });
  expect(fees([late], law('NL'))).toEqual([500n]);
  const dollars = { lines: [{ ...late, currency: 'USD' as const }], companyCurrency: 'USD' as const };
  expect(stepFees({ kind: 'statutory' }, { ...dollars, currency: 'USD', law: law('NL') })).toEqual([0n]);
  const euros = { lines: [late], companyCurrency: 'EUR' as const, currency: 'EUR' as const };
  expect(stepFees({ kind: 'statutory' }, { ...euros, law: law('NL') })).toEqual([15_000n]);
});
