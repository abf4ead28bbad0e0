import { expect, test } from 'vitest';
import { debtorFacts, itemFacts, termsOn } from '#test/support/dunning-facts.ts';
import { byCurrency } from './demands.ts';
import { planDebtor } from './plan-debtor.ts';

test.each([
  // the currency of each item as the rows come, the letters they make
  [['EUR'], ['EUR a']],
  [['USD', 'USD'], ['USD a b']],
  [
    ['USD', 'EUR'],
    ['EUR b', 'USD a'],
  ],
  [
    ['EUR', 'USD', 'EUR'],
    ['EUR a c', 'USD b'],
  ],
  [
    ['USD', 'EUR', 'CHF', 'EUR', 'USD'],
    ['CHF c', 'EUR b d', 'USD a e'],
  ],
] as const)('items in %j: a letter a currency, in the order of their codes: %j', (currencies, expected) => {
  const items = currencies.map((currency, at) => itemFacts('abcde'.charAt(at), { currency }));
  const { notices } = planDebtor(debtorFacts(items), termsOn('2026-03-31'));
  expect(
    notices.map(({ currency, lines }) => [currency, ...lines.map(({ item }) => item.id)].join(' ')),
  ).toEqual(expected);
});

test('who owes nothing owes it in no currency', () => {
  expect(byCurrency([])).toEqual([]);
});
