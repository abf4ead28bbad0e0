import { expect, test } from 'vitest';
import { placeHolds } from '#server/debtors/place-holds.ts';
import { findHits } from '#server/search/find-hits.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { setLevel } from './set-level.ts';
import { showItem, showItems } from './show-item.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const company = await addCompany(tools);
const foreign = await addCompany(tools);
const debtor = await addDebtor(company, { number: 'D7', name: 'Brasserie du Port' });
const code = (word: string) => expect.objectContaining({ code: word });
const list = { view: 'open', sort: 'due', direction: 'asc', page: 1, perPage: 50 } as const;
const numbers = async (question: object) =>
  (await showItems(company, { ...list, ...question })).rows.map(
    ({ number, position }) => `${number}/${position}`,
  );

const twoParts = await addDocument(company, debtor, {
  number: 'F-100',
  structuredReference: '090933755493',
  items: [
    { dueOn: '2026-02-01', open: '1234.56', level: 1 },
    { dueOn: '2026-04-01', open: '20.00' },
  ],
});
await addDocument(company, debtor, {
  number: 'C-5',
  kind: 'credit_note',
  items: [{ dueOn: '2026-03-31', open: '-5.00' }],
});
const settled = await addDocument(company, debtor, {
  number: 'F-99',
  items: [{ dueOn: '2026-01-01', open: '0.00', amount: '9.00' }],
});
const [first = { id: '' }, second = { id: '' }] = twoParts.items;

test('the list is filtered by view, bucket, level, kind and search', async () => {
  expect(await numbers({})).toEqual(['F-100/1', 'C-5/1', 'F-100/2']);
  expect(await numbers({ view: 'overdue' })).toEqual(['F-100/1']);
  expect(await numbers({ view: 'credits' })).toEqual(['C-5/1']);
  expect(await numbers({ view: 'settled' })).toEqual(['F-99/1']);
  expect(await numbers({ bucket: 0 })).toEqual(['C-5/1', 'F-100/2']);
  expect(await numbers({ bucket: 2 })).toEqual(['F-100/1']);
  expect(await numbers({ bucket: 9 })).toEqual([]);
  expect(await numbers({ level: 1 })).toEqual(['F-100/1']);
  expect(await numbers({ kind: 'credit_note' })).toEqual(['C-5/1']);
  expect(await numbers({ search: '+++090/9337/55493+++' })).toEqual(['F-100/1', 'F-100/2']);
  expect(await numbers({ search: 'du port', sort: 'debtor' })).toHaveLength(3);
  expect(await numbers({ sort: 'open', direction: 'desc', perPage: 1 })).toEqual(['F-100/1']);
  expect((await showItems(company, { ...list, perPage: 2, page: 2 })).total).toBe(3);
});

test('an item shows its document, its instalments and its lateness', async () => {
  const item = await showItem(company, { item: first.id });
  expect(item).toMatchObject({ number: 'F-100', daysLate: 58, open: '1234.56', reminders: [], holds: [] });
  expect(item.instalments.map(({ dueOn, open }) => [dueOn, open])).toEqual([
    ['2026-02-01', '1234.56'],
    ['2026-04-01', '20.00'],
  ]);
});

test('a hold of the debtor shows on its items; of an item, on that one', async () => {
  await placeHolds(company, {
    debtors: [],
    items: [second.id],
    reason: 'Late delivery',
    until: '2026-04-30',
  });
  expect(await numbers({ view: 'on_hold' })).toEqual(['F-100/2']);
  expect((await showItem(company, { item: second.id })).holds).toMatchObject([{ reason: 'Late delivery' }]);
  expect((await showItem(company, { item: first.id })).holds).toEqual([]);
  await placeHolds(company, { debtors: [debtor.id], items: [], reason: 'All', until: '2026-03-31' });
  expect(await numbers({ view: 'on_hold' })).toHaveLength(3);
});

test('the level of imported arrears is set by hand, but never over a notice', async () => {
  await setLevel(company, { item: second.id, level: 2 });
  await setLevel(company, { item: second.id, level: 2 });
  expect(await showItem(company, { item: second.id })).toMatchObject({ level: 2, times: 1 });
  const reminded = await addDocument(company, debtor, {
    number: 'F-101',
    items: [
      { dueOn: '2026-02-01', open: '1.00', level: 1, notifiedOn: Temporal.PlainDate.from('2026-03-01') },
    ],
  });
  const level = (item: string) => setLevel(company, { item, level: 3 });
  await expect(level(reminded.items[0]?.id ?? '')).rejects.toThrow(code('open_item_level_taken'));
  await expect(level(settled.items[0]?.id ?? '')).rejects.toThrow(code('open_item_settled'));
});

test('an item of another company is as unknown as none', async () => {
  const answer = (item: string) => showItem(foreign, { item }).catch((refusal) => refusal.code);
  expect(await answer(first.id)).toBe(await answer('01900000-0000-7000-8000-000000000000'));
  expect((await showItems(foreign, list)).total).toBe(0);
  expect((await findHits(foreign, { text: 'F-100' })).hits).toEqual([]);
});

test.each([
  ['brasserie', 'debtor', 'Brasserie du Port'],
  ['D7', 'debtor', 'Brasserie du Port'],
  ['f-100', 'item', 'F-100'],
  ['1234,56', 'item', 'F-100'],
  ['090 9337 55493', 'item', 'F-100'],
])('the palette finds %s', async (text, kind, title) => {
  expect((await findHits(company, { text })).hits[0]).toMatchObject({ kind, title });
});
