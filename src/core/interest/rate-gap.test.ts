import { describe, expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { Refusal } from '#core/refusal.ts';
import { question } from '#test/support/claim-question.ts';
import { type ClaimQuestion, claimFrom } from './ask-claim.ts';
import { computeClaim } from './compute-claim.ts';
import { REGIMES, regimeFor } from './find-regime.ts';
import { STATUTORY_RATES } from './rate-book.ts';
import { findRateGap } from './rate-gap.ts';

const KINDS = ['business', 'consumer', 'public'] as const;

function gapOf(given: Partial<ClaimQuestion>) {
  const claim = claimFrom(question(given));
  return { claim, gap: findRateGap(claim, regimeFor(claim.country, claim.kind), STATUTORY_RATES) };
}
const said = (given: Partial<ClaimQuestion>) => {
  const { gap } = gapOf(given);
  return gap && `${isoDay(gap.day)} ${gap.facts.series}`;
};

describe('the first day whose rate nobody knows', () => {
  const late = { dueOn: '2026-12-01', until: '2027-02-15' } as const;
  const consumer = { kind: 'consumer', noticeOn: '2026-12-02', creditorIsSmall: true } as const;
  test.each<[string, Partial<ClaimQuestion>, string | null]>([
    ['the first of a new half-year', late, '2027-01-01 BE_COMMERCIAL'],
    ['asked to its eve', { ...late, until: '2026-12-31' }, null],
    ['asked to that day', { ...late, until: '2027-01-01' }, '2027-01-01 BE_COMMERCIAL'],
    ['due on its eve', { ...late, dueOn: '2026-12-31' }, '2027-01-01 BE_COMMERCIAL'],
    ['due within it', { ...late, dueOn: '2027-01-31' }, '2027-02-01 BE_COMMERCIAL'],
    ['not late', { dueOn: '2027-02-15', until: '2027-02-15' }, null],
    ['late by a day', { dueOn: '2027-02-14', until: '2027-02-15' }, '2027-02-15 BE_COMMERCIAL'],
    ['no notice, no interest', { ...late, ...consumer, noticeOn: 'none' }, null],
    ['an agreed rate takes the place of the law’s', { ...late, contractRate: '5' }, null],
    [
      'or counts where it is higher: both are needed',
      { ...late, country: 'DE', contractRate: '50' },
      '2027-01-01 DE_BASE',
    ],
    ['or is not asked at all', { ...late, kind: 'public', contractRate: '5' }, '2027-01-01 BE_COMMERCIAL'],
    ['or has a ceiling', { ...late, ...consumer, contractRate: '5' }, '2027-01-01 BE_COMMERCIAL'],
    [
      'or falls with the clause that is missing',
      { ...late, ...consumer, contractRate: '5', hasClause: false },
      '2027-01-01 BE_CIVIL',
    ],
    ['a floor that is not known stops nothing', { ...late, country: 'FR', contractRate: '5' }, null],
  ])('%s', (_, given, expected) => {
    expect(said(given)).toBe(expected);
  });

  test.each([
    // frozen on the due date: the rate of that day alone is needed
    ['2026-12-31', '2027-06-30', null],
    ['2027-01-01', '2027-06-30', '2027-01-01'],
  ])('of a rate that is frozen, due on %s: %s', (dueOn, until, expected) => {
    for (const regime of REGIMES.filter(({ selection }) => selection === 'frozen_on_due')) {
      const [kind = 'business'] = regime.kinds;
      const { gap } = gapOf({ country: regime.country, kind, dueOn, until, noticeOn: 'assumed' });
      const isSet = regime.rates.some(({ fixed }) => fixed !== undefined);
      if (!isSet) expect([regime.country, gap && isoDay(gap.day)]).toEqual([regime.country, expected]);
    }
  });
});

/** Whether the calculator refuses it because a rate is missing. */
function isRefused(claim: ReturnType<typeof claimFrom>): boolean {
  try {
    computeClaim(claim, STATUTORY_RATES);
    return false;
  } catch (error) {
    if (error instanceof Refusal && error.code === 'rate_missing') return true;
    throw error;
  }
}

test('a letter finds a gap exactly where the calculator refuses, and asks what is sure up to the day before', () => {
  const found = { gaps: 0, none: 0 };
  for (const { country, kinds, selection, formality } of REGIMES) {
    for (const kind of KINDS.filter((one) => kinds.includes(one))) {
      for (const [dueOn, until] of [
        ['2026-03-15', '2026-06-30'],
        ['2026-03-15', '2027-01-01'],
        ['2026-12-31', '2027-03-01'],
        ['2027-01-10', '2027-03-01'],
      ] as const) {
        for (const contractRate of [null, '5', '50']) {
          for (const hasClause of [true, false]) {
            const given = { country, kind, dueOn, until, contractRate, hasClause };
            const { claim, gap } = gapOf(given);
            expect([given, gap !== null]).toEqual([given, isRefused(claim)]);
            found[gap ? 'gaps' : 'none'] += 1;
            if (!gap || selection !== 'floating') continue;
            expect([given, isRefused({ ...claim, until: gap.day - 1 })]).toEqual([given, false]);
            // While the days of a reminder run, nothing is computed at all.
            if (formality !== 'free_reminder')
              expect([given, isRefused({ ...claim, until: gap.day })]).toEqual([given, true]);
          }
        }
      }
    }
  }
  expect(Math.min(found.gaps, found.none)).toBeGreaterThan(100);
});

test('the gap names the period its rate would be published for', () => {
  const { gap } = gapOf({ dueOn: '2027-02-01', until: '2027-03-01' });
  expect(gap).toEqual({
    day: epochDayFrom('2027-02-02'),
    facts: { series: 'BE_COMMERCIAL', from: '2027-01-01', until: '2027-06-30' },
  });
});
