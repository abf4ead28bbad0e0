import { expect, test } from 'vitest';
import { checkPolicy } from './check-policy.ts';
import type { FeeRule, InterestRule, Policy } from './policy.ts';
import { readyPolicyFor } from './ready-policies.ts';

const policy = readyPolicyFor('be_consumer', { country: 'BE', currency: 'EUR' });
const STATUTORY = { kind: 'statutory' } as const;
const NONE = { kind: 'none' } as const;
type Costs = { interest?: InterestRule; fee?: FeeRule; deadlineDays?: number };

/** The policy with other costs on its first and last steps, held against the law of a country. */
function found(country: string, given: Partial<Policy>, first: Costs, last: Costs = {}): string[] {
  const steps = policy.steps.map((step, index) => ({
    ...step,
    ...(index === 0 ? first : {}),
    ...(index === policy.steps.length - 1 ? last : {}),
  }));
  return checkPolicy({ ...policy, ...given, steps }, 'EUR', country).map(({ code, step, field, facts }) =>
    `${code} ${step} ${field} ${facts.article ?? facts.country ?? ''}`.trim(),
  );
}

test.each([
  ['BE', [], [`policy_clause_needed 2 fee CDE, art. XIX.4`]],
  ['NL', [], []],
  ['DE', [], []],
  ['FR', [], ['policy_fee_forbidden 2 fee CPCE, art. L111-8']],
  ['LU', [], []],
] as const)('costs on the last step for consumers in %s', (country, free, charged) => {
  expect(found(country, {}, {}, {})).toEqual(free);
  expect(found(country, {}, {}, { fee: { kind: 'fixed', amount: '15.00' } })).toEqual(charged);
});

test.each([
  ['BE', 'policy_first_reminder_free 0 interest CDE, art. XIX.2'],
  ['DE', 'policy_first_reminder_free 0 interest BGB § 286'],
  ['NL', null], // Dutch interest runs from the due date
  ['LU', null],
] as const)('interest on the first reminder to consumers in %s', (country, problem) => {
  const found14 = found(country, { lateClause: true }, { interest: STATUTORY });
  expect(found14).toEqual(problem ? [problem] : []);
});

test.each(['BE', 'NL', 'DE'] as const)('a fee on the first reminder to consumers in %s', (country) => {
  const [first] = found(country, { lateClause: true }, { fee: { kind: 'fixed', amount: '5.00' } });
  expect(first).toMatch(/^policy_first_reminder_free 0 fee/);
});

test.each([
  // days the first reminder leaves, whether costs follow
  ['BE', 13, STATUTORY, ['policy_wait_too_short 0 deadlineDays CDE, art. XIX.2']],
  ['BE', 14, STATUTORY, []],
  ['BE', 13, NONE, []],
  ['NL', 13, STATUTORY, ['policy_wait_too_short 0 deadlineDays BW, art. 6:96 lid 6']],
  ['NL', 14, STATUTORY, []],
  ['DE', 5, STATUTORY, []],
] as const)('%s, %i days before %o', (country, deadlineDays, fee, problems) => {
  expect(found(country, { lateClause: true }, { deadlineDays }, { fee })).toEqual(problems);
});

test('a policy made for businesses, or for any debtor, may ask at once what businesses owe', () => {
  const costs = { interest: STATUTORY, fee: STATUTORY };
  expect(found('BE', { madeFor: 'business' }, costs)).toEqual([]);
  expect(found('BE', { madeFor: undefined }, costs)).toEqual([]);
});

test('what the law sets is refused where the law is not known', () => {
  const costs = { interest: STATUTORY, fee: STATUTORY };
  expect(found('CM', { madeFor: 'business' }, costs)).toEqual([
    'policy_law_unknown 0 interest CM',
    'policy_law_unknown 0 fee CM',
  ]);
  expect(found('IE', { madeFor: 'consumer' }, {}, { fee: STATUTORY })).toEqual([
    'policy_law_unknown 2 fee IE',
  ]);
  expect(found('IE', { madeFor: undefined }, {}, { fee: STATUTORY })).toEqual([]);
});
