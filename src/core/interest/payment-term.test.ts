import { expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { regimeFor } from './find-regime.ts';
import { lateInterest } from './late-interest.ts';
import { lawfulDueOn, longestTerm, ordinaryTerm } from './payment-term.ts';
import { STATUTORY_RATES } from './rate-book.ts';

const day = epochDayFrom;

/** An invoice of 1 January 2026: sixty days later is 2 March. */
const ISSUED = day('2026-01-01');

test.each([
  // what the law strikes out ends on the sixtieth day
  ['BE', 'business', '2026-03-02', '2026-03-02'],
  ['BE', 'business', '2026-03-03', '2026-03-02'],
  ['BE', 'public', '2026-03-31', '2026-03-02'],
  ['DE', 'public', '2026-03-31', '2026-03-02'],
  ['FR', 'public', '2026-03-31', '2026-03-02'],
  // what stands where it is fair stays
  ['DE', 'business', '2026-03-31', '2026-03-31'],
  ['NL', 'business', '2026-03-31', '2026-03-31'],
  ['LU', 'business', '2026-03-31', '2026-03-31'],
  ['FR', 'business', '2026-03-31', '2026-03-31'],
  ['BE', 'consumer', '2026-06-30', '2026-06-30'],
] as const)('%s %s, due on %s by contract: %s by law', (country, kind, dueOn, lawful) => {
  expect(isoDay(lawfulDueOn(regimeFor(country, kind), ISSUED, day(dueOn)))).toBe(lawful);
  expect(isoDay(lawfulDueOn(regimeFor(country, kind), null, day(dueOn)))).toBe(dueOn);
});

test.each([
  ['BE', 'business', '2026-03-02', null],
  ['BE', 'business', '2026-03-03', 'term_void'],
  ['NL', 'business', '2026-03-03', 'term_if_fair'],
  ['DE', 'business', '2026-03-03', 'term_if_fair'],
  // 45 days end of month, in its second reading, ends on 17 March; in the first on 28 February
  ['FR', 'business', '2026-03-17', null],
  ['FR', 'business', '2026-03-18', 'term_if_fair'],
] as const)('%s %s, due on %s, says %s', (country, kind, dueOn, code) => {
  expect(notesOn(country, kind, dueOn)).toEqual(code ? [code] : []);
  expect(longestTerm(regimeFor(country, kind), ISSUED, day(dueOn)) !== null).toBe(code !== null);
});

test.each([
  // Thirty days end on 31 January, the sixty of public undertakings on 2 March (R2192-10, R2192-11).
  ['FR', '2026-01-31', null],
  ['FR', '2026-02-01', 'term_of_some_bodies'],
  ['FR', '2026-02-20', 'term_of_some_bodies'],
  ['FR', '2026-03-02', 'term_of_some_bodies'],
  ['FR', '2026-03-03', 'term_void'],
  ['BE', '2026-02-01', null],
  // Thirty days, up to sixty where express and justified: BGB § 271a Abs. 2, BW 6:119b.
  ['DE', '2026-01-31', null],
  ['DE', '2026-02-01', 'term_if_justified'],
  ['DE', '2026-03-02', 'term_if_justified'],
  ['DE', '2026-03-03', 'term_void'],
  ['NL', '2026-01-31', null],
  ['NL', '2026-02-01', 'term_if_justified'],
  ['NL', '2026-03-02', 'term_if_justified'],
  ['NL', '2026-03-03', 'term_if_fair'],
] as const)('a public debtor of %s, due on %s, says %s', (country, dueOn, code) => {
  expect(notesOn(country, 'public', dueOn)).toEqual(code ? [code] : []);
});

test('a term that only some public bodies have stands, and is told with the thirty days of the others', () => {
  const regime = regimeFor('FR', 'public');
  expect(isoDay(lawfulDueOn(regime, ISSUED, day('2026-02-20')))).toBe('2026-02-20');
  expect(ordinaryTerm(regime, ISSUED, day('2026-02-20'))).toBe(day('2026-01-31'));
  expect(ordinaryTerm(regime, ISSUED, day('2026-03-03'))).toBeNull();
});

function notesOn(country: string, kind: DebtorKind, dueOn: string): string[] {
  const late = {
    open: 100_000n,
    currency: 'EUR',
    dueOn: day(dueOn),
    issuedOn: ISSUED,
    on: day('2026-05-31'),
    kind,
    firstNotice: null,
    hasClause: false,
  } as const;
  const { notes } = lateInterest({ kind: 'statutory' }, late, { country, rates: STATUTORY_RATES });
  return notes.map(({ code }) => code).filter((code) => code.startsWith('term_'));
}

test('interest on a term that is struck out counts from the day after the longest one', () => {
  const from = (dueOn: string) => {
    const late = {
      open: 100_000n,
      currency: 'EUR',
      dueOn: day(dueOn),
      issuedOn: ISSUED,
      on: day('2026-05-31'),
      kind: 'business',
      firstNotice: null,
      hasClause: false,
    } as const;
    const { rows } = lateInterest({ kind: 'statutory' }, late, { country: 'BE', rates: STATUTORY_RATES });
    return rows.map((row) => isoDay(row.from));
  };
  expect(from('2026-03-02')).toEqual(['2026-03-03']);
  expect(from('2026-04-30')).toEqual(['2026-03-03']);
});
