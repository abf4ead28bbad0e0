import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { checkPolicy } from '#core/dunning/check-policy.ts';
import type { FeeRule, InterestRule, Policy } from '#core/dunning/policy.ts';
import { readyPolicyFor } from '#core/dunning/ready-policies.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { applyRemedy } from './apply-remedy.ts';
import { isLawProblem, type LawProblem } from './law-problem.ts';
import { lawProblems } from './law-problems.ts';

const policy = readyPolicyFor('be_consumer', { country: 'BE', currency: 'EUR' });
const BARE: Policy = {
  ...policy,
  lateClause: undefined,
  steps: policy.steps.map((step) => ({ ...step, interest: { kind: 'none' }, fee: { kind: 'none' } })),
};
const STATUTORY = { kind: 'statutory' } as const;
const NONE = { kind: 'none' } as const;
const ON = { on: epochDayFrom('2026-03-31'), rates: STATUTORY_RATES, currency: 'EUR' } as const;
type Costs = { interest?: InterestRule; fee?: FeeRule; deadlineDays?: number };

/** The policy with other costs on its steps, from the first; what is left out stays free. */
function with_(given: Partial<Policy>, ...costs: Costs[]): Policy {
  return { ...BARE, ...given, steps: BARE.steps.map((step, index) => ({ ...step, ...costs[index] })) };
}

function said(problems: readonly LawProblem[]): string[] {
  return problems.map(({ code, step, field, facts }) =>
    `${code} ${step} ${field} ${facts.article ?? facts.country ?? ''}`.trim(),
  );
}

function found(country: string, kind: DebtorKind, given: Policy): string[] {
  return said(lawProblems(given, country, kind, ON));
}

const LAST = (costs: Costs): Costs[] => [{}, {}, costs];

describe('a fee for consumers on the last step', () => {
  test.each([
    ['BE', ['policy_clause_needed 2 fee CDE, art. XIX.4']],
    ['NL', []],
    ['DE', []],
    ['FR', ['policy_fee_forbidden 2 fee CPCE, art. L111-8']],
    ['LU', []],
    ['AT', []],
  ] as const)('in %s', (country, charged) => {
    expect(found(country, 'consumer', with_({}))).toEqual([]);
    expect(
      found(country, 'consumer', with_({}, ...LAST({ fee: { kind: 'fixed', amount: '15.00' } }))),
    ).toEqual(charged);
  });
});

describe('what the first reminder may not ask', () => {
  test.each([
    ['BE', 'interest', 'policy_first_reminder_free 0 interest CDE, art. XIX.2'],
    ['BE', 'fee', 'policy_first_reminder_free 0 fee CDE, art. XIX.2'],
    ['DE', 'interest', 'policy_first_reminder_free 0 interest BGB § 286'],
    ['DE', 'fee', 'policy_first_reminder_free 0 fee BGB § 286'],
    ['FR', 'interest', 'policy_first_reminder_free 0 interest Code civil, art. 1231-6'],
    ['NL', 'fee', 'policy_first_reminder_free 0 fee BW, art. 6:96 lid 6'],
    // Dutch interest runs from the due date; Luxembourg's waits for what the invoice said.
    ['NL', 'interest', null],
    ['LU', 'interest', null],
  ] as const)('%s, %s', (country, cost, problem) => {
    const rule =
      cost === 'fee' ? { fee: { kind: 'fixed', amount: '5.00' } as const } : { interest: STATUTORY };
    const asking = with_({ lateClause: true }, rule);
    expect(found(country, 'consumer', asking)).toEqual(problem ? [problem] : []);
  });

  test('in the states of OHADA interest runs from a formal notice, for businesses too', () => {
    expect(found('SN', 'business', with_({}, { interest: STATUTORY }))).toEqual([
      'policy_first_reminder_free 0 interest AUDCG, art. 291',
    ]);
    expect(found('SN', 'business', with_({}, {}, { interest: STATUTORY }))).toEqual([]);
  });
});

describe('the days before costs', () => {
  test.each([
    // the days of the first, second and third step; the costs of the third
    ['BE', [13, 14, 14], STATUTORY, 'policy_wait_too_short 0 deadlineDays CDE, art. XIX.2'],
    ['BE', [14, 1, 14], STATUTORY, null],
    ['BE', [13, 14, 14], NONE, null],
    // The Dutch letter is the last one before costs.
    ['NL', [5, 13, 14], STATUTORY, 'policy_wait_too_short 1 deadlineDays BW, art. 6:96 lid 6'],
    ['NL', [5, 14, 14], STATUTORY, null],
    ['DE', [5, 5, 14], { kind: 'fixed', amount: '2.50' }, null],
  ] as const)('%s, %j before %o', (country, days, fee, problem) => {
    const costs = days.map((deadlineDays, index) => ({ deadlineDays, ...(index === 2 ? { fee } : {}) }));
    expect(found(country, 'consumer', with_({ lateClause: true }, ...costs))).toEqual(
      problem ? [problem] : [],
    );
  });
});

