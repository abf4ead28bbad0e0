import { expect, test } from 'vitest';
import { showTimeline } from '#server/timeline/show-timeline.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addGroup } from './keep-group.ts';
import { moveToGroup, undoGroupMove } from './move-to-group.ts';
import { showDebtor } from './show-debtor.ts';
import { showGroups } from './show-groups.ts';

const tools = toolsFor(await freshDb(), { today: '2026-03-31' });
const foreign = await addCompany(tools);
const NOBODY = '01900000-0000-7000-8000-000000000000';
const code = (word: string) => expect.objectContaining({ code: word });

/** A company with two groups and three debtors, of whom the first two owe. */
async function threeDebtors() {
  const company = await addCompany(tools);
  const cafes = await addGroup(company, { name: 'Cafés', policyId: null });
  const shops = await addGroup(company, { name: 'Shops', policyId: null });
  const debtors = await Promise.all([1, 2, 3].map((nth) => addDebtor(company, { number: `D${nth}` })));
  const [one, two, three] = debtors.map(({ id }) => id) as [string, string, string];
  for (const debtor of debtors.slice(0, 2)) {
    await addDocument(company, debtor, { items: [{ dueOn: '2026-03-01', open: '10.00' }] });
  }
  const move = (input: Partial<Parameters<typeof moveToGroup>[1]>) =>
    moveToGroup(company, { debtors: null, matching: null, counted: null, group: null, ...input });
  const members = async () => (await showGroups(company)).map(({ debtors }) => debtors);
  return { company, cafes, shops, one, two, three, move, members };
}

test('the ones named move, are told by name, and come back to where they were', async () => {
  const { company, cafes, shops, one, two, move, members } = await threeDebtors();
  await move({ debtors: [one], group: cafes });
  const before = await move({ debtors: [one, two, two], group: shops });
  expect(before).toHaveLength(2);
  expect(await members()).toEqual([0, 2]);
  expect(await move({ debtors: [one, two], group: shops })).toEqual([]);
  const { entries } = await showTimeline(company, { debtor: one, limit: 50 });
  expect(entries.map(({ facts }) => facts)).toEqual([
    { field: 'groupId', before: 'Cafés', after: 'Shops' },
    { field: 'groupId', before: '', after: 'Cafés' },
  ]);
  for (const _ of [1, 2]) await undoGroupMove(company, { before });
  expect((await showDebtor(company, { debtor: one })).group?.name).toBe('Cafés');
  expect((await showDebtor(company, { debtor: two })).group).toBeNull();
});

test('all that match move, as many as were counted; where it is another number, nobody does', async () => {
  const { cafes, shops, three, move, members } = await threeDebtors();
  const owing = { view: 'open' as const };
  await expect(move({ matching: owing, counted: 3, group: cafes })).rejects.toThrow(
    code('selection_changed'),
  );
  expect(await members()).toEqual([0, 0]);
  await move({ matching: owing, counted: 2, group: cafes });
  expect(await members()).toEqual([2, 0]);
  await move({ debtors: [three], group: shops });
  await move({ matching: { view: 'all', search: 'd3' }, group: cafes });
  expect(await members()).toEqual([3, 0]);
  await move({ matching: { view: 'all', group: cafes }, counted: 3, group: null });
  expect(await members()).toEqual([0, 0]);
});

test('one stranger, or a group of others, and nobody moves', async () => {
  const { company, cafes, one, move, members } = await threeDebtors();
  const theirs = await addGroup(foreign, { name: 'Theirs', policyId: null });
  const stranger = await addDebtor(foreign);
  await expect(move({ debtors: [one, stranger.id], group: cafes })).rejects.toThrow(code('debtor_unknown'));
  await expect(move({ debtors: [one], group: theirs })).rejects.toThrow(code('group_unknown'));
  await expect(move({ debtors: [one], group: NOBODY })).rejects.toThrow(code('group_unknown'));
  const before = [
    { group: cafes, debtors: [one] },
    { group: cafes, debtors: [NOBODY] },
  ];
  await expect(undoGroupMove(company, { before })).rejects.toThrow(code('debtor_unknown'));
  expect(await members()).toEqual([0, 0]);
});
