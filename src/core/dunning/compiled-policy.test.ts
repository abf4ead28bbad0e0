import { expect, test } from 'vitest';
import { day, noticeStep, policyWith } from '#test/support/dunning-facts.ts';
import { compilePolicy } from './compiled-policy.ts';
import type { Step, StepKind } from './policy.ts';

function side(kind: StepKind, days = 1): Step {
  return { ...noticeStep(1, 0), kind, level: null, when: { basis: 'due_date', days, count: 'calendar' } };
}
function compiled(steps: readonly Step[], change: Parameters<typeof policyWith>[0] = {}) {
  return compilePolicy(
    { id: 'p', version: 3, body: policyWith({ steps, ...change }) },
    day('2026-03-31'),
    'EUR',
  );
}

test('the notices stand by their levels, however they are written', () => {
  const notices = compiled([noticeStep(5, 1), noticeStep(1, 1), side('call'), noticeStep(3, 1)]).notices;
  expect(notices.map(({ level }) => level)).toEqual([1, 3, 5]);
});

test('the steps beside them know the notice before them, and which of their kind they are there', () => {
  const steps = [
    side('courtesy', -5),
    side('call'),
    noticeStep(1, 1),
    side('call'),
    side('task'),
    side('call', 4),
    noticeStep(3, 1),
    side('call'),
  ];
  const { sides, courtesy } = compiled(steps);
  expect(
    sides.map(({ step, index, afterLevel, nth }) => `${step.kind} ${index}: ${nth} after ${afterLevel}`),
  ).toEqual([
    'call 1: 1 after 0',
    'call 3: 1 after 1',
    'task 4: 1 after 1',
    'call 5: 2 after 1',
    'call 7: 1 after 3',
  ]);
  expect(courtesy).toBe(steps[0]);
});

test('without a courtesy there is none', () => {
  expect(compiled([noticeStep(1, 1), side('statement')]).courtesy).toBeNull();
});

test('minimums are in minor units of the company’s currency', () => {
  const body = policyWith({ minimumItem: '20', minimumTotal: '50.01' });
  const inEuro = compilePolicy({ id: 'p', version: 1, body }, day('2026-03-31'), 'EUR');
  expect([inEuro.minimumItem, inEuro.minimumTotal]).toEqual([2000n, 5001n]);
});

test('public holidays are known for arrears of eleven years, and for what opens next year', () => {
  const { calendar } = compiled([noticeStep(1, 1)], { calendar: { holidays: 'BE', quietWeekdays: [7] } });
  const isHoliday = (on: string) => calendar.holidays.has(day(on));
  expect(['2015-01-01', '2026-07-21', '2028-12-25'].map(isHoliday)).toEqual([true, true, true]);
  expect(calendar.quietWeekdays).toEqual([7]);
});
