import { expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { rateText } from './percent.ts';
import { endOfPeriod, findRate, missingRate, STATUTORY_RATES, withGivenRates } from './rate-book.ts';

const day = epochDayFrom;

test.each([
  // series, a day, the period its rate would be published for
  ['BE_COMMERCIAL', '2027-06-30', '2027-01-01', '2027-06-30'],
  ['BE_COMMERCIAL', '2027-07-01', '2027-07-01', '2027-12-31'],
  ['BE_CIVIL', '2027-06-30', '2027-01-01', '2027-12-31'],
  ['NL_CIVIL', '2027-06-30', '2027-06-30', '2027-06-30'], // set by decree: on any day
])('a rate of %s missing on %s is that of %s to %s', (series, on, from, until) => {
  expect(missingRate(series, day(on))).toEqual({ series, from, until });
});

test.each([
  ['2027-06-30', 'semester', '2027-07-01'],
  ['2027-07-01', 'semester', '2028-01-01'],
  ['2027-07-01', 'year', '2028-01-01'],
  ['2027-07-01', 'statute', '9999-12-31'],
  ['2027-07-01', 'decree', '9999-12-31'],
] as const)('a rate from %s, by the %s, ends before %s', (from, period, end) => {
  expect(isoDay(endOfPeriod(day(from), period))).toBe(end);
});

test.each([
  // given for a part of a half-year at 10.50: the rest of it stays
  ['2025-08-01', '2025-08-31', ['10.50', '9.00', '9.00', '10.50']],
  ['2025-07-01', '2025-08-31', ['9.00', '9.00', '9.00', '10.50']],
  ['2025-08-01', '2025-12-31', ['10.50', '9.00', '9.00', '9.00']],
])('a rate given from %s to %s changes those days alone', (from, until, expected) => {
  const given = { series: 'BE_COMMERCIAL', from, until, percent: '9.00', source: 'x' } as const;
  const book = withGivenRates(STATUTORY_RATES, [given]);
  const rates = ['2025-07-31', '2025-08-01', '2025-08-31', '2025-09-01'].map((on) => {
    const span = findRate(book, 'BE_COMMERCIAL', day(on));
    return span && rateText(span.percent);
  });
  expect(rates).toEqual(expected);
  const spans = book.get('BE_COMMERCIAL') ?? [];
  expect(spans.every(({ startsOn, endsOn }) => startsOn < endsOn)).toBe(true);
});
