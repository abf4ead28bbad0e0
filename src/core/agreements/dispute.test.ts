import { expect, test } from 'vitest';
import { money } from '#core/money/money.ts';
import { answerDayFrom, disputedAmount, disputedNow, stateAfter } from './dispute.ts';

test.each([
  // given of 100.00 open -> disputed, or refused because
  [null, 100_00n, null],
  [100_00n, 100_00n, null],
  [99_99n, 100_00n, 99_99n],
  [1n, 100_00n, 1n],
  [100_01n, 100_00n, 'dispute_more_than_open'],
  [0n, 100_00n, 'amount_not_positive'],
  [-1n, 100_00n, 'amount_not_positive'],
  [null, 0n, 'dispute_of_credit'],
  [null, -5n, 'dispute_of_credit'],
])('disputing %s of %s open: %s', (given, open, expected) => {
  const asked = () =>
    disputedAmount(given === null ? null : money(given, 'EUR'), money(open, 'EUR'), 'F2026-1');
  if (typeof expected === 'string') expect(asked).toThrow(expect.objectContaining({ code: expected }));
  else expect(asked()).toBe(expected);
});

test('a currency without decimals is written as such in the refusal', () => {
  const asked = () => disputedAmount(money(101n, 'XOF'), money(100n, 'XOF'), 'F2026-1');
  expect(asked).toThrow(
    expect.objectContaining({ facts: { document: 'F2026-1', amount: '101 XOF', open: '100 XOF' } }),
  );
});

test.each([
  // disputed, open then, open now, credit notes since -> what it still takes away
  ['nothing happened', 30n, 100n, 100n, 0n, { ended: null, amount: 30n }],
  ['part paid: the rest of it is still disputed', 30n, 100n, 30n, 0n, { ended: null, amount: 30n }],
  ['paid into what is disputed', 30n, 100n, 1n, 0n, { ended: null, amount: 30n }],
  ['paid whole', 30n, 100n, 0n, 0n, { ended: 'paid' }],
  ['paid too much', 30n, 100n, -5n, 0n, { ended: 'paid' }],
  ['credited for less', 30n, 100n, 100n, 29n, { ended: null, amount: 1n }],
  ['credited for all that is disputed', 30n, 100n, 100n, 30n, { ended: 'credited' }],
  ['all of it, nothing happened', null, 100n, 100n, 0n, { ended: null, amount: null }],
  ['all of it, credited for less', null, 100n, 100n, 99n, { ended: null, amount: null }],
  ['all of it, credited', null, 100n, 100n, 100n, { ended: 'credited' }],
  ['all of it, paid', null, 100n, 0n, 0n, { ended: 'paid' }],
] as const)('%s', (_, amount, openBefore, open, credited, expected) => {
  expect(disputedNow({ amount, openBefore }, { open, credited })).toEqual(expected);
});

test('who is right is asked for nothing until the credit note is there; any other answer closes', () => {
  const states = (['justified', 'rejected', 'withdrawn', 'credited'] as const).map(stateAfter);
  expect(states).toEqual(['to_credit', 'closed', 'closed', 'closed']);
});

test.each([
  ['2026-03-30', 'dispute_answer_day_passed'],
  ['2026-03-31', null],
])('to be answered by %s: %s', (on, code) => {
  const day = () => answerDayFrom(Temporal.PlainDate.from(on), Temporal.PlainDate.from('2026-03-31'));
  if (code === null) expect(String(day())).toBe(on);
  else expect(day).toThrow(expect.objectContaining({ code }));
});
