import { describe, expect, test } from 'vitest';
import {
  accountDraft,
  type DeskLine,
  draftOf,
  hasRest,
  type Item,
  type Match,
  paidFor,
  planOf,
} from './draft.ts';

const debtor = { id: 'd', number: '1', name: 'Café' };
const limits = { smallDifferenceMax: '1.00' };
const item = (id: string, open: string): Item => ({
  id,
  number: `F-${id}`,
  kind: 'invoice',
  position: 1,
  debtor,
  dueOn: '2026-03-01',
  currency: 'EUR',
  amount: '100.00',
  open,
  level: 0,
});
const line = (remaining: string): DeskLine => ({
  id: 'l',
  account: { id: 'a', name: 'KBC', number: 'BE1' },
  statement: { id: 's', number: '1' },
  state: 'open',
  bookedOn: '2026-03-30',
  valueOn: null,
  amount: remaining,
  currency: 'EUR',
  remaining,
  counterparty: null,
  ultimateParty: null,
  iban: null,
  structuredReference: null,
  text: '',
  endToEndId: null,
  mandate: null,
  code: null,
  reversal: false,
  returnReason: null,
  later: null,
  matches: [],
  decisions: [],
});
type Part = [item: Item | null, kind: Match['parts'][number]['kind'], amount: string];
const match = (parts: Part[], remainder = '0.00'): Match => ({
  rank: 1,
  certainty: 'probable',
  basis: 'number',
  debtor,
  because: [],
  but: [],
  parts: parts.map(([of, kind, amount]) => ({ item: of, kind, amount })),
  remainder,
  takesBack: null,
  stale: false,
});
const shown = (plan: ReturnType<typeof planOf>) => plan.parts.map(({ kind, amount }) => `${kind} ${amount}`);

describe('a proposal, unchanged, comes to what it said', () => {
  test('a payment that came back opens its item again', () => {
    const settled = item('1', '0.00');
    const draft = draftOf(match([[settled, 'return', '-100.00']]));
    const plan = planOf(line('-100.00'), draft, limits);
    expect(shown(plan)).toEqual(['return -100.00']);
    expect(plan).toMatchObject({ obstacle: null, isWhole: true });
    expect(plan.after.get('1')).toBe('100.00');
    expect(hasRest(draft)).toBe(false);
  });

  test.each<[string, Part[], string, string[]]>([
    ['100.00', [[item('1', '100.00'), 'payment', '100.00']], '0.00', ['payment 100.00']],
    [
      '98.00',
      [
        [item('1', '100.00'), 'payment', '98.00'],
        [item('1', '100.00'), 'discount', '2.00'],
      ],
      '0.00',
      ['payment 98.00', 'discount 2.00'],
    ],
    ['60.00', [[item('1', '100.00'), 'part_payment', '60.00']], '40.00', ['part_payment 60.00']],
    [
      '120.00',
      [
        [item('1', '100.00'), 'payment', '100.00'],
        [null, 'on_account', '20.00'],
      ],
      '0.00',
      ['payment 100.00', 'on_account 20.00'],
    ],
    [
      '80.00',
      [
        [item('1', '100.00'), 'payment', '100.00'],
        [item('2', '-20.00'), 'credit_used', '-20.00'],
      ],
      '0.00',
      ['payment 100.00', 'credit_used -20.00'],
    ],
    [
      '99.00',
      [
        [item('1', '100.00'), 'payment', '100.00'],
        [null, 'bank_costs', '-1.00'],
      ],
      '0.00',
      ['payment 100.00', 'bank_costs -1.00'],
    ],
  ])('%s', (remaining, parts, _open, expected) => {
    const plan = planOf(line(remaining), draftOf(match(parts)), limits);
    expect(shown(plan)).toEqual(expected);
    expect(plan).toMatchObject({ obstacle: null, isWhole: true, left: '0.00' });
  });
});

test.each([
  ['open', '2.00', null],
  ['discount', '0.00', null],
  ['bank_costs', '0.00', null],
  ['small_difference', '0.00', 'settlement_difference_too_large'],
] as const)('what is missing of an item: %s', (rest, after, obstacle) => {
  const draft = draftOf(match([[item('1', '100.00'), 'part_payment', '98.00']]));
  expect(hasRest(draft)).toBe(true);
  const plan = planOf(line('98.00'), { ...draft, rows: draft.rows.map((row) => ({ ...row, rest })) }, limits);
  expect(plan.after.get('1')).toBe(after);
  expect(plan.obstacle?.code ?? null).toBe(obstacle);
});

test('what is too much stays to be matched, or goes on account of a debtor', () => {
  const draft = draftOf(match([[item('1', '100.00'), 'payment', '100.00']], '20.00'));
  expect(planOf(line('120.00'), draft, limits)).toMatchObject({ left: '20.00', isWhole: false });
  const kept = planOf(line('120.00'), { ...draft, onAccount: true }, limits);
  expect(kept).toMatchObject({ left: '0.00', onAccount: '20.00', isWhole: true, obstacle: null });
});

test('all of it on account needs a debtor', () => {
  expect(planOf(line('50.00'), accountDraft(null), limits).obstacle?.code).toBe('settlement_without_debtor');
  expect(planOf(line('50.00'), accountDraft(debtor), limits)).toMatchObject({
    onAccount: '50.00',
    obstacle: null,
  });
});

test('an item is offered what is left of the line, never more than is open of it', () => {
  const first = { item: item('1', '100.00'), paid: '100.00', rest: 'open' as const };
  expect(paidFor(line('130.00'), item('2', '50.00'), [first])).toBe('30.00');
  expect(paidFor(line('180.00'), item('2', '50.00'), [first])).toBe('50.00');
  expect(paidFor(line('180.00'), item('3', '-10.00'), [first])).toBe('-10.00');
  expect(paidFor(line('180.00'), { ...item('4', '10.00'), currency: 'USD' }, [])).toBe('');
});