describe('caps against consumers', () => {
  const clause = (percent: string, least: string, most: string | null): FeeRule => ({
    kind: 'clause',
    percent,
    least,
    most,
  });
  test.each([
    ['BE', { kind: 'fixed', amount: '20.00' }, null],
    // EUR 20 up to a debt of 150
    ['BE', { kind: 'fixed', amount: '20.01' }, ['0.01 EUR', '20.01 EUR', '20.00 EUR']],
    ['BE', clause('5', '20', '2000'), null],
    ['BE', clause('5', '20.01', '2000'), ['0.01 EUR', '20.01 EUR', '20.00 EUR']],
    // It passes the cap of 65 + 5 % at a debt of 800, and the EUR 2,000 beyond that.
    ['BE', clause('10', '0', null), ['19850.00 EUR', '1985.00 EUR', '1032.50 EUR']],
    ['BE', clause('10', '0', '65'), null],
    ['NL', { kind: 'fixed', amount: '40.00' }, null],
    ['NL', { kind: 'fixed', amount: '40.01' }, ['0.01 EUR', '40.01 EUR', '40.00 EUR']],
    ['NL', clause('15', '40', '375'), null],
    ['NL', { kind: 'bands', bands: [{ upTo: '2500', percent: '15' }] }, null],
    [
      'NL',
      { kind: 'bands', bands: [{ upTo: '2600', percent: '15' }] },
      ['2600.00 EUR', '390.00 EUR', '385.00 EUR'],
    ],
  ] as const)('%s, %j', (country, fee, above) => {
    const asking = with_({ lateClause: true }, ...LAST({ fee }));
    const [problem] = lawProblems(asking, country, 'consumer', ON);
    expect(problem?.code ?? null).toBe(above ? 'policy_fee_above_cap' : null);
    const { debt, asked, most } = problem?.facts ?? {};
    expect(above ? [debt, asked, most] : null).toEqual(above);
  });

  test('a debt too small to be reminded is not looked at', () => {
    const fee = { kind: 'fixed', amount: '30.00' } as const;
    const asking = (minimumItem: string) =>
      found('BE', 'consumer', with_({ lateClause: true, minimumItem }, ...LAST({ fee })));
    expect(asking('150.00')).toEqual(['policy_fee_above_cap 2 fee CDE, art. XIX.4']);
    expect(asking('150.01')).toEqual([]);
  });

  test('the clause may stand in the terms of the company', () => {
    const asking = with_({}, ...LAST({ fee: STATUTORY }));
    expect(said(lawProblems(asking, 'BE', 'consumer', { ...ON, hasClause: true }))).toEqual([]);
  });
});

describe('agreed rates', () => {
  const agreed = (yearlyPercent: string): Costs => ({ interest: { kind: 'contractual', yearlyPercent } });
  test.each([
    // three times 2.62 in the first half of 2026
    ['FR', 'business', '7.85', 'policy_rate_below_floor'],
    ['FR', 'business', '7.86', null],
    // the Belgian rate of the first half of 2026 is 10.50
    ['BE', 'consumer', '10.50', null],
    ['BE', 'consumer', '10.51', 'policy_rate_above_ceiling'],
    ['BE', 'public', '8.00', 'policy_rate_not_agreed'],
    ['FR', 'public', '8.00', 'policy_rate_not_agreed'],
    ['BE', 'business', '1.00', null],
    ['NL', 'business', '1.00', null],
  ] as const)('%s %s, %s', (country, kind, percent, code) => {
    const problems = lawProblems(with_({ lateClause: true }, ...LAST(agreed(percent))), country, kind, ON);
    expect(problems.map((one) => one.code)).toEqual(code ? [code] : []);
  });

  test('a floor whose rate is not known is not guessed', () => {
    const on = epochDayFrom('2026-07-01');
    const asking = with_({}, ...LAST(agreed('1.00')));
    expect(lawProblems(asking, 'FR', 'business', { ...ON, on })).toEqual([]);
    expect(lawProblems(asking, 'FR', 'business')).toEqual([]);
  });
});

