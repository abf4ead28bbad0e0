import { expect, test } from 'vitest';
import {
  leastYears,
  RETENTION_COUNTRIES,
  RETENTION_SUBJECTS,
  retentionTermsOf,
  termsInForce,
} from './retention-terms.ts';

test.each([
  ['BE', 'invoices', 10],
  ['BE', 'correspondence', 10],
  ['FR', 'invoices', 10],
  ['DE', 'invoices', 8],
  ['DE', 'correspondence', 6],
  ['NL', 'invoices', 7],
  ['LU', 'bank_files', 10],
  ['XX', 'invoices', 10],
  ['BE', 'contacts', 3],
] as const)('in %s, %s are kept %d years', (country, subject, years) => {
  expect(retentionTermsOf(country)[subject].years).toBe(years);
});

test('every term names its source', () => {
  for (const country of RETENTION_COUNTRIES)
    for (const subject of RETENTION_SUBJECTS)
      expect(retentionTermsOf(country)[subject].source.length, `${country} ${subject}`).toBeGreaterThan(10);
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
