import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { type CostLine, noticeCosts } from './notice-costs.ts';
import type { Step } from './policy.ts';
import { readyPolicyFor } from './ready-policies.ts';

const [ready] = readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' }).steps;
const BY_LAW = { ...ready, interest: { kind: 'statutory' }, fee: { kind: 'statutory' } } as Step;

/** 1,000.00 due on 1 March 2026, reminded on 31 March: 8.63 of interest in Belgium, and 40.00. */
function line(settled: CostLine['settled'], kind: DebtorKind = 'business', open = 100_000n): CostLine {
  const on = epochDayFrom('2026-03-31');
  const dueOn = epochDayFrom('2026-03-01');
  const firstNotice = { sentOn: dueOn, by: 'mail' as const };
  const late = {
    open,
    currency: 'EUR' as const,
    dueOn,
    on,
    issuedOn: dueOn,
    kind,
    firstNotice,
    hasClause: true,
  };
  return { level: 2, times: 1, step: BY_LAW, late, settled: settled ?? null };
}
const ask = (lines: readonly CostLine[], country = 'BE') => {
  const law = { country, rates: STATUTORY_RATES };
  const costs = noticeCosts(lines, { leading: 2, currency: 'EUR', companyCurrency: 'EUR', law });
  return costs.map(({ interest, fee }) => [interest.amount, fee]);
};
const settled = (interest: string, compensation = '0') => ({ interest, compensation });

test.each([
  ['nothing was settled', null, [863n, 4000n]],
  ['a part of the interest', settled('300'), [563n, 4000n]],
  ['all but a cent', settled('862', '3999'), [1n, 1n]],
  ['all of it', settled('863', '4000'), [0n, 0n]],
  ['more than there is now', settled('900', '5000'), [0n, 0n]],
] as const)('%s: the rest is asked', (_, given, expected) => {
  expect(ask([line(given)])).toEqual([expected]);
});

test('what was settled of one debt takes nothing off another', () => {
  expect(ask([line(settled('0', '4000')), line(null)])).toEqual([
    [863n, 0n],
    [863n, 4000n],
  ]);
});

test('of one sum by a scale, what was settled on any debt of the notice is taken off', () => {
  // 15 % of the 2,000.00 together are 300.00, on the first line.
  const asked = (one: CostLine['settled'], other: CostLine['settled']) =>
    ask([line(one, 'consumer'), line(other, 'consumer')], 'NL').map(([, fee]) => fee);
  expect(asked(null, null)).toEqual([30_000n, 0n]);
  expect(asked(settled('0', '4000'), settled('0', '15000'))).toEqual([11_000n, 0n]);
});