describe('elsewhere', () => {
  test('what the law sets is refused where the law is not known, or sets nothing', () => {
    const costs = { interest: STATUTORY, fee: STATUTORY };
    expect(found('CM', 'business', with_({}, ...LAST(costs)))).toEqual([
      'policy_law_unknown 2 interest CM',
      'policy_law_unknown 2 fee CM',
    ]);
    expect(found('IE', 'consumer', with_({}, ...LAST({ fee: STATUTORY })))).toEqual([
      'policy_law_unknown 2 fee IE',
    ]);
    expect(found('CH', 'business', with_({}, ...LAST(costs)))).toEqual(['policy_no_statutory_fee 2 fee CH']);
    expect(found('GB', 'business', with_({}, ...LAST(costs)))).toEqual([]);
  });

  test('a British contract with a rate of its own leaves no room for the fixed sum', () => {
    const interest = { kind: 'contractual', yearlyPercent: '5.00' } as const;
    expect(found('GB', 'business', with_({}, ...LAST({ interest, fee: STATUTORY })))).toEqual([
      'policy_fee_excluded 2 fee Act 1998, s. 8',
    ]);
    expect(found('GB', 'business', with_({}, ...LAST({ interest })))).toEqual([]);
  });

  test.each([
    ['due_item', STATUTORY, true],
    ['level', STATUTORY, true],
    ['debtor', STATUTORY, false],
    ['payer', STATUTORY, false],
    ['due_item', NONE, false],
  ] as const)('Dutch claims by %s with %o', (grouping, fee, refused) => {
    const problems = found('NL', 'consumer', with_({ grouping }, {}, { deadlineDays: 21 }, { fee }));
    expect(problems).toEqual(refused ? ['policy_one_letter null grouping BW, art. 6:96 lid 7'] : []);
  });

  test('a policy made for businesses, or for any debtor, may ask at once what businesses owe', () => {
    const costs = { interest: STATUTORY, fee: STATUTORY };
    for (const madeFor of ['business', undefined] as const) {
      expect(checkPolicy(with_({ madeFor }, costs), 'EUR', 'BE')).toEqual([]);
    }
  });
});

describe('every problem is mended by its remedy', () => {
  const fixed = { kind: 'fixed', amount: '15.00' } as const;
  const agreed = (yearlyPercent: string) => ({ kind: 'contractual', yearlyPercent }) as const;
  test.each([
    [
      'BE',
      'consumer',
      with_({ lateClause: true }, { fee: fixed, interest: STATUTORY }),
      'insert_free_reminder',
    ],
    ['BE', 'consumer', with_({ lateClause: true }, { deadlineDays: 7 }, { fee: fixed }), 'set_deadline'],
    ['BE', 'consumer', with_({}, {}, { fee: fixed }), 'state_clause'],
    [
      'BE',
      'consumer',
      with_({ lateClause: true }, {}, { fee: { ...fixed, amount: '99' } }),
      'use_statutory_fee',
    ],
    ['BE', 'consumer', with_({ lateClause: true }, {}, { interest: agreed('12') }), 'set_rate'],
    ['BE', 'public', with_({}, {}, { interest: agreed('12') }), 'use_statutory_interest'],
    ['NL', 'consumer', with_({}, { fee: STATUTORY }), 'insert_free_reminder'],
    ['NL', 'consumer', with_({ grouping: 'due_item' }, {}, {}, { fee: STATUTORY }), 'one_letter'],
    ['FR', 'consumer', with_({}, {}, { fee: fixed }), 'remove_fee'],
    ['FR', 'business', with_({}, {}, { interest: agreed('1') }), 'set_rate'],
    ['DE', 'consumer', with_({}, { fee: fixed }), 'insert_free_reminder'],
    ['SN', 'business', with_({}, { interest: STATUTORY }), 'insert_free_reminder'],
    ['CH', 'business', with_({}, {}, { fee: STATUTORY }), 'remove_fee'],
    ['CM', 'business', with_({}, {}, { interest: STATUTORY }), 'remove_interest'],
    ['GB', 'business', with_({}, {}, { fee: STATUTORY, interest: agreed('5') }), 'remove_fee'],
  ] as const)('%s %s: %#', (country, madeFor, broken, first) => {
    const problems = () => checkPolicy(mended, 'EUR', country, ON).filter(isLawProblem);
    let mended: Policy = { ...broken, madeFor };
    expect(problems()[0]?.remedies[0]?.kind).toBe(first);
    for (let left = 5; left > 0 && problems().length > 0; left -= 1) {
      const [remedy] = problems()[0]?.remedies ?? [];
      mended = remedy ? applyRemedy(mended, remedy) : mended;
    }
    expect(checkPolicy(mended, 'EUR', country, ON)).toEqual([]);
  });

  test('each remedy offered mends its problem by itself', () => {
    const broken = with_({ madeFor: 'consumer', lateClause: true }, { fee: fixed });
    for (const remedy of lawProblems(broken, 'BE').flatMap(({ remedies }) => remedies)) {
      expect(checkPolicy(applyRemedy(broken, remedy), 'EUR', 'BE')).toEqual([]);
    }
  });

  test('a free reminder that is inserted becomes level 1, and the others rise', () => {
    const broken = with_({ madeFor: 'consumer', lateClause: true }, { fee: fixed });
    const [problem] = lawProblems(broken, 'BE');
    const [remedy] = problem?.remedies ?? [];
    const steps = remedy ? applyRemedy(broken, remedy).steps : [];
    expect(
      steps.map(({ level, fee, deadlineDays, when }) => [level, fee.kind, deadlineDays, when.basis]),
    ).toEqual([
      [1, 'none', 21, 'due_date'],
      [2, 'fixed', 21, 'previous_deadline'],
      [3, 'none', 14, 'previous_deadline'],
      [4, 'none', 14, 'previous_deadline'],
    ]);
  });
});
