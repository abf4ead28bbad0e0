import { expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { lastDayOf, readTypedRates, type TypedRate, verifiedBeneath } from './given-rates.ts';
import { type GivenRate, STATUTORY_RATES, withGivenRates } from './rate-book.ts';
import { listRates } from './rate-list.ts';

const SOUND: TypedRate = {
  row: 2,
  series: 'BE_COMMERCIAL',
  from: '2027-01-01',
  until: '',
  percent: '10.50',
  source: 'Moniteur belge 2027-01-22',
};
const read = (given: Partial<TypedRate>) => readTypedRates([{ ...SOUND, ...given }]);

test.each([
  ['as the list writes it', {}, '10.50'],
  ['in small letters, a comma, a sign', { series: ' be_commercial ', percent: '10,5 %' }, '10.50'],
  ['below zero', { percent: '-0.88' }, '-0.88'],
  ['a hundred', { percent: '100' }, '100.00'],
  ['a hundred below zero', { percent: '-100' }, '-100.00'],
  [
    'with spaces around all of it',
    { from: ' 2027-01-01 ', until: ' ', percent: ' 10.5% ', source: ' x ' },
    '10.50',
  ],
  ['the longest source', { source: 'x'.repeat(300) }, '10.50'],
] as const)('a typed rate reads: %s', (_, given, percent) => {
  const { rates, problems } = read(given);
  expect(problems).toEqual([]);
  expect(rates).toMatchObject([{ series: 'BE_COMMERCIAL', from: '2027-01-01', until: null, percent }]);
});

test.each([
  [{ series: 'BE' }, 'series', 'rate_series_unknown'],
  [{ from: '1/1/2027' }, 'from', 'day_unreadable'],
  [{ from: '2027-02-30' }, 'from', 'day_unreadable'],
  [{ until: 'soon' }, 'until', 'day_unreadable'],
  [{ until: '2026-12-31' }, 'until', 'rate_days_crossed'],
  [{ percent: 'ten' }, 'percent', 'rate_unreadable'],
  [{ percent: '100.01' }, 'percent', 'rate_unreadable'],
  [{ percent: '-100.01' }, 'percent', 'rate_unreadable'],
  [{ percent: '10 % x' }, 'percent', 'rate_unreadable'],
  [{ from: '2027-01-01T00:00' }, 'from', 'day_unreadable'],
  [{ from: 'on 2027-01-01' }, 'from', 'day_unreadable'],
  [{ until: '2027-06-31' }, 'until', 'day_unreadable'],
  [{ source: '  ' }, 'source', 'rate_source_missing'],
  [{ source: 'x'.repeat(301) }, 'source', 'rate_source_missing'],
] as const)('%j is a problem of column %s: %s', (given, column, code) => {
  const { rates, problems } = read(given);
  expect(rates).toEqual([]);
  expect(problems).toMatchObject([{ code, at: { row: 2, column } }]);
});

test('every wrong row is told, and a day given twice by the line of the first', () => {
  const { problems } = readTypedRates([SOUND, { ...SOUND, row: 3 }, { ...SOUND, row: 4, percent: '' }]);
  expect(problems).toMatchObject([
    { code: 'rate_given_twice', at: { row: 3, column: 'from' }, facts: { line: '2' } },
    { code: 'rate_unreadable', at: { row: 4, column: 'percent' } },
  ]);
});

const given = (from: string, percent: string, until: string | null = null): GivenRate => ({
  ...{ series: 'BE_COMMERCIAL', from, until, percent, source: 'x' },
});

test.each([
  // Verified: H2 2025, 10.50 %.
  ['another value for a verified half-year', given('2025-07-01', '11.00'), '2025-07-01'],
  ['the same value again', given('2025-07-01', '10.50'), null],
  ['its last day', given('2025-12-31', '11.00', '2025-12-31'), '2025-07-01'],
  ['a half-year nobody knows', given('2027-01-01', '11.00'), null],
] as const)('%s', (_, rate, from) => {
  const found = verifiedBeneath(STATUTORY_RATES, rate);
  expect(found && isoDay(found.startsOn)).toBe(from);
});

test('a given rate holds to the end of its period, or to the day given', () => {
  expect(lastDayOf(given('2027-01-01', '11.00'))).toBe('2027-06-30');
  expect(lastDayOf(given('2027-01-01', '11.00', '2027-03-31'))).toBe('2027-03-31');
  expect(lastDayOf({ ...given('2027-01-01', '6.00'), series: 'NL_CIVIL' })).toBeNull();
});

test('the list shows what was given in the place of the tables, and what nobody knows', () => {
  const on = epochDayFrom('2027-02-01');
  const of = (book = STATUTORY_RATES) => listRates(book, on).find(({ id }) => id === 'BE_COMMERCIAL');
  expect(of()?.rates[0]).toMatchObject({ from: '2027-01-01', until: '2027-06-30', status: 'missing' });
  expect(of(withGivenRates(STATUTORY_RATES, [given('2027-01-01', '11.00')]))?.rates[0]).toEqual({
    from: '2027-01-01',
    until: '2027-06-30',
    percent: '11.00',
    status: 'given',
    sources: ['x'],
    remark: null,
  });
  expect(of()?.countries).toEqual(['BE']);
  const african = listRates(STATUTORY_RATES, on).find(({ id }) => id === 'UMOA_LEGAL');
  expect(african?.countries).toContain('SN');
});

test.each<[Partial<TypedRate>, Record<string, string>]>([
  [{ series: ' be ' }, { given: 'be' }],
  [{ from: ' 1/1/2027 ' }, { given: '1/1/2027', example: '2026-07-01' }],
  [{ until: ' soon ' }, { given: 'soon', example: '2026-07-01' }],
  [{ until: '2026-12-31' }, { from: '2027-01-01', until: '2026-12-31' }],
  [{ percent: ' ten ' }, { given: 'ten', example: '8.50' }],
  [{ source: '' }, { most: '300' }],
])('%j is told with what was given, and what is expected: %j', (change, facts) => {
  expect(read(change).problems.map((one) => one.facts)).toEqual([facts]);
});

test('a rate may hold a single day', () => {
  expect(read({ until: ' 2027-01-01 ' }).rates).toMatchObject([{ from: '2027-01-01', until: '2027-01-01' }]);
});

test('all that is wrong with a row is told at once', () => {
  const wrong = { series: 'x', from: 'x', until: 'x', percent: 'x', source: '' };
  expect(read(wrong).problems.map(({ at }) => at?.column)).toEqual([
    'series',
    'from',
    'until',
    'percent',
    'source',
  ]);
});

test('another series may have a rate of the same day', () => {
  const other = { ...SOUND, row: 3, series: 'BE_CIVIL' };
  expect(readTypedRates([SOUND, other]).rates.map(({ series }) => series)).toEqual([
    'BE_COMMERCIAL',
    'BE_CIVIL',
  ]);
});

test.each([
  // a rate given up to, or from, a verified half-year that begins on 1 July and ends on 31 December 2025
  ['2025-06-01', '2025-06-30', '11.00', null],
  ['2025-06-30', '2025-07-01', '11.00', '2025-07-01'],
  ['2025-06-30', '2025-07-01', '10.50', null],
  ['2025-12-31', '2026-01-31', '11.00', '2025-07-01'],
  // 2026 is known from one source alone: it gives way without a word
  ['2026-01-01', '2026-06-30', '11.00', null],
])('from %s to %s a rate of %s puts aside the verified one of %s', (from, until, percent, expected) => {
  const found = verifiedBeneath(STATUTORY_RATES, given(from, percent, until));
  expect(found && isoDay(found.startsOn)).toBe(expected);
});
