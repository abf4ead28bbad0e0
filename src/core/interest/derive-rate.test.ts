import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { fromEcbRate, provisionalRate } from './derive-rate.ts';
import { rateFrom, rateText } from './percent.ts';
import { STATUTORY_RATES } from './rate-book.ts';
import type { SeriesId } from './rates/all-series.ts';

describe('what follows from the rate of the European Central Bank', () => {
  test.each<[SeriesId, string, string | null]>([
    // Belgium rounds up to the half point; before 2013 it added seven.
    ['BE_COMMERCIAL', '2.15', '10.50'],
    ['BE_COMMERCIAL', '2.50', '10.50'],
    ['BE_COMMERCIAL', '2.51', '11.00'],
    ['BE_COMMERCIAL_BEFORE_2013', '0.50', '7.50'],
    ['FR_COMMERCIAL', '2.15', '12.15'],
    ['FR_PUBLIC', '2.15', '10.15'],
    ['NL_COMMERCIAL', '2.15', '10.15'],
    ['LU_COMMERCIAL', '2.15', '10.15'],
    ['IE_COMMERCIAL', '2.15', '10.15'],
    ['ES_COMMERCIAL', '2.15', '10.15'],
    ['IT_COMMERCIAL', '2.15', '10.15'],
    ['PT_COMMERCIAL', '2.15', '10.15'],
    // set in another way
    ['DE_BASE', '2.15', null],
    ['BE_CIVIL', '2.15', null],
    ['UK_BANK_RATE', '2.15', null],
  ])('%s, of %s: %s', (series, ecb, expected) => {
    const found = fromEcbRate(series, rateFrom(ecb));
    expect(found && rateText(found)).toBe(expected);
  });
});

describe('a rate to be offered where the official notice is late', () => {
  const on = epochDayFrom('2026-09-01');
  test('follows for the half-year of the day, and is no more than derived', () => {
    expect(provisionalRate(STATUTORY_RATES, 'NL_COMMERCIAL', on)).toMatchObject({
      series: 'NL_COMMERCIAL',
      percent: rateFrom('10.40'),
      status: 'derived',
      startsOn: epochDayFrom('2026-07-01'),
    });
  });
  test('is none where the series follows from something else', () => {
    expect(provisionalRate(STATUTORY_RATES, 'BE_CIVIL', on)).toBeNull();
  });
  test('is none where the European rate is not known either', () => {
    expect(provisionalRate(STATUTORY_RATES, 'NL_COMMERCIAL', epochDayFrom('2040-01-01'))).toBeNull();
  });
});
