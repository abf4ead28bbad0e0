import { describe, expect, test } from 'vitest';
import { day, itemFacts } from '#test/support/dunning-facts.ts';
import type { ItemFacts } from './facts.ts';
import { byAge, setCreditsAgainstClaims, takeCredits } from './netting.ts';

const claim = (id: string, open: bigint, change: Partial<ItemFacts> = {}) =>
  itemFacts(id, { open, ...change });
const credit = (id: string, amount: bigint, change: Partial<ItemFacts> = {}) =>
  itemFacts(id, { documentKind: 'credit_note', open: -amount, ...change });

/** 'a 60' is open of a; 'c 40' is left of the credit c. */
function netted(items: readonly ItemFacts[]) {
  const { claims, credits } = setCreditsAgainstClaims(items);
  return [
    claims.map(({ item, open }) => `${item.id} ${open}`),
    credits.map(({ item, amount }) => `${item.id} ${amount}`),
  ];
}

describe('credits lower the document they name', () => {
  const linked = { linkedNumber: 'A' };
  test.each<[string, ItemFacts[], string[], string[]]>([
    ['a part of it', [claim('a', 100n), credit('c', 40n, linked)], ['a 60'], []],
    ['all of it', [claim('a', 100n), credit('c', 100n, linked)], ['a 0'], []],
    ['more than it: the rest is free', [claim('a', 100n), credit('c', 101n, linked)], ['a 0'], ['c 1']],
    ['another one: it is free', [claim('b', 100n), credit('c', 40n, linked)], ['b 100'], ['c 40']],
    ['none: it is free', [claim('a', 100n), credit('c', 40n)], ['a 100'], ['c 40']],
    ['nothing is owed', [credit('c', 40n, linked)], [], ['c 40']],
    ['what is settled is neither owed nor a credit', [claim('a', 0n)], [], []],
    ['one beside it', [claim('b', 100n), claim('a', 100n), credit('c', 40n, linked)], ['a 60', 'b 100'], []],
    [
      'two of them, the older first',
      [claim('a', 50n), credit('d', 40n, linked), credit('c', 40n, linked)],
      ['a 0'],
      ['d 30'],
    ],
  ])('%s', (_, items, claims, credits) => {
    expect(netted(items)).toEqual([claims, credits]);
  });

  test('its oldest instalment first', () => {
    const instalment = (id: string, dueOn: string) =>
      claim(id, 50n, { documentNumber: 'A', dueOn: day(dueOn) });
    const items = [
      instalment('second', '2026-04-01'),
      instalment('first', '2026-03-01'),
      credit('c', 70n, linked),
    ];
    expect(netted(items)).toEqual([['first 0', 'second 30'], []]);
  });

  test('those that are free stand in the order of their age', () => {
    const items = [credit('young', 1n, { dueOn: day('2026-03-02') }), credit('old', 1n), claim('a', 5n)];
    expect(netted(items)).toEqual([['a 5'], ['old 1', 'young 1']]);
  });
});

describe('which of two is the older', () => {
  const one = itemFacts('m', { documentNumber: 'F5' });
  test.each<[string, Partial<ItemFacts>, number]>([
    ['the one due first', { dueOn: one.dueOn + 1, documentNumber: 'F1' }, -1],
    ['though its number is higher', { dueOn: one.dueOn - 1, documentNumber: 'F9' }, 1],
    ['of one day, by number', { documentNumber: 'F6' }, -1],
    ['by number before anything else', { documentNumber: 'F4', id: 'z' }, 1],
    ['of one number, by id', { id: 'n' }, -1],
    ['of one number, by id', { id: 'l' }, 1],
  ])('%s: %j', (_, change, expected) => {
    expect(Math.sign(byAge(one, { ...one, ...change }))).toBe(expected);
  });
});

describe('what is taken of credits', () => {
  const credits = [
    { item: itemFacts('a'), amount: 30n },
    { item: itemFacts('b'), amount: 20n },
  ];
  test.each<[bigint, string[], string[]]>([
    [0n, [], ['a 30', 'b 20']],
    [29n, ['a 29'], ['a 1', 'b 20']],
    [30n, ['a 30'], ['b 20']],
    [31n, ['a 30', 'b 1'], ['b 19']],
    [50n, ['a 30', 'b 20'], []],
    [51n, ['a 30', 'b 20'], []],
  ])('%s of 50', (amount, used, left) => {
    const found = takeCredits(credits, amount);
    const told = (parts: typeof found.used) => parts.map((part) => `${part.item.id} ${part.amount}`);
    expect([told(found.used), told(found.left)]).toEqual([used, left]);
  });
});
