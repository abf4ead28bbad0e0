import { expect, test } from 'vitest';
import { readTypedAmount, readTypedDay } from './read-typed.ts';

// A Thursday.
const today = Temporal.PlainDate.from('2026-03-05');

test.each([
  ['2026-03-31', 'fr-BE', '2026-03-31'],
  ['31/3', 'fr-BE', '2026-03-31'],
  ['31.03.26', 'de-DE', '2026-03-31'],
  ['31-03-2026', 'nl-NL', '2026-03-31'],
  ['3/31/2026', 'en-US', '2026-03-31'],
  ['+14', 'fr-BE', '2026-03-19'],
  ['-1', 'fr-BE', '2026-03-04'],
  ['friday', 'en-GB', '2026-03-06'],
  ['next friday', 'en-GB', '2026-03-06'],
  ['thursday', 'en-GB', '2026-03-12'], // never today
  ['lundi prochain', 'fr-FR', '2026-03-09'],
  ['ma', 'nl-BE', '2026-03-09'],
  ['Mittwoch', 'de-DE', '2026-03-11'],
  ['31/2', 'fr-BE', null],
  ['31/13/2026', 'fr-BE', null],
  ['soon', 'en-GB', null],
  ['', 'en-GB', null],
])('“%s” in %s is %s', (text, locale, day) => {
  expect(readTypedDay(text, today, locale)?.toString() ?? null).toBe(day);
});

test.each([
  ['1234,56', 2, '1234.56'],
  ['1.234,56', 2, '1234.56'],
  ['1,234.56', 2, '1234.56'],
  ['1 234,56', 2, '1234.56'],
  ['1\u202f234,56', 2, '1234.56'],
  ["1'234.56", 2, '1234.56'],
  ['-12,5', 2, '-12.5'],
  ['1.234', 2, '1234'],
  ['1.234.567', 0, '1234567'],
  ['1,234', 3, '1.234'],
  ['12', 0, '12'],
  ['12,5', 0, null],
  ['1,2345', 2, null],
  ['12a', 2, null],
  ['', 2, null],
] as const)('“%s” with %i decimals is %s', (text, decimals, amount) => {
  expect(readTypedAmount(text, decimals)).toBe(amount);
});
