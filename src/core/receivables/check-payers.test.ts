import { expect, test } from 'vitest';
import { refusedPayers } from './check-payers.ts';

type Given = Readonly<Record<string, string | null>>;

const UNKNOWN = 'debtor_payer_unknown';
const ITSELF = 'debtor_payer_itself';
const CHAIN = 'debtor_payer_chain';

test.each<[string, said: Record<string, string>, known: Given, brought: string[], refused: Given]>([
  ['a payer that is known', { A: 'P' }, { A: null, P: null }, [], {}],
  ['a payer that the list brings', { A: 'P', B: 'P' }, {}, ['P'], {}],
  ['the one it has already', { A: 'P' }, { A: 'P', P: null }, [], {}],
  ['another than it had', { A: 'Q' }, { A: 'P', P: null, Q: null }, [], {}],
  ['nobody', { A: 'P' }, { A: null }, [], { A: UNKNOWN }],
  ['itself, known or not', { A: 'A', B: 'B' }, { A: null }, [], { A: ITSELF, B: ITSELF }],
  ['a payer that is paid for', { A: 'P' }, { P: 'Q', Q: null }, [], { A: CHAIN }],
  ['of one that pays for others', { P: 'Q' }, { A: 'P', P: null, Q: null }, [], { P: CHAIN }],
  ['a chain within the list', { A: 'B', B: 'C' }, { C: null }, [], { A: CHAIN, B: CHAIN }],
  ['a ring', { A: 'B', B: 'A' }, { A: null, B: null }, [], { A: CHAIN, B: CHAIN }],
  // A no longer pays for X once the list is in.
  ['a chain that the list unties', { X: 'Q', A: 'B' }, { X: 'A', A: null, B: null, Q: null }, [], {}],
  // X keeps A as its payer, since its new one is nobody: so nobody may pay for A.
  [
    'a chain that the list would untie, were it not refused',
    { X: 'nobody', A: 'B' },
    { X: 'A', A: null, B: null },
    [],
    { X: UNKNOWN, A: CHAIN },
  ],
  // D comes in by the row that is refused alone.
  ['a payer whose own row is refused', { A: 'D', D: 'nobody' }, {}, [], { A: CHAIN, D: UNKNOWN }],
])('%s', (_, said, known, brought, refused) => {
  const found = refusedPayers({
    said: new Map(Object.entries(said)),
    known: new Map(Object.entries(known)),
    brought: new Set(brought),
  });
  expect(Object.fromEntries(found)).toEqual(refused);
});
