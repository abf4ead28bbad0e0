import { expect, test } from 'vitest';
import { type OpenChange, paymentsByDay } from './payments-by-day.ts';

const DUE = 100;
const change = (on: number, amount: number): OpenChange => ({ on, amount: BigInt(amount) });
const ask = (amount: number, open: number, bank: OpenChange[] = [], ledger: OpenChange[] = []) =>
  paymentsByDay({ amount: BigInt(amount), open: BigInt(open), dueOn: DUE, bank, ledger }).map((payment) => [
    payment.on,
    Number(payment.amount),
    payment.known,
  ]);

test.each([
  ['nothing was paid', ask(1000, 1000), []],
  ['what is open grew', ask(1000, 1200, [change(110, 50)]), []],
  ['the bank shows it all', ask(1000, 400, [change(120, 600)]), [[120, 600, 'bank']]],
  [
    'the bank shows a part, the ledger the rest',
    ask(1000, 0, [change(120, 600)], [change(130, 400)]),
    [
      [120, 600, 'bank'],
      [130, 400, 'ledger'],
    ],
  ],
  [
    'nobody knows the day: no interest is asked on it',
    ask(1000, 400, [], [change(130, 200)]),
    [
      [DUE, 400, 'unknown'],
      [130, 200, 'ledger'],
    ],
  ],
  ['a payment that went back is none', ask(1000, 1000, [change(120, 600), change(125, -600)]), []],
  [
    'one that went back, and came again',
    ask(1000, 400, [change(120, 600), change(125, -600), change(140, 600)]),
    [[140, 600, 'bank']],
  ],
  [
    'the ledger opened a part again',
    ask(1000, 500, [], [change(120, 800), change(130, -300)]),
    [[120, 500, 'ledger']],
  ],
  [
    'more is shown than has fallen: the earliest counts',
    ask(1000, 700, [change(120, 200), change(130, 200)]),
    [
      [120, 200, 'bank'],
      [130, 100, 'bank'],
    ],
  ],
])('%s', (_, found, expected) => {
  expect(found).toEqual(expected);
});
