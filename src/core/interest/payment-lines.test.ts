import { expect, test } from 'vitest';
import { readPaymentLines } from './payment-lines.ts';

const PAID = [{ on: '2026-03-31', amount: '250.00' }];

test.each([
  ['2026-03-31,250.00', PAID],
  ['2026-03-31;250.00\n', PAID],
  ['2026-03-31\t250.00\r\n\r\n', PAID],
  ['  "2026-03-31" , "250.00"  ', PAID],
  ['\uFEFFdate,amount\n2026-03-31,250.00', PAID],
  ['Montant et date\n2026-03-31 250.00', PAID],
  ['[{"on":"2026-03-31","amount":"250.00"}]', PAID],
  ['  [{"date":"2026-03-31","amount":250}]', [{ on: '2026-03-31', amount: '250' }]],
  ['', []],
  ['date,amount', []],
  ['2026-03-31,250', [{ on: '2026-03-31', amount: '250' }]],
])('%j is read', (text, expected) => {
  expect(readPaymentLines(text)).toEqual(expected);
});

test.each([
  ['2026-03-31', '1', '2026-03-31'],
  ['2026-03-31,250.00\ndate,amount', '2', 'date,amount'],
  ['2026-03-31,250.00\n\n31/03/2026,1.00', '3', '31/03/2026,1.00'],
  ['2026-03-31,250,00', '1', '2026-03-31,250,00'],
  ['x2026-03-31,250.00', '1', 'x2026-03-31,250.00'],
  ['2026-03-31,250.00x', '1', '2026-03-31,250.00x'],
  ['[{"on":"2026-03-31"}]', '1', '{"on":"2026-03-31"}'],
  ['[{"amount":"1.00"}]', '1', '{"amount":"1.00"}'],
  [' [broken ', '1', '[broken'],
  [`1${'9'.repeat(100)}`, '1', `1${'9'.repeat(79)}`],
])('%j is refused by its line', (text, line, given) => {
  const facts = { line, given, example: '2026-03-31,250.00' };
  expect(() => readPaymentLines(text)).toThrow(
    expect.objectContaining({ code: 'payments_unreadable', facts }),
  );
});
