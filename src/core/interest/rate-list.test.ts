import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { type GivenRate, STATUTORY_RATES, withGivenRates } from './rate-book.ts';
import { countriesOf, listRates } from './rate-list.ts';

function list(series: string, on: string, given: readonly GivenRate[] = []) {
  const book = withGivenRates(STATUTORY_RATES, given);
  const found = listRates(book, epochDayFrom(on)).find(({ id }) => id === series);
  if (!found) throw new Error(`no series ${series}`);
  return found;
}
const newest = (series: string, on: string, given: readonly GivenRate[] = []) => {
  const [first] = list(series, on, given).rates;
  return first && [first.from, first.until, first.percent, first.status];
};
const rate = (change: Partial<GivenRate> = {}): GivenRate => ({
  series: 'BE_COMMERCIAL',
  from: '2029-01-01',
  until: null,
  percent: '11.00',
  source: 'Moniteur belge',
  ...change,
});

describe('the period of the day is listed though nobody knows its rate', () => {
  test.each([
    // series, on, the newest of the list
    ['BE_COMMERCIAL', '2026-12-31', ['2026-07-01', '2026-12-31', '10.50', 'derived']],
    ['BE_COMMERCIAL', '2027-01-01', ['2027-01-01', '2027-06-30', null, 'missing']],
    ['BE_COMMERCIAL', '2027-07-01', ['2027-07-01', '2027-12-31', null, 'missing']],
    ['BE_CIVIL', '2027-07-01', ['2027-01-01', '2027-12-31', null, 'missing']],
    ['FR_LEGAL_OTHER', '2026-06-30', ['2026-07-01', '2026-12-31', null, 'missing']],
    // no longer published: nothing is missing of it
    ['BE_COMMERCIAL_BEFORE_2013', '2026-12-31', ['2015-01-01', '2015-03-15', '7.50', 'verified']],
    ['FR_LEGAL_SINGLE', '2026-12-31', ['2014-01-01', '2014-12-31', '0.04', 'verified']],
    // set by statute or decree: until another is made
    ['CH_STATUTE', '2031-01-01', ['1912-01-01', null, '5.00', 'verified']],
    ['NL_CIVIL', '2026-12-31', ['2026-07-01', '2026-12-31', '4.00', 'verified']],
  ])('%s on %s: %j', (series, on, expected) => {
    expect(newest(series, on)).toEqual(expected);
  });

  test('a series somebody keeps going by hand is still published', () => {
    expect(newest('BE_COMMERCIAL', '2031-02-01')).toEqual(['2026-07-01', '2026-12-31', '10.50', 'derived']);
    expect(newest('BE_COMMERCIAL', '2031-02-01', [rate()])).toEqual([
      '2031-01-01',
      '2031-06-30',
      null,
      'missing',
    ]);
  });

  test('what a person gave for a period fills it', () => {
    const given = rate({ series: 'FR_LEGAL_OTHER', from: '2026-07-01', percent: '2.70' });
    expect(newest('FR_LEGAL_OTHER', '2026-08-01', [given])).toEqual([
      '2026-07-01',
      '2026-12-31',
      '2.70',
      'given',
    ]);
  });
});

test('the newest stands first, whichever is known', () => {
  const days = list('LU_CONSUMER', '2027-02-01').rates.map(({ from }) => from);
  expect(days).toEqual(days.toSorted().toReversed());
  expect(new Set(days).size).toBe(days.length);
});

test('a source is shown as people read it, and one that does not decode as it was written', () => {
  const sources = list('BE_COMMERCIAL', '2026-03-01').rates.flatMap((one) => one.sources);
  expect(sources).toContainEqual(expect.stringContaining('/actualités/'));
  const [own] = list('BE_COMMERCIAL', '2029-02-01', [rate({ source: 'up 100%' })]).rates;
  expect(own?.sources).toEqual(['up 100%']);
});

test('a rate keeps the remark of its row', () => {
  const of = (from: string) =>
    list('BE_COMMERCIAL', '2026-03-01').rates.find((one) => one.from === from)?.remark;
  expect(of('2026-01-01')).toBe('Stated before its official publication; 2.15 + 8 rounded up.');
  expect(of('2025-07-01')).toBeNull();
});

test.each([
  ['ECB_REFINANCING', ['EU']],
  ['BE_COMMERCIAL', ['BE']],
  ['UK_BANK_RATE', ['GB']],
  ['MC_LEGAL', ['MC']],
  ['UMOA_LEGAL', ['BJ', 'BF', 'CI', 'GW', 'ML', 'NE', 'SN', 'TG']],
])('%s serves %j', (series, countries) => {
  expect(countriesOf(series)).toEqual(countries);
});
