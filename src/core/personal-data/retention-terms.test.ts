import { expect, test } from 'vitest';
import {
  goesOn,
  keptUntil,
  leastYears,
  RETENTION_COUNTRIES,
  RETENTION_SUBJECTS,
  retentionTermsOf,
  termsInForce,
} from './retention-terms.ts';

test.each([
  ['BE', 'invoices', '2026-01-01', '2036-12-31'],
  ['BE', 'invoices', '2026-12-31', '2036-12-31'],
  ['BE', 'correspondence', '2027-01-01', '2037-12-31'],
  ['FR', 'invoices', '2026-03-31', '2036-12-31'],
  ['DE', 'invoices', '2026-03-31', '2034-12-31'],
  ['DE', 'correspondence', '2026-03-31', '2032-12-31'],
  ['NL', 'invoices', '2024-02-29', '2031-12-31'],
  ['LU', 'bank_files', '2026-03-31', '2036-12-31'],
  ['XX', 'invoices', '2026-03-31', '2036-12-31'],
  ['BE', 'contacts', '2026-03-31', '2029-12-31'],
] as const)('in %s, %s of %s are kept until %s', (country, subject, paperOn, until) => {
  const term = retentionTermsOf(country)[subject];
  expect(keptUntil(Temporal.PlainDate.from(paperOn), term).toString()).toBe(until);
});

test('every term names its source', () => {
  for (const country of RETENTION_COUNTRIES)
    for (const subject of RETENTION_SUBJECTS)
      expect(retentionTermsOf(country)[subject].source.length, `${country} ${subject}`).toBeGreaterThan(10);
});

test.each([
  ['2036-12-30', '2036-12-31'],
  ['2036-12-31', '2037-01-01'],
])('kept until %s, it goes on %s', (until, day) => {
  expect(goesOn(Temporal.PlainDate.from(until)).toString()).toBe(day);
});

test.each([
  ['BE', 'invoices', 10],
  ['DE', 'correspondence', 6],
  ['DE', 'bank_files', 8],
  ['NL', 'invoices', 7],
  // No law says how long a contact person is kept, nor what another country asks.
  ['BE', 'contacts', 0],
  ['XX', 'invoices', 0],
] as const)('in %s, %s are kept at least %d years', (country, subject, years) => {
  expect(leastYears(retentionTermsOf(country)[subject])).toBe(years);
});

test.each([
  ['BE', 'invoices', 9, 10],
  ['BE', 'invoices', 10, 10],
  ['BE', 'invoices', 11, 11],
  ['BE', 'contacts', 1, 1],
  ['XX', 'invoices', 2, 2],
] as const)('in %s, %s of own %d years stand for %d', (country, subject, own, years) => {
  const terms = termsInForce(country, new Map([[subject, { years: own, source: 'our own' }]]));
  expect(terms[subject].years).toBe(years);
  expect(terms[subject].source === 'our own').toBe(own === years);
});
