import { expect, test } from 'vitest';
import { keptUntil, RETENTION_COUNTRIES, RETENTION_SUBJECTS, retentionTermsOf } from './retention-terms.ts';

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
