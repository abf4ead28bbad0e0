import { describe, expect, test } from 'vitest';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { day, noticeStep, policyWith } from '#test/support/dunning-facts.ts';
import { type LineCostTerms, lineCosts } from './line-costs.ts';
import type { ProposalLine } from './proposal-line.ts';

const BY_LAW = noticeStep(2, 5, { interest: { kind: 'statutory' }, fee: { kind: 'statutory' } });

/** 1,000.00 due on 1 March 2026, at level 2. */
function line(id: string, change: Partial<ProposalLine> = {}): ProposalLine {
  return {
    dueItemId: id,
    documentId: id,
    documentNumber: id,
    documentKind: 'invoice',
    issuedOn: '2026-02-01',
    dueOn: '2026-03-01',
    daysLate: 0,
    amount: '100000',
    open: '100000',
    level: 2,
    cycle: 1,
    times: 1,
    reached: 1,
    reachedTimes: 1,
    interest: '7',
    fee: '7',
    section: 'overdue',
    ...change,
  };
}

/** The lines of a Belgian creditor's notice of 31 March 2026. */
function costs(lines: readonly ProposalLine[], change: Partial<LineCostTerms> = {}) {
  return lineCosts(lines, {
    policy: policyWith(),
    stepOf: () => BY_LAW,
    datedOn: '2026-03-31',
    currency: 'EUR',
    companyCurrency: 'EUR',
    level: 2,
    kind: 'business',
    law: { country: 'BE', rates: STATUTORY_RATES },
    ...change,
  });
}
const figures = ({ lines }: ReturnType<typeof costs>) =>
  lines.map(({ interest, fee, daysLate }) => [interest, fee, daysLate]);
const ANNOUNCED = { firstNotice: { sentOn: day('2026-03-02'), by: 'mail' as const } };

describe('what each line of a proposal asks', () => {
  test.each<[string, Partial<ProposalLine>, Partial<LineCostTerms>, [string, string, number]]>([
    ['10.5 % for thirty days, and 40.00', {}, {}, ['863', '4000', 30]],
    ['a day later', {}, { datedOn: '2026-04-01' }, ['892', '4000', 31]],
    ['what is only listed asks nothing', { level: null }, {}, ['0', '0', 30]],
    ['nor what a call is about', { level: 0 }, {}, ['0', '0', 30]],
    [
      'what was settled is taken off',
      { settledCosts: { interest: '63', compensation: '1500' } },
      {},
      ['800', '2500', 30],
    ],
    [
      'what was paid late bears interest too',
      { paid: [{ on: day('2026-03-16'), amount: '100000' }] },
      {},
      ['1295', '4000', 30],
    ],
    ['a consumer nobody has reminded owes nothing more', {}, { kind: 'consumer' }, ['0', '0', 30]],
    ['one who was, without a clause: the legal rate', ANNOUNCED, { kind: 'consumer' }, ['185', '0', 30]],
    [
      'and with the clause of the policy: 10.5 % and 90.00',
      ANNOUNCED,
      { kind: 'consumer', policy: policyWith({ lateClause: true }) },
      ['432', '9000', 30],
    ],
    [
      'a line of another debtor is asked by its own kind',
      { debtor: { id: 'x', number: 'C-1', name: 'X', kind: 'consumer' } },
      {},
      ['0', '0', 30],
    ],
  ])('%s', (_, change, terms, expected) => {
    expect(figures(costs([line('a', change)], terms))).toEqual([expected]);
  });

  test('each keeps its own figures, whatever stands between', () => {
    const lines = [line('a'), line('listed', { level: null }), line('b', { open: '50000' })];
    expect(figures(costs(lines))).toEqual([
      ['863', '4000', 30],
      ['0', '0', 30],
      ['432', '4000', 30],
    ]);
  });
});

test('a line shows how its interest comes about, and one that asks none does not', () => {
  const [asked, listed] = costs([line('a'), line('b', { level: null })]).lines;
  expect(asked?.interestRows).toMatchObject([{ days: 30 }]);
  expect(listed).not.toHaveProperty('interestRows');
});

describe('what a reviewer must know of the law', () => {
  const codes = (lines: readonly ProposalLine[], change: Partial<LineCostTerms> = {}) =>
    costs(lines, change).lawNotes.map(({ code }) => code);
  test('is told once, however many lines it is about', () => {
    const one = codes([line('a')], { kind: 'consumer' });
    expect(one).toContain('free_reminder_missing');
    expect(codes([line('a'), line('b')], { kind: 'consumer' })).toEqual(one);
  });

  test('says of the fee why it is not asked, where no interest is asked at all', () => {
    const stepOf = () => noticeStep(2, 5, { fee: { kind: 'statutory' } });
    expect(codes([line('a', ANNOUNCED)], { kind: 'consumer', stepOf })).toContain('clause_missing');
  });

  test('tells two terms that are too long by their own last days', () => {
    const long = (id: string, issuedOn: string) => line(id, { issuedOn, dueOn: '2026-03-01' });
    const { lawNotes } = costs([long('a', '2025-11-01'), long('b', '2025-12-01')]);
    const days = lawNotes.filter(({ code }) => code === 'term_void').map(({ facts }) => facts.longest);
    expect(days).toEqual(['2025-12-31', '2026-01-30']);
  });
});
