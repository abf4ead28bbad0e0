import { describe, expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { day, itemFacts, noticeStep, policyWith } from '#test/support/dunning-facts.ts';
import { compilePolicy } from './compiled-policy.ts';
import type { ItemFacts } from './facts.ts';
import { nextStep, type StepTerms, sideSteps } from './next-step.ts';
import type { Step, StepBasis, StepKind } from './policy.ts';

const ON = day('2026-03-31');
/** Due on 1 March, reminded on the 11th, with time until the 25th. */
const REMINDED = { level: 1, times: 1, notifiedOn: day('2026-03-11'), deadlineOn: day('2026-03-25') };
const terms = (change: Partial<StepTerms> = {}): StepTerms => ({
  on: ON,
  firstImportOn: null,
  extraGraceDays: 0,
  forcedLevel: null,
  ...change,
});
const compiled = (steps: readonly Step[]) =>
  compilePolicy({ id: 'p', version: 1, body: policyWith({ steps }) }, ON, 'EUR');
function step(kind: StepKind, basis: StepBasis, days: number, change: Partial<Step> = {}): Step {
  return {
    ...noticeStep(1, 0),
    kind,
    level: kind === 'notice' ? 1 : null,
    when: { basis, days, count: 'calendar' },
    ...change,
  };
}
const opens = (steps: readonly Step[], item: Partial<ItemFacts>, change: Partial<StepTerms> = {}) => {
  const next = nextStep(itemFacts('a', item), compiled(steps), terms(change));
  return next && `${next.level}.${next.times} ${isoDay(next.opensOn)}`;
};
const side = (given: Step, item: Partial<ItemFacts>, change: Partial<StepTerms> = {}) => {
  const [next] = sideSteps(
    itemFacts('a', item),
    compiled([noticeStep(1, 10), given, noticeStep(2, 90)]),
    terms(change),
  );
  return next ? `${next.times} ${isoDay(next.opensOn)}` : null;
};

describe('a notice reminds of what is late', () => {
  const second = (basis: StepBasis, days: number) => [
    noticeStep(1, 10),
    noticeStep(2, days, { when: { basis, days, count: 'calendar' } }),
  ];
  test.each<[string, readonly Step[], Partial<ItemFacts>, string]>([
    ['by its own count', [noticeStep(1, 10)], {}, '1.1 2026-03-11'],
    ['not before the day after the due date', [step('notice', 'issue_date', 1)], {}, '1.1 2026-03-02'],
    ['not before the day after the deadline it gave', second('due_date', 15), REMINDED, '2.1 2026-03-26'],
    [
      'whatever the first deadline, where it was none',
      second('due_date', 15),
      { ...REMINDED, deadlineOn: null },
      '2.1 2026-03-16',
    ],
    [
      'a deadline before any reminder is of no account',
      [noticeStep(1, 10)],
      { deadlineOn: day('2026-05-01') },
      '1.1 2026-03-11',
    ],
  ])('%s', (_, steps, item, expected) => {
    expect(opens(steps, item)).toBe(expected);
  });
});

describe('days of grace that a run adds', () => {
  const last = noticeStep(1, 10, { repeat: { everyDays: 20, timesMax: 3 } });
  const stated = { stepsDone: [{ kind: 'statement' as const, times: 1, on: day('2026-03-26') }] };
  const statement = step('statement', 'previous_deadline', 1, { repeat: { everyDays: 30, timesMax: 2 } });
  test.each<[string, (graceDays: number) => string | null, string, string]>([
    [
      'a notice',
      (extraGraceDays) => opens([noticeStep(1, 10)], {}, { extraGraceDays }),
      '1.1 2026-03-11',
      '1.1 2026-03-14',
    ],
    [
      'a level somebody forces',
      (extraGraceDays) => opens([noticeStep(1, 10)], {}, { extraGraceDays, forcedLevel: 1 }),
      '1.1 2026-03-02',
      '1.1 2026-03-05',
    ],
    [
      'the last one again',
      (extraGraceDays) => opens([last], REMINDED, { extraGraceDays }),
      '1.2 2026-03-31',
      '1.2 2026-04-03',
    ],
    [
      'a call',
      (extraGraceDays) => side(step('call', 'previous_deadline', 2), REMINDED, { extraGraceDays }),
      '1 2026-03-27',
      '1 2026-03-30',
    ],
    [
      'a statement again',
      (extraGraceDays) => side(statement, { ...REMINDED, ...stated }, { extraGraceDays }),
      '2 2026-04-25',
      '2 2026-04-28',
    ],
  ])('%s', (_, opensOn, without, withThree) => {
    expect([opensOn(0), opensOn(3)]).toEqual([without, withThree]);
  });
});

describe('the last notice again', () => {
  const last = noticeStep(1, 10, { repeat: { everyDays: 5, timesMax: 1 } });
  test.each<[string, Partial<ItemFacts>, string | null]>([
    ['not while its deadline runs', REMINDED, '1.2 2026-03-26'],
    ['by its days where it gave no deadline', { ...REMINDED, deadlineOn: null }, '1.2 2026-03-16'],
    ['not more often than it says', { ...REMINDED, times: 2 }, null],
    ['not of a level the policy does not have', { ...REMINDED, level: 4 }, null],
  ])('%s', (_, item, expected) => {
    expect(opens([last], item)).toBe(expected);
  });
});

describe('what is done beside the notices', () => {
  test.each<[string, Step, Partial<ItemFacts>, string]>([
    ['not on the day of the notice it follows', step('call', 'due_date', 0), REMINDED, '1 2026-03-12'],
    [
      'by its own count where that is unknown',
      step('call', 'due_date', 0),
      { ...REMINDED, notifiedOn: null },
      '1 2026-03-01',
    ],
    [
      'a debt is handed over after the deadline it was given',
      step('hand_over', 'due_date', 3),
      REMINDED,
      '1 2026-03-26',
    ],
    ['after its own days where they end later', step('hand_over', 'due_date', 30), REMINDED, '1 2026-03-31'],
    [
      'after the due date where that is later',
      step('hand_over', 'issue_date', 3),
      { ...REMINDED, deadlineOn: day('2026-02-20') },
      '1 2026-03-02',
    ],
    [
      'after the due date where it gave none',
      step('hand_over', 'issue_date', 3),
      { ...REMINDED, deadlineOn: null },
      '1 2026-03-02',
    ],
  ])('%s', (_, given, item, expected) => {
    expect(side(given, item)).toBe(expected);
  });

  test('nothing, where a run is of one level alone', () => {
    expect(side(step('call', 'previous_deadline', 2), REMINDED, { forcedLevel: 2 })).toBeNull();
  });
});

describe('what came late counts from the day it came, until its first reminder', () => {
  const late = { importedOn: day('2026-03-10') };
  test.each<[string, Partial<ItemFacts>, string | null, string]>([
    ['after the first import', late, '2026-01-10', '1.1 2026-03-20'],
    ['with the first import', late, '2026-03-10', '1.1 2026-03-11'],
    ['no first import is known', late, null, '1.1 2026-03-11'],
    ['imported before it was due', {}, '2026-01-10', '1.1 2026-03-11'],
    [
      'once reminded, the deadline counts',
      { ...REMINDED, importedOn: day('2026-04-20') },
      '2026-01-10',
      '2.1 2026-03-30',
    ],
  ])('%s', (_, item, first, expected) => {
    const firstImportOn = first === null ? null : day(first);
    expect(opens([noticeStep(1, 10), noticeStep(2, 5)], item, { firstImportOn })).toBe(expected);
  });
});
