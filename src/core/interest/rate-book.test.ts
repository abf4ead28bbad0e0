import { expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { Refusal } from '#core/refusal.ts';
import { fromEcbRate, provisionalRate } from './derive-rate.ts';
import { rateFrom, rateText, readRate } from './percent.ts';
import { findRate, rateOn, STATUTORY_RATES, seriesOf, withGivenRates } from './rate-book.ts';
import { ALL_SERIES, type SeriesId } from './rates/all-series.ts';
import { RATE_STATUSES, type RateSeries } from './rates/rate-series.ts';
import { RATE_SOURCES } from './rates/sources.ts';

const everySeries: readonly RateSeries[] = ALL_SERIES;

test.each([
  // series, day, percent
  ['BE_COMMERCIAL', '2025-06-30', '11.50'],
  ['BE_COMMERCIAL', '2025-07-01', '10.50'],
  ['BE_COMMERCIAL', '2026-12-31', '10.50'],
  ['BE_COMMERCIAL', '2027-01-01', null], // the last half-year does not run on
  ['BE_COMMERCIAL', '2013-03-15', null],
  ['BE_COMMERCIAL', '2013-03-16', '9.00'],
  ['BE_COMMERCIAL_BEFORE_2013', '2015-03-15', '7.50'],
  ['BE_COMMERCIAL_BEFORE_2013', '2015-03-16', null],
  ['BE_CIVIL', '2025-12-31', '4.50'],
  ['NL_COMMERCIAL', '2013-03-15', '7.75'],
  ['NL_COMMERCIAL', '2013-03-16', '8.75'],
  ['NL_CIVIL', '2014-12-31', '3.00'], // by decree: until the next one
  ['NL_CIVIL', '2015-01-01', '2.00'],
  ['NL_CIVIL', '2026-12-31', '4.00'],
  ['NL_CIVIL', '2027-01-01', null],
  ['FR_LEGAL_OTHER', '2026-06-30', '2.62'],
  ['FR_LEGAL_OTHER', '2026-07-01', null], // not found
  ['LU_CONSUMER', '2023-12-31', null],
  ['LU_CONSUMER', '2024-01-01', '4.50'],
  ['LU_CONSUMER', '2025-01-01', null],
  ['DE_BASE', '2022-12-31', '-0.88'],
  ['DE_BASE', '2023-01-01', '1.62'],
  ['AT_BASE', '2026-07-01', null],
  ['CH_STATUTE', '2050-01-01', '5.00'],
  ['UMOA_LEGAL', '2024-12-31', '5.0336'],
  ['UMOA_LEGAL', '2021-12-31', null],
  ['PT_COMMERCIAL', '2025-07-01', '10.15'],
] as const)('%s on %s is %s', (series, day, percent) => {
  const found = findRate(STATUTORY_RATES, series, epochDayFrom(day));
  expect(found && rateText(found.percent)).toBe(percent);
});

test.each([
  ['LU_CONSUMER', '2025-05-01', '2025-01-01', '2025-12-31'],
  ['FR_LEGAL_OTHER', '2026-08-01', '2026-07-01', '2026-12-31'],
  ['AT_BASE', '2027-03-01', '2027-01-01', '2027-06-30'],
  ['NL_CIVIL', '2027-03-01', '2027-03-01', '2027-03-01'],
] as const)(
  'a missing rate of %s on %s is refused with its period, not replaced by a neighbour',
  (series, day, from, until) => {
    expect(() => rateOn(STATUTORY_RATES, series, epochDayFrom(day))).toThrow(
      new Refusal('rate_missing', { series, from, until }),
    );
  },
);

test('the tables are in the order of their days, read as rates, and name sources that exist', () => {
  for (const { id, rows } of everySeries) {
    expect([id, rows.map(([from]) => from)]).toEqual([id, rows.map(([from]) => from).sort()]);
    for (const [from, percent, status, sources] of rows) {
      expect([id, from, isoDay(epochDayFrom(from))]).toEqual([id, from, from]);
      expect(percent === null ? 'missing' : readRate(percent)).not.toBeNull();
      expect(percent === null).toBe(status === 'missing');
      expect(RATE_STATUSES).toContain(status);
      for (const source of sources.split(' ').filter(Boolean))
        expect([source, RATE_SOURCES[source]]).not.toContain(undefined);
      if (status === 'verified' || status === 'one_source') expect(sources).not.toBe('');
    }
  }
});

test('rates that follow from the ECB rate by the formula of their law do so, in every half-year', () => {
  const derivable = [
    'BE_COMMERCIAL_BEFORE_2013',
    'BE_COMMERCIAL',
    'FR_COMMERCIAL',
    'FR_PUBLIC',
    'LU_COMMERCIAL',
    'IE_COMMERCIAL',
    'ES_COMMERCIAL',
    'IT_COMMERCIAL',
    'PT_COMMERCIAL',
    'NL_COMMERCIAL',
  ] as const;
  const odd: string[] = [];
  for (const series of derivable) {
    for (const span of STATUTORY_RATES.get(series) ?? []) {
      const ecb = findRate(STATUTORY_RATES, 'ECB_REFINANCING', span.startsOn);
      if (ecb && fromEcbRate(series, ecb.percent) !== span.percent)
        odd.push(`${series} ${isoDay(span.startsOn)}`);
    }
  }
  // Before 16 March 2013 the Dutch margin was 7.
  expect(odd).toEqual(['NL_COMMERCIAL 2013-01-01']);
});

test('the German base rate moves with the ECB rate, half-year by half-year', () => {
  const ecb = STATUTORY_RATES.get('ECB_REFINANCING') ?? [];
  const base = STATUTORY_RATES.get('DE_BASE') ?? [];
  expect(base.map(({ startsOn }) => startsOn)).toEqual(ecb.map(({ startsOn }) => startsOn));
  const moves = (spans: typeof ecb) =>
    spans.slice(1).map(({ percent }, at) => percent - (spans[at]?.percent ?? 0n));
  expect(moves(base)).toEqual(moves(ecb));
});

test('a provisional rate is offered from the ECB rate, and only where the law has a formula', () => {
  const on = epochDayFrom('2026-08-01');
  const found = provisionalRate(STATUTORY_RATES, 'BE_COMMERCIAL', on);
  expect(found && [rateText(found.percent), found.status]).toEqual(['10.50', 'derived']);
  expect(provisionalRate(STATUTORY_RATES, 'NL_CIVIL', on)).toBeNull();
  expect(provisionalRate(STATUTORY_RATES, 'BE_COMMERCIAL', epochDayFrom('2027-02-01'))).toBeNull();
});

test('a given rate replaces the table on its days and on no other', () => {
  const given = {
    series: 'BE_COMMERCIAL' as SeriesId,
    from: '2026-07-01',
    until: null,
    percent: '10.75',
    source: 'MB',
  };
  const book = withGivenRates(STATUTORY_RATES, [given]);
  const on = (day: string) => findRate(book, 'BE_COMMERCIAL', epochDayFrom(day));
  expect(['2026-06-30', '2026-07-01', '2026-12-31'].map((day) => rateText(on(day)?.percent ?? 0n))).toEqual([
    '10.50',
    '10.75',
    '10.75',
  ]);
  expect(on('2027-01-01')).toBeNull();
  expect(on('2026-07-01')).toMatchObject({ status: 'given', sources: ['MB'] });
  expect(rateOn(STATUTORY_RATES, 'BE_COMMERCIAL', epochDayFrom('2026-07-01')).percent).toBe(
    rateFrom('10.50'),
  );
});

test('a given rate may cover part of a row, which then stands on both sides of it', () => {
  const given = {
    series: 'BE_COMMERCIAL' as SeriesId,
    from: '2025-02-01',
    until: '2025-02-28',
    percent: '1.00',
    source: 'test',
  };
  const book = withGivenRates(STATUTORY_RATES, [given]);
  const on = (day: string) => rateText(findRate(book, 'BE_COMMERCIAL', epochDayFrom(day))?.percent ?? 0n);
  expect(['2025-01-31', '2025-02-01', '2025-02-28', '2025-03-01'].map(on)).toEqual([
    '11.50',
    '1.00',
    '1.00',
    '11.50',
  ]);
  expect(seriesOf('BE_COMMERCIAL')?.period).toBe('semester');
});
