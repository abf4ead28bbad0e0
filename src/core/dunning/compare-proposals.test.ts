import { describe, expect, test } from 'vitest';
import { type ComparedProposal, compareProposals, type ItemNow } from './compare-proposals.ts';

const CAFE = { id: 'd1', number: 'C-2', name: 'Café' };
const HALLES = { id: 'd2', number: 'C-10', name: 'Halles' };

function proposal(given: Partial<ComparedProposal> = {}): ComparedProposal {
  return {
    id: 'p1',
    key: 'policy:notice:EUR',
    debtor: CAFE,
    stepKind: 'notice',
    level: 1,
    currency: 'EUR',
    channels: ['mail'],
    language: 'fr',
    interest: '0',
    fee: '0',
    total: '12000',
    deadlineOn: '2026-04-10',
    policyVersion: 1,
    items: [{ dueItemId: 'i1', documentNumber: 'F1', open: '12000', level: 1 }],
    ...given,
  };
}

const item = (id: string, open: string, level: number | null = 1) => ({
  dueItemId: id,
  documentNumber: id.replace('i', 'F'),
  open,
  level,
});

function compare(
  before: readonly ComparedProposal[],
  after: readonly ComparedProposal[],
  { now = [], words = [] }: { now?: readonly [string, ItemNow][]; words?: readonly string[] } = {},
) {
  return compareProposals(before, after, { itemsNow: new Map(now), changedWords: new Set(words) });
}

test('the same facts differ in nothing', () => {
  expect(compare([proposal()], [proposal({ id: 'p2' })])).toEqual([]);
});

const paid: [string, ItemNow] = ['i2', { open: '0', because: null }];
const held: [string, ItemNow] = ['i2', { open: '5000', because: 'on_hold' }];
const elsewhere: [string, ItemNow] = ['i2', { open: '5000', because: null }];
const two = { items: [item('i1', '12000'), item('i2', '5000')], total: '17000' };

// What changed, what it was, what it is, and the lines that say so.
test.each([
  [
    'paid whole',
    two,
    {},
    { now: [paid] },
    [{ code: 'item_paid', facts: { document: 'F2', open: '50.00 EUR' } }],
  ],
  ['held', two, {}, { now: [held] }, [{ code: 'item_held', facts: { document: 'F2', because: 'on_hold' } }]],
  ['on another notice', two, {}, { now: [elsewhere] }, [{ code: 'item_gone', facts: { document: 'F2' } }]],
  ['a new item', {}, two, {}, [{ code: 'item_new', facts: { document: 'F2', open: '50.00 EUR' } }]],
  [
    'paid in part, by a cent',
    {},
    { items: [item('i1', '11999')], total: '11999' },
    {},
    [{ code: 'item_less', facts: { document: 'F1', before: '120.00 EUR', open: '119.99 EUR' } }],
  ],
  [
    'more is open',
    {},
    { items: [item('i1', '12001')], total: '12001' },
    {},
    [{ code: 'item_more', facts: { document: 'F1', before: '120.00 EUR', open: '120.01 EUR' } }],
  ],
  [
    'the level of all, said once',
    {},
    { level: 2, items: [item('i1', '12000', 2)] },
    {},
    [{ code: 'level', facts: { before: '1', level: '2' } }],
  ],
  [
    'the level of one of them',
    { ...two, level: 2, items: [item('i1', '12000', 2), item('i2', '5000', 1)] },
    { ...two, level: 2, items: [item('i1', '12000', 2), item('i2', '5000', 2)] },
    {},
    [{ code: 'item_level', facts: { document: 'F2', before: '1', level: '2' } }],
  ],
  [
    'its channels',
    {},
    { channels: ['mail', 'post'] },
    {},
    [{ code: 'channels', facts: { before: 'mail', channels: 'mail,post' } }],
  ],
  ['its words', {}, {}, { words: ['level_1 fr'] }, [{ code: 'words', facts: {} }]],
  ['words of another language', {}, {}, { words: ['level_1 nl'] }, null],
  ['words of another level', {}, {}, { words: ['level_2 fr'] }, null],
  [
    'its language',
    {},
    { language: 'nl' },
    {},
    [{ code: 'language', facts: { before: 'fr', language: 'nl' } }],
  ],
  [
    'interest and fee',
    { interest: '100', total: '12100' },
    { interest: '120', fee: '4000', total: '16120' },
    {},
    [
      { code: 'interest', facts: { before: '1.00 EUR', interest: '1.20 EUR' } },
      { code: 'fee', facts: { before: '0.00 EUR', fee: '40.00 EUR' } },
    ],
  ],
  [
    'its policy and what that gives to pay',
    {},
    { policyVersion: 2, deadlineOn: '2026-04-15' },
    {},
    [
      { code: 'policy', facts: { before: '1', version: '2' } },
      { code: 'deadline', facts: { before: '2026-04-10', deadline: '2026-04-15' } },
    ],
  ],
] as [
  string,
  Partial<ComparedProposal>,
  Partial<ComparedProposal>,
  Parameters<typeof compare>[2],
  unknown,
][])('%s', (_, before, after, facts, changes) => {
  const found = compare([proposal(before)], [proposal({ id: 'p2', ...after })], facts);
  expect(found.map((one) => one.changes)).toEqual(changes === null ? [] : [changes]);
  for (const one of found) expect(one).toMatchObject({ kind: 'changed', proposal: 'p2' });
});

