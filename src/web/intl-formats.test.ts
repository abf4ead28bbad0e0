import { expect, test } from 'vitest';
import { formatsIn } from './intl-formats.ts';
import { notationOf } from './notation.ts';

const NARROW = '\u202f';
const FIXED = '\u00a0';

test.each([
  ['fr', 'BE', 'fr-BE'],
  ['fr', 'SN', 'fr-SN'],
  ['fr', 'NL', 'fr-FR'],
  ['nl', 'BE', 'nl-BE'],
  ['nl', 'FR', 'nl-NL'],
  ['de', undefined, 'de-DE'],
  ['en', 'BE', 'en-GB'],
  ['en', 'US', 'en-US'],
] as const)('%s in %s is written as %s', (language, country, locale) => {
  expect(notationOf(language, country)).toBe(locale);
});

test.each([
  ['fr-BE', '-1234567.50', 'EUR', `-1${NARROW}234${NARROW}567,50${FIXED}€`],
  ['nl-BE', '1234.50', 'EUR', `€${FIXED}1.234,50`],
  ['de-DE', '1234.50', 'EUR', `1.234,50${FIXED}€`],
  ['en-GB', '1234.50', 'EUR', '€1,234.50'],
  ['fr-SN', '1234', 'XOF', `1${NARROW}234${FIXED}F${NARROW}CFA`],
  // Longer than a float can hold: the last cent is still there.
  ['en-GB', '90071992547409931.07', 'EUR', '€90,071,992,547,409,931.07'],
])('%s writes %s %s as %s', (locale, amount, currency, written) => {
  expect(formatsIn(locale).money({ amount, currency })).toBe(written);
});

test.each(['fr-BE', 'nl-BE', 'de-DE', 'de-AT', 'en-GB'])('%s: a day always has its whole year', (locale) => {
  const { day, dayShort } = formatsIn(locale);
  expect(day('2026-03-05')).toContain('2026');
  expect(dayShort('2026-03-05')).toContain('2026');
  expect(day('2026-03-05')).toMatch(/\p{L}{3}/u);
});

test.each([
  ['2026-03-05', '2026-03-05', 'today'],
  ['2026-03-04', '2026-03-05', 'yesterday'],
  ['2026-04-01', '2026-03-05', 'in 27 days'],
])('%s seen from %s is %s', (iso, today, words) => {
  expect(formatsIn('en-GB').relativeDay(iso, today)).toBe(words);
});
