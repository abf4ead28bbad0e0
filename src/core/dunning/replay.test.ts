import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { isWorkingDay } from '#core/calendar/working-days.ts';
import { afterNotices } from '#core/dunning/after-notices.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';
import type { Policy, StepKind } from '#core/dunning/policy.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';
import { EVERY_DAY, type RunDays, replayDebtor, runDayFrom, workingDays } from './replay.ts';

const WORKDAYS = workingDays('BE', 2026, 2027);

function steps(debtor: DebtorFacts, terms: RunTerms, { days = 60, runDays = WORKDAYS } = {}) {
  const found: string[] = [];
  for (const { on, plan } of replayDebtor(debtor, terms, { until: terms.on + days, runDays })) {
    for (const { level, total } of plan.notices) found.push(`${isoDay(on)} level ${level} ${total}`);
  }
  return found;
}

test.each<[string, Partial<Policy>, readonly ItemFacts[], string[]]>([
  [
    'each level a deadline and its days after the one before',
    {},
    [itemFacts('a')],
    ['2026-03-31 level 1 10000', '2026-04-20 level 2 10000', '2026-05-11 level 3 10000'],
  ],
  [
    'one due soon gets its own first step, and joins the letter of the debtor',
    {},
    [itemFacts('a'), itemFacts('b', { dueOn: day('2026-04-10') })],
    ['2026-03-31 level 1 10000', '2026-04-20 level 2 20000', '2026-05-11 level 3 20000'],
  ],
  [
    'the interval between contacts keeps the second letter away',
    { contactIntervalDays: 10 },
    [itemFacts('a'), itemFacts('b', { dueOn: day('2026-03-25') })],
    [
      '2026-03-31 level 1 10000',
      '2026-04-10 level 1 10000',
      '2026-04-20 level 2 10000',
      '2026-04-30 level 2 10000',
      '2026-05-11 level 3 10000',
      '2026-05-21 level 3 10000',
    ],
  ],
  [
    'below the minimum until another one is overdue too',
    { minimumTotal: '150.00' },
    [itemFacts('a'), itemFacts('b', { dueOn: day('2026-04-10') })],
    [
      '2026-04-13 level 1 10000',
      '2026-04-20 level 1 10000',
      '2026-05-04 level 2 10000',
      '2026-05-11 level 2 10000',
      '2026-05-26 level 3 10000',
    ],
  ],
  [
    'nothing where a step repeats no more',
    { steps: [noticeStep(1, 10, { repeat: { everyDays: 20, timesMax: 1 } })] },
    [itemFacts('a')],
    ['2026-03-31 level 1 10000', '2026-04-20 level 1 10000'],
  ],
])('%s', (_, policy, items, expected) => {
  expect(steps(debtorFacts(items), termsOn('2026-03-31', policyWith(policy)))).toEqual(expected);
});

test('a hold ends on its day, and the step goes out on the next run day', () => {
  const holds = [{ dueItemId: null, untilOn: day('2026-04-03'), reason: 'plan', by: 'me' }];
  // 4 and 5 April are a weekend, the 6th is Easter Monday.
  expect(steps(debtorFacts([itemFacts('a')], { holds }), termsOn('2026-03-31'))[0]).toBe(
    '2026-04-07 level 1 10000',
  );
});

test.each([
  ['2026-04-03', '2026-04-03'],
  ['2026-04-04', '2026-04-07'],
  ['2026-05-01', '2026-05-04'],
])('from %s the first run day is %s', (from, expected) => {
  expect(isoDay(runDayFrom(day(from), WORKDAYS))).toBe(expected);
});

test('a week without any run day counts every day', () => {
  expect(runDayFrom(100, { holidays: new Set(), quietWeekdays: [1, 2, 3, 4, 5, 6, 7] })).toBe(100);
});

