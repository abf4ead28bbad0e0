import { describe, expect, test } from 'vitest';
import { isoDay } from '#core/calendar/epoch-days.ts';
import { compilePolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { day, debtorFacts, itemFacts, noticeStep, policyWith, termsOn } from '#test/support/dunning-facts.ts';

const BY_PAYER = policyWith({ grouping: 'payer' });
const MIXED = policyWith({
  steps: [noticeStep(1, 10, { interest: { kind: 'statutory' } }), noticeStep(2, 5)],
});

/** The payer 'p' with its two branches, each owing what is given. */
function family(
  items: readonly ItemFacts[],
  change: Partial<Record<'p' | 'b1' | 'b2', Partial<DebtorFacts>>> = {},
) {
  const member = (id: 'p' | 'b1' | 'b2') => debtorFacts([], { id, ...change[id] });
  const [payer, ...branches] = [member('p'), member('b1'), member('b2')];
  return { ...payer, items, paysFor: [payer, ...branches].map(({ items: _, ...party }) => party) };
}
const of = (owedBy: 'b1' | 'b2', id: string, given: Partial<ItemFacts> = {}) =>
  itemFacts(id, { owedBy, ...given });

function plan(debtor: DebtorFacts, policy: Policy = BY_PAYER, on = '2026-03-11') {
  const terms = termsOn(on, policy);
  const own = compilePolicy({ id: 'own', version: 1, body: MIXED }, day(on), 'EUR');
  const { notices, leftOut } = planDebtor(debtor, {
    ...terms,
    policies: new Map([...terms.policies, ['own', own]]),
  });
  return [
    ...notices.map(({ debtorId, currency, open, lines }) => {
      const listed = lines.map(({ item, level }) => (level === null ? `(${item.id})` : item.id));
      return `${debtorId} ${open} ${currency}: ${listed.join(' ')}`;
    }),
    ...leftOut.map(({ debtorId, because, until, items }) => {
      const end = until === null ? '' : ` ${isoDay(until)}`;
      return `-${debtorId} ${because}${end}: ${items.map(({ item }) => item.id).join(' ')}`;
    }),
  ];
}

describe('what several debtors owe is asked of the one who pays', () => {
  const all = [itemFacts('a'), of('b1', 'b'), of('b2', 'c')];
  test.each<[string, DebtorFacts, string[]]>([
    ['one notice', family(all), ['p 30000 EUR: a b c']],
    [
      'one a currency',
      family([...all, of('b2', 'd', { currency: 'USD' })]),
      ['p 30000 EUR: a b c', 'p 10000 USD: d'],
    ],
    [
      'a payer that owes nothing itself',
      { ...family([of('b1', 'b')]), paysFor: family([]).paysFor.filter(({ id }) => id !== 'p') },
      ['p 10000 EUR: b'],
    ],
    [
      'a contact with one of them is a contact with the payer, the last day of it',
      family(all, { b1: { contactedOn: day('2026-03-07') } }),
      [
        '-p contacted_recently 2026-03-12: a',
        '-b1 contacted_recently 2026-03-12: b',
        '-b2 contacted_recently 2026-03-12: c',
      ],
    ],
    [
      'of several contacts the last one',
      family(all, { b1: { contactedOn: day('2026-03-07') }, b2: { contactedOn: day('2026-01-10') } }),
      [
        '-p contacted_recently 2026-03-12: a',
        '-b1 contacted_recently 2026-03-12: b',
        '-b2 contacted_recently 2026-03-12: c',
      ],
    ],
    [
      'and the first day after it',
      family(all, { b1: { contactedOn: day('2026-03-06') } }),
      ['p 30000 EUR: a b c'],
    ],
    [
      'a hold on the payer holds all of it',
      family(all, { p: { holds: [{ dueItemId: null, untilOn: day('2026-03-20'), reason: 'r', by: '' }] } }),
      ['-p on_hold 2026-03-21: a', '-b1 on_hold 2026-03-21: b', '-b2 on_hold 2026-03-21: c'],
    ],
    [
      'a hold on one of them its own part',
      family(all, { b1: { holds: [{ dueItemId: null, untilOn: day('2026-03-20'), reason: 'r', by: '' }] } }),
      ['p 20000 EUR: a c', '-b1 on_hold 2026-03-21: b'],
    ],
    [
      'what one has to its credit lowers its own part',
      family([...all, of('b1', 'credit', { documentKind: 'credit_note', open: -60_00n })]),
      ['p 24000 EUR: a b c (credit)'],
    ],
    [
      'and no other’s, however much it is',
      family([...all, of('b1', 'credit', { documentKind: 'credit_note', open: -160_00n })]),
      ['p 20000 EUR: a c', '-b1 credit_balance: b'],
    ],
    [
      'a policy of its own that asks each debtor is asked of that one',
      family([itemFacts('a'), of('b1', 'b', { policyId: 'own' }), of('b2', 'c')]),
      ['b1 10000 EUR: b', 'p 20000 EUR: a c'],
    ],
    [
      'whoever is asked itself is contacted itself: the payer’s letters do not count',
      family([of('b1', 'b', { policyId: 'own' }), of('b2', 'c')], { p: { contactedOn: day('2026-03-07') } }),
      ['b1 10000 EUR: b', '-b2 contacted_recently 2026-03-12: c'],
    ],
    [
      'nor does a letter to another one the payer pays for',
      family([of('b1', 'b', { policyId: 'own' })], { b2: { contactedOn: day('2026-03-07') } }),
      ['b1 10000 EUR: b'],
    ],
    [
      'its own letters do',
      family([of('b1', 'b', { policyId: 'own' })], { b1: { contactedOn: day('2026-03-07') } }),
      ['-b1 contacted_recently 2026-03-12: b'],
    ],
    [
      'one of a debtor’s debts asked of itself, the other of the payer',
      family([of('b1', 'b', { policyId: 'own' }), of('b1', 'd')]),
      ['b1 10000 EUR: b', 'p 10000 EUR: d'],
    ],
    [
      'letters of the payer stand in the order of their currencies',
      family([of('b1', 'b', { currency: 'USD' }), of('b2', 'c', { currency: 'CHF' }), of('b2', 'd')]),
      ['p 10000 CHF: c', 'p 10000 EUR: d', 'p 10000 USD: b'],
    ],
  ])('%s', (_, debtor, expected) => {
    expect(plan(debtor)).toEqual(expected);
  });

  test.each([
    ['300.01', ['-p below_minimum: a', '-b1 below_minimum: b', '-b2 below_minimum: c']],
    ['300.00', ['p 30000 EUR: a b c']],
  ])('the minimum of %s is held against all the payer is asked for', (minimumTotal, expected) => {
    expect(plan(family(all), { ...BY_PAYER, minimumTotal })).toEqual(expected);
  });

  test('the order of debtors and items changes nothing', () => {
    const turned = family([...all].reverse());
    expect(plan({ ...turned, paysFor: [...turned.paysFor].reverse() })).toEqual(['p 30000 EUR: a b c']);
  });

  test('it goes where the payer wants it, in the payer’s language', () => {
    const payer = family(all, { p: { language: 'de', preferredChannel: 'post' } });
    const [notice] = planDebtor(payer, termsOn('2026-03-11', BY_PAYER)).notices;
    expect(notice).toMatchObject({ debtorId: 'p', language: 'de', channels: ['post'] });
  });
});
