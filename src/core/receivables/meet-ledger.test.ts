import { expect, test } from 'vitest';
import { meetLedger } from './meet-ledger.ts';

// open, provisional, confirmed -> the ledger says -> open, provisional, confirmed now, difference
const CASES: readonly (readonly [string, bigint, bigint, bigint[], bigint, string])[] = [
  ['nothing moved: an older list does not open what the bank settled', 0n, 100n, [], 100n, '0 100 0 -'],
  ['part paid, nothing moved', 60n, 40n, [], 100n, '60 40 0 -'],
  ['the ledger fell by what the bank settled', 0n, 100n, [], 0n, '0 0 100 -'],
  ['part paid, and the ledger fell by that part', 60n, 40n, [], 60n, '60 0 40 -'],
  ['the ledger fell by less', 0n, 100n, [], 20n, '0 20 80 fell_less 100 80'],
  ['one cent less', 0n, 100n, [], 1n, '0 1 99 fell_less 100 99'],
  ['the ledger fell by more: another payment, or a write-off', 60n, 40n, [], 0n, '0 0 40 fell_more 40 100'],
  ['one cent more', 60n, 40n, [], 59n, '59 0 40 fell_more 40 41'],
  ['the ledger rose while it waits: an added charge is asked for', 0n, 100n, [], 130n, '30 100 0 -'],
  ['confirmed before, and the list shows it open again', 0n, 0n, [100n], 100n, '0 100 -100 open_again 0 100'],
  ['two payments confirmed, the latest is off again', 0n, 0n, [30n, 70n], 30n, '0 30 -30 open_again 0 30'],
  ['both are off again', 0n, 0n, [30n, 70n], 100n, '0 100 -100 open_again 0 100'],
  ['not the latest: the ledger’s own affair', 0n, 0n, [30n, 70n], 70n, '70 0 0 -'],
  ['a charge on a paid item is asked for', 0n, 0n, [100n], 30n, '30 0 0 -'],
  ['no settlement stands: as the ledger says', 0n, 0n, [], 100n, '100 0 0 -'],
  ['returned: the ledger still counts the payment', 100n, -100n, [], 0n, '100 -100 0 -'],
  ['returned: the ledger shows it open', 100n, -100n, [], 100n, '100 0 -100 -'],
  ['a credit paid back', 0n, -50n, [], -50n, '0 -50 0 -'],
  ['a credit paid back, and the ledger shows it', 0n, -50n, [], 0n, '0 0 -50 -'],
  ['a credit paid back, in part as the ledger has it', 0n, -50n, [], -20n, '0 -20 -30 fell_less -50 -30'],
];

test.each(CASES)('%s', (_, open, provisional, confirmed, ledger, expected) => {
  const met = meetLedger({ open, provisional, confirmed }, ledger);
  const { kind, expected: wanted, found } = met.difference ?? { kind: '-', expected: '', found: '' };
  expect(`${met.open} ${met.provisional} ${met.confirmed} ${kind} ${wanted} ${found}`.trim()).toBe(expected);
  // What the ledger says is what is asked for and what it has not seen.
  expect(met.open + met.provisional).toBe(ledger);
});