test('a notice that is gone says why each of its items is not asked for any more', () => {
  const facts = { now: [['i1', { open: '12000', because: 'promised' }], paid] as [string, ItemNow][] };
  expect(compare([proposal(two)], [], facts)).toEqual([
    {
      debtor: CAFE,
      kind: 'gone',
      proposal: null,
      stepKind: 'notice',
      level: 1,
      currency: 'EUR',
      totalBefore: '170.00',
      total: null,
      changes: [
        { code: 'item_held', facts: { document: 'F1', because: 'promised' } },
        { code: 'item_paid', facts: { document: 'F2', open: '50.00 EUR' } },
      ],
    },
  ]);
});

test('new ones and old ones stand in the order of their debtors’ numbers', () => {
  const found = compare(
    [proposal({ id: 'p9', debtor: HALLES })],
    [proposal({ id: 'p2', key: 'other', stepKind: 'courtesy', level: null })],
  );
  expect(
    found.map(({ kind, debtor, totalBefore, total }) => [kind, debtor.number, totalBefore, total]),
  ).toEqual([
    ['new', 'C-2', null, '120.00'],
    ['gone', 'C-10', '120.00', null],
  ]);
});

test('a debtor’s only notice whose key names another level now is still the same notice', () => {
  const before = proposal({ key: 'policy:notice:EUR:1' });
  const after = proposal({ id: 'p2', key: 'policy:notice:EUR:2', level: 2, items: [item('i1', '12000', 2)] });
  expect(compare([before], [after])).toMatchObject([{ kind: 'changed', changes: [{ code: 'level' }] }]);
  // Two of them cannot be told apart: they are gone and new.
  const other = proposal({ id: 'p3', key: 'policy:notice:EUR:3' });
  expect(
    compare([before, other], [after])
      .map(({ kind }) => kind)
      .sort(),
  ).toEqual(['gone', 'gone', 'new']);
});

describe('in which order they are read', () => {
  const of = (number: string, key = 'k', id = number) =>
    proposal({ key, debtor: { id, number, name: '' }, stepKind: key === 'k' ? 'notice' : 'courtesy' });
  const read = (before: readonly ComparedProposal[], after: readonly ComparedProposal[]) =>
    compare(before, after).map(({ kind, debtor, stepKind }) => `${kind} ${debtor.number} ${stepKind}`);

  test.each([[['C-10', 'C-9', 'C-100']], [['C-100', 'C-10', 'C-9']], [['C-9', 'C-100', 'C-10']]])(
    'numbers by their worth, though they come as %j',
    (numbers) => {
      const sorted = ['C-9', 'C-10', 'C-100'];
      const all = numbers.map((number) => of(number));
      expect(read([], all)).toEqual(sorted.map((number) => `new ${number} notice`));
      expect(read(all, [])).toEqual(sorted.map((number) => `gone ${number} notice`));
    },
  );

  test('what is gone stands among what is new', () => {
    expect(read([of('C-2'), of('C-4')], [of('C-3'), of('C-1')])).toEqual([
      'new C-1 notice',
      'gone C-2 notice',
      'new C-3 notice',
      'gone C-4 notice',
    ]);
  });

  test('of one debtor by their keys, whichever comes first', () => {
    const two = [of('C-1', 'courtesy'), of('C-1')];
    const expected = ['new C-1 courtesy', 'new C-1 notice'];
    expect([read([], two), read([], two.toReversed())]).toEqual([expected, expected]);
  });

  test('one is not taken for that of another debtor, nor for one of another key', () => {
    expect(read([of('C-1')], [of('C-2')])).toEqual(['gone C-1 notice', 'new C-2 notice']);
    expect(read([of('C-1', 'courtesy')], [of('C-1')])).toEqual(['gone C-1 courtesy', 'new C-1 notice']);
  });
});

test('two that are new in the place of one cannot be told apart: all three are told', () => {
  const at = (level: number) => proposal({ id: `p${level}`, key: `k${level}`, level });
  const kinds = compare([at(1)], [at(2), at(3)]).map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual(['gone', 'new', 'new']);
});

test('a total that differs is told, though no line says why', () => {
  const found = compare([proposal()], [proposal({ total: '12001' })]);
  expect(found).toMatchObject([{ kind: 'changed', totalBefore: '120.00', total: '120.01', changes: [] }]);
});

test('a new notice is new as a whole: its items are not told one by one', () => {
  expect(compare([], [proposal(two)])).toMatchObject([{ kind: 'new', totalBefore: null, changes: [] }]);
});

test('an item at a level of its own is told beside the level of the notice', () => {
  const items = (a: number, b: number) => [item('i1', '12000', a), item('i2', '5000', b)];
  const found = compare(
    [proposal({ ...two, level: 2, items: items(2, 1) })],
    [proposal({ ...two, level: 3, items: items(3, 2) })],
  );
  expect(found[0]?.changes).toEqual([
    { code: 'level', facts: { before: '2', level: '3' } },
    { code: 'item_level', facts: { document: 'F2', before: '1', level: '2' } },
  ]);
});
