import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { question } from '#test/support/claim-question.ts';
import { answerClaim } from './answer-claim.ts';
import { type ClaimQuestion, claimFrom } from './ask-claim.ts';
import type { ComputedClaim, InterestRow } from './claim.ts';
import { claimNotes, conditionNotes, regimeNotes, termNotes } from './claim-notes.ts';
import { regimeFor } from './find-regime.ts';
import { rateFrom } from './percent.ts';
import { rateOn, STATUTORY_RATES } from './rate-book.ts';
import { article, type LawRule } from './regime.ts';

const day = epochDayFrom;
const notes = (given: Partial<ClaimQuestion>) => answerClaim(question(given)).notes;
/** The notes of a claim without those of articles still to be confirmed: 'code fact fact'. */
const told = (given: Partial<ClaimQuestion>) =>
  notes(given)
    .filter(({ code }) => !code.startsWith('confirm_'))
    .map(({ code, facts }) => [code, ...Object.values(facts)].join(' '));

describe('the notice that comes first', () => {
  const consumer = { kind: 'consumer', noticeOn: '2025-11-03', amount: '500.00' } as const;
  test.each<[string, Partial<ClaimQuestion>, string[]]>([
    ['the last day of the wait', { ...consumer, until: '2025-11-17' }, ['waiting 2025-11-18']],
    ['the day after it', { ...consumer, until: '2025-11-18' }, ['regular_supplies CDE, art. XIX.2']],
    ['no free reminder', { ...consumer, noticeOn: 'none' }, ['free_reminder_missing']],
    [
      'no fourteen-day letter',
      { ...consumer, country: 'NL', noticeOn: 'none' },
      ['fourteen_day_letter_missing'],
    ],
    ['no notice', { ...consumer, country: 'FR', noticeOn: 'none' }, ['notice_missing']],
    ['a notice', { ...consumer, country: 'FR' }, []],
    [
      'an invoice that has to say it',
      { ...consumer, country: 'LU', rates: [{ from: '2025-01-01', percent: '4' }] },
      ['invoice_notice_needed'],
    ],
    ['none is needed', { country: 'NL' }, []],
  ])('%s', (_, given, expected) => {
    expect(told(given)).toEqual(expected);
  });

  test.each<[string, Partial<ClaimQuestion>, string[]]>([
    ['a period that runs', { ...consumer, until: '2025-11-17' }, ['waiting']],
    ['one that is over', { ...consumer, until: '2025-11-18' }, []],
    [
      'no reminder and no clause',
      { ...consumer, noticeOn: 'none', hasClause: false },
      ['free_reminder_missing', 'clause_missing'],
    ],
    ['the Dutch costs alone wait', { ...consumer, country: 'NL', until: '2025-11-17' }, ['waiting']],
    ['and no longer', { ...consumer, country: 'NL', until: '2025-11-18' }, []],
  ])('why nothing may be asked beside the debt: %s', (_, given, expected) => {
    const claim = claimFrom(question(given));
    const found = conditionNotes(claim, regimeFor(claim.country, claim.kind));
    expect(found.map(({ code }) => code)).toEqual(expected);
  });
});

describe('what becomes of an agreed rate', () => {
  const FR_FLOOR = 'Code de commerce, art. L441-10';
  const consumer = { kind: 'consumer', noticeOn: '2025-10-20' } as const;
  test.each<[string, Partial<ClaimQuestion>, string[]]>([
    // three times the French legal rate is 8.28 % in the second half of 2025
    ['below the floor', { country: 'FR', contractRate: '8.27' }, [`contract_rate_raised ${FR_FLOOR}`]],
    ['at the floor', { country: 'FR', contractRate: '8.28' }, []],
    ['above it', { country: 'FR', contractRate: '12' }, []],
    [
      'the floor of its last days is not known',
      { country: 'FR', contractRate: '12', until: '2026-08-31' },
      ['floor_unknown FR_LEGAL_OTHER 2026-08-31'],
    ],
    [
      'that of all its days is not',
      { country: 'FR', contractRate: '12', dueOn: '2026-08-15', until: '2026-08-31' },
      ['floor_unknown FR_LEGAL_OTHER 2026-08-31'],
    ],
    [
      'above the ceiling',
      { ...consumer, contractRate: '12' },
      ['contract_rate_cut Code de droit économique, livre XIX', 'regular_supplies CDE, art. XIX.2'],
    ],
    ['below it', { ...consumer, contractRate: '2' }, ['regular_supplies CDE, art. XIX.2']],
    [
      'a public body’s is not asked',
      { kind: 'public', contractRate: '12' },
      [expect.stringMatching(/^contract_rate_ignored Loi du 2 août 2002/)],
    ],
    ['none was agreed with it', { kind: 'public' }, []],
  ])('%s', (_, given, expected) => {
    expect(told(given)).toEqual(expected);
  });
});

describe('sums in another currency, and what was paid too much', () => {
  test.each<[string, Partial<ClaimQuestion>, string[]]>([
    [
      'sums in pounds for a debt in euro',
      { country: 'GB', currency: 'EUR' },
      ['compensation_in_other_currency GBP'],
    ],
    ['in pounds for pounds', { country: 'GB', currency: 'GBP' }, []],
    ['not late yet, none would be asked', { country: 'GB', currency: 'EUR', until: '2025-10-15' }, []],
    ['overpaid', { payments: [{ on: '2025-10-20', amount: '1500.00' }] }, ['overpaid']],
    ['paid in part', { payments: [{ on: '2025-10-20', amount: '500.00' }] }, []],
  ])('%s', (_, given, expected) => {
    expect(told(given)).toEqual(expected);
  });
});

