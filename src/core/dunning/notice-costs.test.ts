import { describe, expect, test } from 'vitest';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { day, noticeStep } from '#test/support/dunning-facts.ts';
import { asksCosts, type CostLine, noticeCosts } from './notice-costs.ts';
import type { FeeRule, InterestRule } from './policy.ts';

const FIXED: FeeRule = { kind: 'fixed', amount: '15.00' };
const BY_LAW: FeeRule = { kind: 'statutory' };

/** 1,000.00 due on 1 March, on a notice of 31 March. */
function line(level: number, fee: FeeRule, change: Partial<CostLine> = {}): CostLine {
  const late = {
    open: 1000_00n,
    currency: 'EUR' as const,
    dueOn: day('2026-03-01'),
    on: day('2026-03-31'),
    kind: 'business' as const,
    firstNotice: null,
    hasClause: false,
  };
  return { level, times: 1, step: noticeStep(level, 5, { fee }), late, ...change };
}
function fees(lines: readonly CostLine[], country = 'BE', leading: number | null = 2) {
  const law = { country, rates: STATUTORY_RATES };
  const terms = { leading, currency: 'EUR' as const, companyCurrency: 'EUR' as const, law };
  return noticeCosts(lines, terms).map(({ fee }) => fee);
}

describe('the fee of a notice', () => {
  test.each<[string, CostLine[], bigint[]]>([
    ['that of the leading level, on its first line', [line(2, FIXED), line(2, FIXED)], [15_00n, 0n]],
    ['wherever that stands', [line(1, FIXED), line(2, FIXED)], [0n, 15_00n]],
    ['not of a level below', [line(1, FIXED)], [0n]],
    ['not again where the step repeats', [line(2, FIXED, { times: 2 })], [0n]],
    [
      'on the first line that has it for the first time',
      [line(2, FIXED, { times: 2 }), line(2, FIXED)],
      [0n, 15_00n],
    ],
    ['none where the step has none', [line(2, { kind: 'none' })], [0n]],
    ['the law’s 40.00 on each line that asks it', [line(2, BY_LAW), line(2, BY_LAW)], [40_00n, 40_00n]],
    [
      'of a level below too, and again: it is the same one',
      [line(1, BY_LAW, { times: 3 }), line(2, BY_LAW)],
      [40_00n, 40_00n],
    ],
    ['the creditor’s own beside the law’s', [line(1, BY_LAW), line(2, FIXED)], [40_00n, 15_00n]],
    [
      'the law’s alone where the leading level asks none',
      [line(1, BY_LAW), line(2, { kind: 'none' })],
      [40_00n, 0n],
    ],
  ])('%s', (_, lines, expected) => {
    expect(fees(lines)).toEqual(expected);
  });

  test('what was settled of the law’s compensation leaves the creditor’s own fee alone', () => {
    const settled = { interest: '0', compensation: '1500' };
    expect(fees([line(2, FIXED, { settled })])).toEqual([15_00n]);
    expect(fees([line(2, BY_LAW, { settled })])).toEqual([25_00n]);
  });

  test('of the Dutch scale, one sum over all lines that ask it: the leading ones are not asked twice', () => {
    const sentOn = day('2026-03-02');
    const consumer = (level: number) => {
      const asked = line(level, BY_LAW);
      return {
        ...asked,
        late: { ...asked.late, kind: 'consumer' as const, firstNotice: { sentOn, by: 'mail' as const } },
      };
    };
    // 15 % of 2,000.00
    expect(fees([consumer(1), consumer(2)], 'NL')).toEqual([300_00n, 0n]);
  });
});

describe('whether a step asks for anything beside the debt', () => {
  const interest: InterestRule = { kind: 'statutory' };
  test.each<[InterestRule, FeeRule, boolean]>([
    [{ kind: 'none' }, { kind: 'none' }, false],
    [interest, { kind: 'none' }, true],
    [{ kind: 'none' }, FIXED, true],
    [interest, FIXED, true],
  ])('%j and %j: %s', (ofStep, fee, expected) => {
    expect(asksCosts(noticeStep(1, 0, { interest: ofStep, fee }))).toBe(expected);
  });
});
