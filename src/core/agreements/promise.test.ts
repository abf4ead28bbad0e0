import { expect, test } from 'vitest';
import { money } from '#core/money/money.ts';
import { deadlineOf, promiseDayFrom, promisedAmount, promiseState } from './promise.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const deadlineOn = deadlineOf(day('2026-04-10'), 2);

test('the tolerance is counted in calendar days after the day promised', () => {
  expect(String(deadlineOn)).toBe('2026-04-12');
  expect(String(deadlineOf(day('2026-04-10'), 0))).toBe('2026-04-10');
});

test.each([
  // today, paid of 500.00 by the deadline -> how it stands
  ['2026-04-01', 0n, 'open'],
  ['2026-04-10', 499_99n, 'open'],
  ['2026-04-12', 499_99n, 'open'],
  ['2026-04-13', 499_99n, 'broken'],
  ['2026-04-13', 0n, 'broken'],
  ['2026-04-01', 500_00n, 'kept'],
  ['2026-04-12', 500_00n, 'kept'],
  ['2026-04-13', 500_00n, 'kept'],
  ['2027-01-01', 500_01n, 'kept'],
  // A payment that went back takes off what was paid.
  ['2026-04-13', -10_00n, 'broken'],
] as const)('on %s, with %s paid: %s', (today, paid, state) => {
  expect(promiseState({ amount: 500_00n, paid, deadlineOn, withdrawn: false }, day(today))).toBe(state);
  expect(promiseState({ amount: 500_00n, paid, deadlineOn, withdrawn: true }, day(today))).toBe('withdrawn');
});

test.each([
  // named, open -> promised, or refused because
  [null, 100_00n, 100_00n],
  [100_00n, 100_00n, 100_00n],
  [1n, 100_00n, 1n],
  [100_01n, 100_00n, 'promise_more_than_open'],
  [0n, 100_00n, 'amount_not_positive'],
  [null, 0n, 'promise_nothing_open'],
  [null, -1n, 'promise_nothing_open'],
])('promising %s of %s open: %s', (given, open, expected) => {
  const promised = () => promisedAmount(given === null ? null : money(given, 'EUR'), money(open, 'EUR'));
  if (typeof expected === 'string') expect(promised).toThrow(expect.objectContaining({ code: expected }));
  else expect(promised()).toBe(expected);
});

test.each([
  ['2026-03-30', 'promise_day_passed'],
  ['2026-03-31', null],
  ['2026-09-30', null],
  ['2026-10-01', 'promise_too_far'],
])('a promise for %s: %s', (on, code) => {
  const promised = () => promiseDayFrom(day(on), day('2026-03-31'));
  if (code === null) expect(String(promised())).toBe(on);
  else expect(promised).toThrow(expect.objectContaining({ code }));
});
