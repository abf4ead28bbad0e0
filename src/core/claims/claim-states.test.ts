import { expect, test } from 'vitest';
import { canBeBooked, leftOf, openOf, settledOf, stateOf } from './claim-states.ts';

const of = (amount: number, paid = 0, waived = 0, carried = 0) => ({
  amount: BigInt(amount),
  paid: BigInt(paid),
  waived: BigInt(waived),
  carried: BigInt(carried),
});

test.each([
  ['nothing happened to it', of(1000), false, 'claimed'],
  ['all but a cent is paid', of(1000, 999), false, 'claimed'],
  ['it is paid', of(1000, 1000), false, 'paid'],
  ['part is paid, the rest waived', of(1000, 400, 600), false, 'paid'],
  ['it is waived', of(1000, 0, 1000), false, 'waived'],
  ['a later notice asks for it', of(1000, 0, 0, 1000), false, 'carried'],
  ['part is waived, a later notice asks for the rest', of(1000, 0, 100, 900), false, 'waived'],
  ['the ledger has it', of(1000), true, 'booked'],
  ['it was paid, and is booked', of(1000, 1000), true, 'booked'],
] as const)('%s', (_, amounts, isBooked, state) => {
  expect(stateOf(amounts, isBooked)).toBe(state);
});

test.each([
  ['claimed', of(1000, 300, 100), 600n, 400n],
  ['paid', of(1000, 1000), 0n, 1000n],
  ['waived', of(1000, 0, 1000), 0n, 1000n],
  ['carried', of(1000, 0, 0, 1000), 0n, 0n],
  ['booked', of(1000, 200), 0n, 1000n],
  ['booked', of(1000, 0, 0, 400), 0n, 600n],
  ['taken_back', of(1000, 300), 0n, 0n],
] as const)('%s: what is still asked, and what is not asked again', (state, amounts, open, settled) => {
  expect([openOf({ ...amounts, state }), settledOf({ ...amounts, state })]).toEqual([open, settled]);
});

test('what is left counts whatever the state', () => {
  expect(leftOf(of(1000, 100, 200, 300))).toBe(400n);
});

test('what is asked or paid may be booked, once', () => {
  const can = (['claimed', 'paid', 'waived', 'booked', 'carried', 'taken_back'] as const).filter(canBeBooked);
  expect(can).toEqual(['claimed', 'paid']);
});
