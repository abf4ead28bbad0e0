import { describe, expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { afterMonths } from './claim-start.ts';
import { findRegime } from './find-regime.ts';
import { dueAfter, lawfulDueOn, longestTerm } from './payment-term.ts';
import { belgianWaiting, dutchLetterTerm, type SentBy } from './waiting-periods.ts';

const day = epochDayFrom;

describe('CDE, art. XIX.2: fourteen days after the free reminder', () => {
  test.each<[SentBy, string, string, string, string]>([
    ['mail', '2026-03-31', '2026-04-01', '2026-04-14', '2026-04-15'],
    ['post', '2026-03-31', '2026-04-03', '2026-04-16', '2026-04-17'],
    // A weekend and Easter Monday lie between.
    ['post', '2026-04-02', '2026-04-08', '2026-04-21', '2026-04-22'],
    // New Year's Day of the next year is not worked either.
    ['post', '2026-12-30', '2027-01-05', '2027-01-18', '2027-01-19'],
  ])('by %s on %s: from %s to %s, claimable on %s', (by, sent, startsOn, endsOn, claimableOn) => {
    const found = belgianWaiting(day(sent), by);
    expect(Object.values(found).map(isoDay)).toEqual([startsOn, endsOn, claimableOn]);
  });
});

describe('BW, art. 6:96 lid 6: fourteen days from the day after receipt', () => {
  test.each<[SentBy, string, string, string]>([
    ['mail', '2026-03-31', '2026-04-01', '2026-04-15'],
    ['post', '2026-03-31', '2026-04-03', '2026-04-17'],
    // Neither Sunday nor Monday brings post.
    ['post', '2026-04-10', '2026-04-15', '2026-04-29'],
    // Nor does Ascension Day.
    ['post', '2026-05-13', '2026-05-17', '2026-05-31'],
    // Nor New Year's Day.
    ['post', '2026-12-31', '2027-01-06', '2027-01-20'],
  ])('by %s on %s: from %s, claimable on %s', (by, sent, startsOn, claimableOn) => {
    const found = dutchLetterTerm(day(sent), by);
    expect([isoDay(found.startsOn), isoDay(found.claimableOn)]).toEqual([startsOn, claimableOn]);
  });
});

test.each([
  ['none', '2026-03-01'],
  ['days_then_end', '2026-03-31'],
  ['end_then_days', '2026-03-17'],
] as const)('45 days, end of month %s, after 15 January is %s', (endOfMonth, expected) => {
  expect(isoDay(dueAfter(day('2026-01-15'), { days: 45, endOfMonth }))).toBe(expected);
});

describe('the longest term', () => {
  const term = (country: string, kind: 'business' | 'public', dueOn: string) => {
    const regime = findRegime(country, kind);
    const longest = regime && longestTerm(regime, day('2026-01-15'), day(dueOn));
    return longest ? isoDay(longest) : null;
  };
  test.each([
    // 60 days, or either reading of 45 days end of month.
    ['FR', 'business', '2026-03-31', null],
    ['FR', 'business', '2026-04-01', '2026-03-31'],
    ['BE', 'business', '2026-03-16', null],
    ['BE', 'business', '2026-03-17', '2026-03-16'],
  ] as const)('%s %s, issued on 15 January, due on %s: %s', (country, kind, dueOn, expected) => {
    expect(term(country, kind, dueOn)).toBe(expected);
  });

  test.each([
    ['2026-06-01', '2026-01-15', '2026-03-16'],
    ['2026-03-01', '2026-01-15', '2026-03-01'],
    ['2026-06-01', null, '2026-06-01'],
  ])('a Belgian clause that gives until %s for an invoice of %s ends on %s', (dueOn, issuedOn, expected) => {
    const regime = findRegime('BE', 'business');
    if (!regime) throw new Error('no law for Belgium');
    expect(isoDay(lawfulDueOn(regime, issuedOn === null ? null : day(issuedOn), day(dueOn)))).toBe(expected);
  });
});

test.each([
  ['2026-01-31', 1, '2026-02-28'],
  ['2023-11-30', 3, '2024-02-29'],
  ['2026-11-30', 3, '2027-02-28'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-10-31', 2, '2026-12-31'],
  ['2026-09-30', 3, '2026-12-30'],
])('%s and %d months is %s', (from, months, expected) => {
  expect(isoDay(afterMonths(day(from), months))).toBe(expected);
});
