import fc from 'fast-check';
import { expect, test } from 'vitest';
import { epochDayFrom, isoDay } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from './compiled-policy.ts';
import type { ItemFacts } from './facts.ts';
import { nextStep } from './next-step.ts';
import type { Policy } from './policy.ts';
import { readyPolicyFor } from './ready-policies.ts';
import { stepsAfter } from './steps-after.ts';

const standard: Policy = {
  ...readyPolicyFor('be_standard', { country: 'BE', currency: 'EUR' }),
  calendar: { holidays: 'BE', quietWeekdays: [6, 7] },
};
const today = epochDayFrom('2026-04-08');
const compiled = (body: Policy) => compilePolicy({ id: 'p', version: 1, body }, today, 'EUR');
const firstNotice = (policy: Policy, when: Partial<Policy['steps'][number]['when']>): Policy => ({
  ...policy,
  steps: policy.steps.map((step) => (step.level === 1 ? { ...step, when: { ...step.when, ...when } } : step)),
});

test('each level is followed by the next notice, the last by none', () => {
  const after = stepsAfter(compiled(standard), today);
  expect(after.map(({ reached }) => reached)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  const levels = standard.steps.filter(({ kind }) => kind === 'notice').length;
  expect(after.filter(({ basis }) => basis !== null)).toHaveLength(levels);
  expect(after[9]).toEqual({ reached: 9, basis: null, latest: null, timesMax: null });
});

test.each([
  ['calendar', 7, '2026-04-01'],
  ['calendar', 0, '2026-04-08'],
  // Saturday, Sunday and Easter Monday are not worked: 7 and 8 April are, 3 and 2 April before them.
  ['working', 1, '2026-04-07'],
  ['working', 2, '2026-04-06'],
  ['working', 3, '2026-04-02'],
] as const)('of %s days %i, the latest day to count from is %s', (count, days, latest) => {
  const policy = firstNotice(standard, { basis: 'due_date', count, days });
  expect(stepsAfter(compiled(policy), today)[0]?.latest).toBe(latest);
});

test('what a query finds by these days is what the engine says may go out', () => {
  const anyWhen = fc.record({
    count: fc.constantFrom('calendar' as const, 'working' as const),
    days: fc.integer({ min: 0, max: 40 }),
  });
  fc.assert(
    fc.property(anyWhen, fc.integer({ min: 1, max: 80 }), (when, late) => {
      const policy = compiled(firstNotice(standard, { ...when, basis: 'due_date' }));
      const dueOn = today - late;
      const latest = stepsAfter(policy, today)[0]?.latest ?? '';
      const terms = { on: today, firstImportOn: null, extraGraceDays: 0, forcedLevel: null };
      const opensOn = nextStep(itemDue(dueOn), policy, terms)?.opensOn ?? Number.POSITIVE_INFINITY;
      expect(isoDay(dueOn) <= latest).toBe(opensOn <= today);
    }),
  );
});

function itemDue(dueOn: number): ItemFacts {
  return {
    id: 'i',
    documentNumber: 'F-1',
    documentKind: 'invoice',
    linkedNumber: null,
    policyId: null,
    currency: 'EUR',
    issuedOn: dueOn - 30,
    importedOn: dueOn - 30,
    dueOn,
    open: 100n,
    level: 0,
    times: 0,
    courtesyOn: null,
    notifiedOn: null,
    deadlineOn: null,
    directDebit: false,
  };
}

test('the last notice again: from the last time it went out, as often as it says', () => {
  const last = standard.steps.filter(({ kind }) => kind === 'notice').length;
  const repeating: Policy = {
    ...standard,
    steps: standard.steps.map((step) =>
      step.level === last ? { ...step, repeat: { everyDays: 10, timesMax: 2 } } : step,
    ),
  };
  const after = stepsAfter(compiled(repeating), today);
  expect(after[last]).toEqual({ reached: last, basis: 'last_notice', latest: '2026-03-29', timesMax: 2 });
  // A level the policy does not have is beyond all of it.
  expect(after[last + 1]).toMatchObject({ basis: null, timesMax: null });
});

test('a policy without notices is followed by none', () => {
  const after = stepsAfter(compiled({ ...standard, steps: [] }), today);
  expect(after.map(({ basis }) => basis)).toEqual(Array.from({ length: 10 }, () => null));
});

test.each([
  ['calendar', -5, '2026-04-13'],
  // The fifth working day before 15 April is the 8th, before the 16th the 9th.
  ['working', -5, '2026-04-15'],
] as const)('of %s days before (%i), the latest day to count from is %s', (count, days, latest) => {
  const policy = firstNotice(standard, { basis: 'due_date', count, days });
  expect(stepsAfter(compiled(policy), today)[0]?.latest).toBe(latest);
});