const START = day('2026-03-31');
const anyItem = fc.record({
  dueIn: fc.integer({ min: -90, max: 40 }),
  open: fc.bigInt({ min: -20_000n, max: 60_000n }).filter((open) => open !== 0n),
  level: fc.integer({ min: 0, max: 3 }),
  gateUntil: fc.option(fc.integer({ min: 0, max: 50 }), { freq: 4 }),
  heldPart: fc.boolean(),
});
const anyDebtor = fc
  .record({
    items: fc.array(anyItem, { minLength: 1, maxLength: 6 }),
    contacted: fc.option(fc.integer({ min: -10, max: 0 })),
    heldFor: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 3 }),
    kind: fc.constantFrom('business' as const, 'consumer' as const),
  })
  .map(({ items, contacted, heldFor, kind }) =>
    debtorFacts(
      items.map(({ dueIn, open, level, gateUntil, heldPart }, nth) => {
        const reached = open > 0n && dueIn < 0 ? level : 0;
        const notified = reached > 0 ? { notifiedOn: START - 20, deadlineOn: START - 6 } : {};
        const amount = heldPart ? { amount: 5_000n } : {};
        const gate = { because: 'disputed' as const, facts: { reason: 'price' }, ...amount };
        const gates = gateUntil === null ? {} : { gates: [{ ...gate, until: START + gateUntil }] };
        const times = reached > 0 ? 1 : 0;
        return itemFacts(`i${nth}`, {
          dueOn: START + dueIn,
          open,
          level: reached,
          times,
          ...notified,
          ...gates,
        });
      }),
      {
        kind,
        contactedOn: contacted === null ? null : START + contacted,
        holds: heldFor === null ? [] : [{ dueItemId: null, untilOn: START + heldFor, reason: 'r', by: 'b' }],
      },
    ),
  );
const sideStep = (kind: StepKind, days: number) =>
  noticeStep(1, 0, { kind, level: null, when: { basis: 'previous_deadline', days, count: 'calendar' } });
const anyPolicy = fc
  .record({
    grouping: fc.constantFrom('due_item' as const, 'level' as const, 'debtor' as const),
    minimumTotal: fc.constantFrom('0.00', '100.00', '500.00'),
    minimumItem: fc.constantFrom('0.00', '20.00'),
    contactIntervalDays: fc.constantFrom(0, 5, 12),
    repeats: fc.boolean(),
    courtesy: fc.boolean(),
    sides: fc.boolean(),
  })
  .map(({ repeats, courtesy, sides, ...rules }) =>
    policyWith({
      ...rules,
      steps: [
        ...(courtesy
          ? [
              noticeStep(1, -3, {
                kind: 'courtesy',
                level: null,
                when: { basis: 'due_date', days: -3, count: 'calendar' },
              }),
            ]
          : []),
        noticeStep(1, 10),
        ...(sides ? [sideStep('call', 8), sideStep('task', 12), sideStep('call', 13)] : []),
        noticeStep(2, 5, { when: { basis: 'previous_deadline', days: 3, count: 'working' } }),
        noticeStep(3, 5, repeats ? { repeat: { everyDays: 15, timesMax: 2 } } : {}),
        ...(sides ? [sideStep('statement', 4), sideStep('hand_over', 6)] : []),
      ],
    }),
  );

/** Every run day looked at, none passed over. */
function dayByDay(debtor: DebtorFacts, terms: RunTerms, until: number, runDays: RunDays) {
  const found: [number, readonly PlannedNotice[]][] = [];
  let now = debtor;
  for (let on = terms.on; on <= until; on += 1) {
    if (!isWorkingDay(on, runDays)) continue;
    const { notices } = planDebtor(now, { ...terms, on });
    if (notices.length > 0) found.push([on, notices]);
    now = afterNotices(now, notices, on, terms);
  }
  return found;
}

test('passing days over passes no notice over', () => {
  fc.assert(
    fc.property(anyDebtor, anyPolicy, fc.boolean(), (debtor, policy, everyDay) => {
      const terms = termsOn('2026-03-31', policy);
      const runDays = everyDay ? EVERY_DAY : WORKDAYS;
      const until = START + 60;
      const replayed = [...replayDebtor(debtor, terms, { until, runDays })]
        .filter(({ plan }) => plan.notices.length > 0)
        .map(({ on, plan }) => [on, plan.notices]);
      expect(replayed).toEqual(dayByDay(debtor, terms, until, runDays));
    }),
    { numRuns: 300 },
  );
});

test('the first step is what the planner proposes on that day, to the cent', () => {
  fc.assert(
    fc.property(anyDebtor, anyPolicy, (debtor, policy) => {
      const terms = termsOn('2026-03-31', policy);
      const [first] = [...replayDebtor(debtor, terms, { until: START + 60, runDays: EVERY_DAY })].filter(
        ({ plan }) => plan.notices.length > 0,
      );
      const today = planDebtor(debtor, terms).notices;
      if (today.length > 0) expect(first).toMatchObject({ on: START, plan: { notices: today } });
      if (first) expect(first.plan.notices).toEqual(planDebtor(debtor, { ...terms, on: first.on }).notices);
    }),
    { numRuns: 300 },
  );
});
