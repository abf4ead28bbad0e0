import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { clauseProblems, type LateClause } from './terms-problems.ts';

const TERMS = { currency: 'EUR', on: epochDayFrom('2026-03-31'), rates: STATUTORY_RATES } as const;

function said(country: string, given: Partial<LateClause>): string[] {
  const clause = { hasClause: true, yearlyPercent: null, penalty: null, ...given };
  return clauseProblems(clause, country, TERMS).map(({ kind, of, code }) => `${kind} ${of} ${code}`);
}

test.each([
  ['BE', '10.50', ['public interest policy_rate_not_agreed']],
  ['BE', '10.51', ['consumer interest policy_rate_above_ceiling', 'public interest policy_rate_not_agreed']],
  ['FR', '7.86', ['public interest policy_rate_not_agreed']],
  ['FR', '7.85', ['business interest policy_rate_below_floor', 'public interest policy_rate_not_agreed']],
  ['NL', '1.00', []],
  ['DE', '1.00', []],
  ['LU', '1.00', []],
] as const)('in %s, %s % a year', (country, yearlyPercent, found) => {
  expect(said(country, { yearlyPercent }).sort()).toEqual([...found].sort());
});

test.each([
  ['BE', { percent: '10', least: '40', most: '2000' }, ['consumer penalty policy_fee_above_cap']],
  ['BE', { percent: '5', least: '20', most: '2000' }, []],
  ['BE', { percent: '5', least: '20.01', most: '2000' }, ['consumer penalty policy_fee_above_cap']],
  ['FR', { percent: '10', least: '0', most: null }, ['consumer penalty policy_fee_forbidden']],
  ['NL', { percent: '15', least: '40', most: '375' }, []],
  ['NL', { percent: '15', least: '40', most: '400' }, ['consumer penalty policy_fee_above_cap']],
] as const)('in %s, a penalty of %j', (country, penalty, found) => {
  expect(said(country, { penalty })).toEqual(found);
});

test('terms without a clause have nothing wrong with it', () => {
  const clause = { hasClause: false, yearlyPercent: '99', penalty: null };
  expect(clauseProblems(clause, 'BE', TERMS)).toEqual([]);
});