/** A claim computed with rates of these days. */
function computed(change: Partial<ComputedClaim>, rateDays: readonly string[] = []): ComputedClaim {
  const row: InterestRow = {
    from: day('2025-10-16'),
    to: day('2026-12-31'),
    days: 442,
    base: 1000_00n,
    percent: rateFrom('10.5'),
    basis: 'law',
    dayCount: 'actual_365',
    amount: 1n,
    rates: rateDays.map((on) => rateOn(STATUTORY_RATES, 'BE_COMMERCIAL', day(on))),
  };
  return {
    regime: regimeFor('NL', 'business'),
    rows: [row],
    interest: 0n,
    compensation: 0n,
    collectionCosts: 0n,
    openPrincipal: 0n,
    openInterest: 0n,
    openCosts: 0n,
    total: 0n,
    overpaid: 0n,
    claimableOn: null,
    ...change,
  };
}

test('a rate that is not certain is told once for all its half-years, and a verified one not at all', () => {
  const found = (...days: string[]) => claimNotes(claimFrom(question()), computed({}, days));
  expect(found('2025-12-31')).toEqual([]);
  expect(found('2025-12-31', '2026-01-01', '2026-06-30', '2026-07-01')).toEqual([
    { code: 'rate_one_source', facts: { series: 'BE_COMMERCIAL', days: '2026-01-01' } },
    { code: 'rate_derived', facts: { series: 'BE_COMMERCIAL', days: '2026-07-01' } },
  ]);
});

describe('an article to be confirmed is told where it had a part in the figures', () => {
  const late = [{ on: day('2025-10-16'), amount: 1n }];
  const early = [{ on: day('2025-10-15'), amount: 1n }];
  const none = { rows: [] };
  type Claimed = { payments?: typeof late; contractRate?: bigint };
  test.each<[LawRule, Claimed, ComputedClaim, boolean]>([
    ['allocation', { payments: late }, computed(none), true],
    ['allocation', { payments: early }, computed({}), false], // paid in time: it went to the debt
    ['compensation', {}, computed({ compensation: 1n }), true],
    ['compensation', {}, computed({ collectionCosts: 1n }), false],
    ['collection_costs', {}, computed({ collectionCosts: 1n }), true],
    ['collection_costs', {}, computed({ compensation: 1n }), false],
    ['agreed_rate', { contractRate: 0n }, computed(none), true],
    ['agreed_rate', {}, computed({}), false],
    ['selection', {}, computed({}, ['2025-12-31']), true],
    ['selection', {}, computed({}), false], // an agreed rate is not chosen among published ones
    ['term', {}, computed({}), false],
    ['scope', {}, computed(none), true],
    ['formality', {}, computed(none), true],
    ['day_count', {}, computed({}), true],
    ['day_count', {}, computed(none), false],
  ])('%s', (rule, given, { regime, ...of }, expected) => {
    const claim = { ...claimFrom(question()), ...given };
    const unsure = regime && { ...regime, articles: [article(rule, 'art. 1', 'Says.', 'memory')] };
    const sure = regime && { ...regime, articles: [article(rule, 'art. 1', 'Says.', 'read')] };
    const confirm = { code: `confirm_${rule}`, facts: { article: 'art. 1' } };
    expect(claimNotes(claim, { ...of, regime: unsure })).toEqual(expected ? [confirm] : []);
    expect(claimNotes(claim, { ...of, regime: sure })).toEqual([]);
  });

  test('of a law nobody knows, that alone is told', () => {
    const claim = { ...claimFrom(question()), country: 'XX' };
    expect(claimNotes(claim, computed({ regime: null }))).toEqual([
      { code: 'regime_unknown', facts: { country: 'XX' } },
    ]);
  });

  test('a lawyer sees all of them, whatever the claim', () => {
    const articles = [article('term', 'art. 1', 'Says.', 'conflict'), article('rate', 'art. 2', 'Says.')];
    expect(regimeNotes({ ...regimeFor('NL', 'business'), articles })).toEqual([
      { code: 'confirm_term', facts: { article: 'art. 1' } },
    ]);
  });
});

describe('a payment term that is longer than the law lets stand', () => {
  const term = (country: string, kind: ClaimQuestion['kind'], dueOn: string) =>
    termNotes(regimeFor(country, kind), day('2026-01-01'), day(dueOn)).map(
      ({ code, facts }) => `${code} ${facts.longest} ${facts.article}`,
    );
  test.each<[string, ClaimQuestion['kind'], string, string[]]>([
    ['BE', 'business', '2026-03-02', []],
    ['BE', 'business', '2026-03-03', ['term_void 2026-03-02 Loi du 2 août 2002, art. 4']],
    ['NL', 'business', '2026-03-03', ['term_if_fair 2026-03-02 BW, art. 6:119a lid 5 and 6']],
    ['NL', 'public', '2026-01-31', []],
    ['NL', 'public', '2026-02-01', ['term_if_justified 2026-01-31 BW, art. 6:119b']],
    [
      'FR',
      'public',
      '2026-02-01',
      ['term_of_some_bodies 2026-01-31 Code de la commande publique, art. L2192-10, R2192-10, R2192-11'],
    ],
    ['NL', 'consumer', '2027-01-01', []],
  ])('%s %s, to %s: %j', (country, kind, dueOn, expected) => {
    expect(term(country, kind, dueOn)).toEqual(expected);
  });

  test('names the law where it has no article of its own, and nothing where the day of the invoice is unknown', () => {
    const regime = { ...regimeFor('BE', 'business'), articles: [] };
    expect(termNotes(regime, day('2026-01-01'), day('2026-03-03'))[0]?.facts.article).toBe(regime.law);
    expect(termNotes(regime, null, day('2026-12-31'))).toEqual([]);
  });
});
