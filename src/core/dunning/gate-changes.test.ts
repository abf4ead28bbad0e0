import { expect, test } from 'vitest';
import { day, debtorFacts, itemFacts } from '#test/support/dunning-facts.ts';
import { ownItems } from './facts.ts';
import { type Change, changeFor } from './gate-changes.ts';
import type { FoundGate } from './open-gate.ts';

const ITEM = itemFacts('a');
const DEBTOR = debtorFacts([
  ITEM,
  itemFacts('b', { open: -30_00n }),
  itemFacts('c', { open: -5_50n }),
  itemFacts('d', { open: -7_00n, currency: 'USD' }),
]);
const change = (gate: FoundGate) => changeFor(gate, ITEM, DEBTOR);

test.each<[FoundGate['because'], FoundGate['facts'], Change | null]>([
  [
    'below_minimum',
    { open: '4.00 EUR', minimum: '5.50 EUR' },
    { code: 'reach_minimum', facts: { missing: '1.50 EUR', minimum: '5.50 EUR', of: 'item' } },
  ],
  [
    'below_minimum',
    { open: '-4.00 EUR', minimum: '5.50 EUR', of: 'debtor' },
    { code: 'reach_minimum', facts: { missing: '9.50 EUR', minimum: '5.50 EUR', of: 'debtor' } },
  ],
  [
    'below_minimum',
    { open: '400 XOF', minimum: '1000 XOF' },
    { code: 'reach_minimum', facts: { missing: '600 XOF', minimum: '1000 XOF', of: 'item' } },
  ],
  ['credit_balance', {}, { code: 'use_credits', facts: { credit: '35.50 EUR' } }],
  ['promised', { on: '2026-04-10' }, { code: 'break_promise', facts: { on: '2026-04-10' } }],
  ['disputed', { reason: 'price' }, { code: 'settle_dispute', facts: { reason: 'price' } }],
  ['on_plan', { plan: '7' }, { code: 'end_plan', facts: { plan: '7' } }],
  [
    'on_hold',
    { reason: 'asked', of: 'debtor' },
    { code: 'lift_hold', facts: { reason: 'asked', of: 'debtor' } },
  ],
  ['on_hold', {}, { code: 'lift_hold', facts: { reason: '', of: 'item' } }],
  ['collected_by_direct_debit', {}, { code: 'reject_collection', facts: {} }],
  [
    'probably_paid',
    { amount: '9.00 EUR', on: '2026-03-30' },
    { code: 'decide_bank_line', facts: { amount: '9.00 EUR', on: '2026-03-30' } },
  ],
  ['bank_data_stale', { account: 'KBC' }, { code: 'read_bank_data', facts: { account: 'KBC' } }],
  ['no_address', { channels: 'mail' }, { code: 'add_address', facts: { channels: 'mail' } }],
  ['level_exhausted', { level: '3' }, { code: 'add_step', facts: { level: '3' } }],
  ['in_another_run', { run: '12' }, { code: 'end_run', facts: { run: '12' } }],
  ['handed_over', { to: 'lawyer' }, { code: 'take_back', facts: { to: 'lawyer' } }],
  ['document_kind', { kind: 'miscellaneous' }, { code: 'remind_kind', facts: { kind: 'miscellaneous' } }],
  ['no_policy', {}, { code: 'choose_policy', facts: {} }],
  ['not_yet_due', {}, null],
])('%s %j', (because, facts, expected) => {
  expect(change({ because, facts, until: null })).toEqual(expected);
});

test.each(['not_yet_due', 'within_grace', 'contacted_recently', 'waiting_by_law'] as const)(
  '%s opens by itself on its day',
  (because) => {
    expect(change({ because, facts: {}, until: day('2026-04-02') })).toEqual({
      code: 'wait',
      facts: { on: '2026-04-02' },
    });
  },
);

test('a promise is broken on the day after its last', () => {
  expect(change({ because: 'promised', facts: { on: '2026-04-10' }, until: day('2026-04-13') })).toEqual({
    code: 'break_promise',
    facts: { on: '2026-04-13' },
  });
});

test('what a debtor owes itself, and what of a payer’s family each of them owes', () => {
  const items = [itemFacts('a'), itemFacts('b', { owedBy: 'child' })];
  expect(ownItems(debtorFacts(items), 'd')).toEqual(items);
  const payer = debtorFacts(items, { paysFor: [] });
  expect(ownItems(payer, 'd').map(({ id }) => id)).toEqual(['a']);
  expect(ownItems(payer, 'child').map(({ id }) => id)).toEqual(['b']);
});
