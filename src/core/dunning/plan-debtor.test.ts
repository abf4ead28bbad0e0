import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { type CompiledPolicy, compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, GivenGate, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { type DebtorPlan, planDebtor } from '#core/dunning/plan-debtor.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';

function step(level: number, basis: Step['when']['basis'], days: number, given: Partial<Step> = {}): Step {
  return noticeStep(level, days, { when: { basis, days, count: 'calendar' }, ...given });
}
const COURTESY = { ...step(0, 'due_date', -5), kind: 'courtesy' as const, level: null };

const POLICY = policyWith({
  documents: ['invoice', 'credit_note', 'payment_on_account', 'miscellaneous'],
  calendar: { holidays: 'BE', quietWeekdays: [6, 7] },
});
const ITEM = itemFacts('i1', { documentNumber: 'F1' });
const DEBTOR = debtorFacts([ITEM], { id: 'd1', language: 'fr' });

type Given = { on?: string; policy?: Partial<Policy>; terms?: Partial<RunTerms> };

function compiled(policy: Partial<Policy>, on: string, id = 'p'): CompiledPolicy {
  return compilePolicy({ id, version: 1, body: { ...POLICY, ...policy } }, day(on), 'EUR');
}

function plan(
  debtor: Partial<DebtorFacts>,
  { on = '2026-03-31', policy = {}, terms = {} }: Given = {},
): DebtorPlan {
  return planDebtor(
    { ...DEBTOR, ...debtor },
    termsOn(on, POLICY, { policies: new Map([['p', compiled(policy, on)]]), ...terms }),
  );
}

/** 'level 1', or the reason and the first day it opens. */
function said({ notices, leftOut }: DebtorPlan): string {
  const [notice] = notices;
  if (notice) return notice.level === null ? 'courtesy' : `level ${notice.level}`;
  const [held] = leftOut;
  return held ? `${held.because} ${held.until === null ? '-' : isoDay(held.until)}` : 'nothing';
}

const one = (item: Partial<ItemFacts>, debtor: Partial<DebtorFacts> = {}) => ({
  ...debtor,
  items: [{ ...ITEM, ...item }],
});
const reached = (level: number, deadline: string, times = 1) => ({
  level,
  times,
  notifiedOn: day(deadline) - 14,
  deadlineOn: day(deadline),
});

test.each([
  // on, item, what the run says
  ['2026-02-28', {}, 'not_yet_due 2026-03-11'],
  ['2026-03-01', {}, 'not_yet_due 2026-03-11'], // the due date itself
  ['2026-03-02', {}, 'within_grace 2026-03-11'],
  ['2026-03-10', {}, 'within_grace 2026-03-11'],
  ['2026-03-11', {}, 'level 1'], // the tenth day after it
  ['2026-12-31', {}, 'level 1'], // never further, however late
  ['2026-03-30', reached(1, '2026-03-25'), 'level 2'], // five days after the deadline it printed
  ['2026-03-29', reached(1, '2026-03-25'), 'within_grace 2026-03-30'],
  ['2026-12-31', reached(1, '2026-03-25'), 'level 2'],
  ['2026-12-31', reached(2, '2026-03-25'), 'level 3'],
  ['2026-12-31', reached(3, '2026-03-25'), 'level_exhausted -'],
])('on %s an item %o: %s', (on, item, expected) => {
  expect(said(plan(one(item), { on }))).toBe(expected);
});

test.each([
  // basis, days, what the run says the day before and on the day
  ['issue_date', 45, '2026-03-17', '2026-03-18'],
  ['end_of_month', 5, '2026-04-04', '2026-04-05'],
  ['due_date', 0, '2026-03-01', '2026-03-02'], // a notice reminds of what is late
] as const)('level 1 %s + %i days is closed on %s and open on %s', (basis, days, before, opens) => {
  const policy = { steps: [step(1, basis, days)] };
  expect(said(plan({}, { on: before, policy }))).not.toBe('level 1');
  expect(said(plan({}, { on: opens, policy }))).toBe('level 1');
});

test('working days skip weekends and holidays', () => {
  const when = { basis: 'due_date' as const, days: 5, count: 'working' as const };
  const policy = { steps: [step(1, 'due_date', 5, { when })] };
  const item = one({ dueOn: day('2026-04-01') }); // Easter Monday is the 6th
  expect(said(plan(item, { on: '2026-04-08', policy }))).toBe('within_grace 2026-04-09');
  expect(said(plan(item, { on: '2026-04-09', policy }))).toBe('level 1');
});

test.each([
  // imported on, first import of the company, first day open
  ['2026-03-20', '2026-03-20', '2026-03-11'], // arrears taken over count from their due date
  ['2026-03-20', '2026-01-10', '2026-03-30'], // what came late counts from the day it came
  ['2026-02-01', '2026-01-10', '2026-03-11'],
])('imported on %s, the first import on %s: opens on %s', (importedOn, first, opens) => {
  const item = one({ importedOn: day(importedOn) });
  const at = (on: number) => said(plan(item, { on: isoDay(on), terms: { firstImportOn: day(first) } }));
  expect([at(day(opens) - 1), at(day(opens))]).toEqual([`within_grace ${opens}`, 'level 1']);
});

test.each([
  ['2026-02-23', 'not_yet_due 2026-02-24'],
  ['2026-02-24', 'courtesy'],
  ['2026-03-01', 'courtesy'],
  ['2026-03-02', 'within_grace 2026-03-11'], // past the due date it is too late for a courtesy
])('a courtesy five days before the due date, on %s: %s', (on, expected) => {
  expect(said(plan({}, { on, policy: { steps: [COURTESY, ...POLICY.steps] } }))).toBe(expected);
});

test('a courtesy goes out once', () => {
  const policy = { steps: [COURTESY, ...POLICY.steps] };
  const item = one({ courtesyOn: day('2026-02-24') });
  expect(said(plan(item, { on: '2026-02-26', policy }))).toBe('not_yet_due 2026-03-11');
});

test.each([
  // times so far, on, what the run says: every 10 days, at most twice more
  [1, '2026-04-08', 'within_grace 2026-04-09'],
  [1, '2026-04-09', 'level 3'],
  [2, '2026-04-09', 'level 3'],
  [3, '2026-04-09', 'level_exhausted -'],
])('the last step, sent %i times, on %s: %s', (times, on, expected) => {
  const last = step(3, 'previous_deadline', 5, { repeat: { everyDays: 10, timesMax: 2 } });
  const item = one({ level: 3, times, notifiedOn: day('2026-03-30'), deadlineOn: day('2026-04-05') });
  const found = plan(item, {
    on,
    policy: { steps: [step(1, 'due_date', 10), step(2, 'previous_deadline', 5), last] },
  });
  expect(said(found)).toBe(expected);
  if (expected === 'level 3') expect(found.notices[0]?.lines[0]?.times).toBe(times + 1);
});

test.each([
  ['2026-03-30', 'contacted_recently 2026-03-31'],
  ['2026-03-31', 'level 1'],
])('contacted on 26 March with an interval of five days, on %s: %s', (on, expected) => {
  expect(said(plan({ contactedOn: day('2026-03-26') }, { on }))).toBe(expected);
});

test.each([
  ['2026-03-31', null, 'on_hold 2026-04-01'], // its last day
  ['2026-04-01', null, 'level 1'],
  ['2026-03-31', 'i1', 'on_hold 2026-04-01'],
  ['2026-03-31', 'another', 'level 1'],
])('on %s, held until 31 March (item %s): %s', (on, dueItemId, expected) => {
  const holds = [{ dueItemId, untilOn: day('2026-03-31'), reason: 'delivery', by: 'Anne' }];
  expect(said(plan({ holds }, { on }))).toBe(expected);
});

test.each([
  [{ minimumItem: '100.00' }, 'level 1'],
  [{ minimumItem: '100.01' }, 'below_minimum -'],
  [{ minimumTotal: '100.00' }, 'level 1'],
  [{ minimumTotal: '100.01' }, 'below_minimum -'],
  [{ documents: ['credit_note' as const] }, 'document_kind -'],
])('100.00 open under %o: %s', (policy, expected) => {
  expect(said(plan({}, { policy }))).toBe(expected);
});

test('two small items reach the minimum total together', () => {
  const items = [
    { ...ITEM, open: 1500n },
    { ...ITEM, id: 'i2', documentNumber: 'F2', open: 1000n },
  ];
  expect(said(plan({ items }, { policy: { minimumTotal: '25.00' } }))).toBe('level 1');
  expect(said(plan({ items }, { policy: { minimumTotal: '25.01' } }))).toBe('below_minimum -');
});

test.each([
  [10_000n, 'level 1'],
  [10_001n, 'below_minimum -'],
])('a run that asks for at least %s', (minimumBalance, expected) => {
  expect(said(plan({}, { terms: { minimumBalance } }))).toBe(expected);
});

const credit = (given: Partial<ItemFacts>): ItemFacts => ({
  ...ITEM,
  id: 'c1',
  documentNumber: 'N1',
  documentKind: 'credit_note',
  ...given,
});

test.each([
  // a credit of, linked to, what is left to ask
  [-9999n, null, 1n],
  [-10_000n, null, 'credit_balance -'],
  [-4000n, 'F1', 6000n],
  [-10_000n, 'F1', 'credit_balance -'],
  [-4000n, 'F9', 6000n], // names nothing open: unallocated
])('100.00 and a credit of %s linked to %s', (open, linkedNumber, expected) => {
  const found = plan({ items: [ITEM, credit({ open, linkedNumber })] });
  expect(found.notices[0]?.open ?? said(found)).toBe(expected);
  expect(found.notices[0]?.lines.length ?? 0).toBe(
    typeof expected === 'bigint' ? (linkedNumber === 'F1' ? 1 : 2) : 0,
  );
});

test('a credit in another currency lowers nothing', () => {
  const found = plan({ items: [ITEM, credit({ open: -9000n, currency: 'USD' })] });
  expect(found.notices.map(({ open, currency }) => [open, currency])).toEqual([[10_000n, 'EUR']]);
});

test('with a notice per due item, a credit is used once, on the one that can carry it', () => {
  const items = [
    { ...ITEM, open: 3000n },
    { ...ITEM, id: 'i2', documentNumber: 'F2', open: 9000n },
    credit({ open: -5000n }),
  ];
  const { notices } = plan({ items }, { policy: { grouping: 'due_item' } });
  expect(notices.map(({ open }) => open).sort()).toEqual([3000n, 4000n]);
});

test('what no notice can carry whole is spread, and never used twice', () => {
  const amounts = fc.array(fc.bigInt({ min: 1n, max: 9000n }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(
      amounts,
      amounts,
      fc.constantFrom('due_item', 'debtor', 'level'),
      (owed, credits, grouping) => {
        const items = [
          ...owed.map((open, nth) => ({ ...ITEM, id: `i${nth}`, documentNumber: `F${nth}`, open })),
          ...credits.map((amount, nth) =>
            credit({ id: `c${nth}`, documentNumber: `N${nth}`, open: -amount }),
          ),
        ];
        const { notices } = plan({ items }, { policy: { grouping } });
        const total = owed.reduce((a, b) => a + b, 0n) - credits.reduce((a, b) => a + b, 0n);
        const asked = notices.reduce((sum, { open }) => sum + open, 0n);
        expect(asked).toBe(total > 0n ? total : 0n);
        for (const { open } of notices) expect(open > 0n).toBe(true);
      },
    ),
  );
});

test.each([
  ['due_item', [2, 1, 1]],
  ['level', [2, 1]],
  ['debtor', [2]],
] as const)('grouping per %s makes notices of levels %o', (grouping, levels) => {
  const items = [
    ITEM,
    { ...ITEM, id: 'i2', documentNumber: 'F2' },
    { ...ITEM, id: 'i3', documentNumber: 'F3', ...reached(1, '2026-03-20') },
  ];
  const { notices } = plan({ items }, { policy: { grouping } });
  expect(notices.map(({ level }) => level)).toEqual(levels);
  expect(notices.flatMap(({ lines }) => lines.map(({ level }) => level)).sort()).toEqual([1, 1, 2]);
});

test('the full situation lists what is not yet due, without asking for it', () => {
  const items = [ITEM, { ...ITEM, id: 'i2', documentNumber: 'F2', dueOn: day('2026-04-20') }];
  const full = plan({ items }, { policy: { situation: 'full' } });
  expect(full.notices[0]).toMatchObject({ open: 10_000n, lines: [{ level: 1 }, { level: null }] });
  expect(plan({ items }).notices[0]?.lines.length).toBe(1);
});

test('the policy is the document’s own, else the debtor’s, its group’s, the company’s', () => {
  const policies = new Map(['doc', 'debtor', 'group', 'p'].map((id) => [id, compiled({}, '2026-03-31', id)]));
  const found = (policyId: string | null, debtor: string | null, groupPolicyId: string | null) =>
    plan(one({ policyId }, { policyId: debtor, groupPolicyId }), { terms: { policies } }).notices[0]?.policy
      .id;
  expect([found('doc', 'debtor', 'group'), found(null, 'debtor', 'group')]).toEqual(['doc', 'debtor']);
  expect([found(null, null, 'group'), found(null, null, null)]).toEqual(['group', 'p']);
  expect(said(plan({}, { terms: { defaultPolicyId: null } }))).toBe('no_policy -');
});

const gate = (because: GivenGate['because'], until: string | null, amount?: bigint): GivenGate => ({
  because,
  facts: {},
  until: until === null ? null : day(until),
  ...(amount === undefined ? {} : { amount }),
});

test.each([
  [gate('disputed', null), 'disputed -'],
  [gate('promised', '2026-04-03'), 'promised 2026-04-03'],
  [gate('promised', '2026-03-31'), 'level 1'], // it opens on that day
  [gate('on_plan', null), 'on_plan -'],
  [gate('probably_paid', null), 'probably_paid -'],
  [gate('waiting_by_law', '2026-04-15'), 'waiting_by_law 2026-04-15'],
  [gate('handed_over', null), 'handed_over -'],
  [gate('disputed', null, 10_000n), 'disputed -'], // all of it
])('%o: %s', (given, expected) => {
  expect(said(plan(one({ gates: [given] })))).toBe(expected);
});

test.each([
  [true, 'collected_by_direct_debit -'],
  [false, 'level 1'],
])('direct debit %s: %s', (directDebit, expected) => {
  expect(said(plan(one({ directDebit })))).toBe(expected);
});

test('a partial dispute takes away only its amount', () => {
  const found = plan(one({ gates: [gate('disputed', null, 4000n)] }));
  expect(found.notices[0]?.open).toBe(6000n);
});

test.each([
  [4, 'gate', 'bank_data_stale -'],
  [3, 'gate', 'level 1'],
  [4, 'warn', 'level 1'],
] as const)('a bank %i days old, stale after 3, by policy %s: %s', (days, stale, expected) => {
  const found = plan(
    {},
    { policy: { bankData: { daysMax: 3, stale } }, terms: { bankData: { account: 'BE1', days } } },
  );
  expect(said(found)).toBe(expected);
  expect(found.notices[0]?.warnings.map(({ code }) => code) ?? []).toEqual(
    stale === 'warn' ? ['bank_data_stale'] : [],
  );
});

test.each([
  // preferred, allowed by the step, addresses, channel
  ['mail', [], { mail: true, post: true }, 'mail'],
  ['mail', [], { mail: false, post: true }, 'post'],
  ['post', [], { mail: true, post: true }, 'post'],
  ['mail', ['registered_post' as const], { mail: true, post: true }, 'registered_post'],
  ['post', ['mail' as const, 'post' as const], { mail: true, post: true }, 'post'],
  ['call', [], { mail: true, post: true }, 'mail'],
  ['mail', ['fax' as const], { mail: true, post: true }, 'no_address -'],
  ['mail', [], { mail: false, post: false }, 'no_address -'],
] as const)(
  'who prefers %s, a step by %o, with %o: %s',
  (preferredChannel, channels, addresses, expected) => {
    const found = plan(
      { preferredChannel, addresses: { ...DEBTOR.addresses, ...addresses } },
      { policy: { steps: [step(1, 'due_date', 10, { channels })] } },
    );
    expect(found.notices[0]?.channel ?? said(found)).toBe(expected);
  },
);

test('a contact of the step’s role has an address where the debtor has none', () => {
  const addresses = {
    ...DEBTOR.addresses,
    mail: false,
    post: false,
    mailRoles: ['accounts_payable' as const],
  };
  expect(plan({ addresses }).notices[0]?.channel).toBe('mail');
});

test('a notice that waits elsewhere holds the debtor', () => {
  expect(said(plan({ waitingRun: 7 }))).toBe('in_another_run -');
});

test.each([
  [null, 0, '2026-03-31', 'level 1'],
  [2, 0, '2026-03-02', 'level 2'], // late by a day is late
  [2, 0, '2026-03-01', 'not_yet_due 2026-03-02'],
  [2, 2, '2026-03-31', 'outside_run -'],
  [9, 0, '2026-03-31', 'outside_run -'], // no such step
] as const)('level forced to %s on an item at level %i, on %s: %s', (forcedLevel, level, on, expected) => {
  const item = one({ level, times: level > 0 ? 1 : 0 });
  expect(said(plan(item, { on, terms: { forcedLevel } }))).toBe(expected);
});

test('extra days of grace are added to the step’s', () => {
  const at = (on: string) => said(plan({}, { on, terms: { extraGraceDays: 3 } }));
  expect([at('2026-03-13'), at('2026-03-14')]).toEqual(['within_grace 2026-03-14', 'level 1']);
});

test('a notice charges one fee, that of its leading level, and interest by each item’s own step', () => {
  const policy = {
    steps: [
      step(1, 'due_date', 10, { fee: { kind: 'fixed', amount: '5.00' } }),
      step(2, 'previous_deadline', 5, {
        fee: { kind: 'fixed', amount: '15.00' },
        interest: { kind: 'contractual', yearlyPercent: '10.00' },
      }),
    ],
  };
  const items = [
    ITEM,
    { ...ITEM, id: 'i2', documentNumber: 'F2', ...reached(1, '2026-03-20') },
    { ...ITEM, id: 'i3', documentNumber: 'F3', ...reached(1, '2026-03-20') },
  ];
  // 30 days late: 100.00 × 10 % × 30 / 365 = 0.82, twice.
  expect(plan({ items }, { policy }).notices[0]).toMatchObject({
    level: 2,
    fee: 1500n,
    interest: 164n,
    total: 31_664n,
  });
});

test('people are contacted, not items: no courtesy beside a notice', () => {
  const policy = { steps: [COURTESY, ...POLICY.steps] };
  const items = [ITEM, { ...ITEM, id: 'i2', documentNumber: 'F2', dueOn: day('2026-04-02') }];
  const found = plan({ items }, { policy });
  expect(found.notices.map(({ stepKind }) => stepKind)).toEqual(['notice']);
  expect(found.leftOut.map(({ because }) => because)).toEqual(['contacted_recently']);
});
