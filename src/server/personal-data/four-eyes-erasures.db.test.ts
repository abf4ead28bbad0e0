import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { erasePerson } from './erase-persons.ts';
import { prepareErasures } from './erasure-lists.ts';
import { previewErasures } from './preview-erasures.ts';
import { showErasureLists } from './show-lists.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const createdAt = Temporal.Instant.from('2014-01-01T12:00:00Z');

/** A company with two owners, a person whose term has passed, and one who never bought anything. */
async function withDue({ fourEyes }: { fourEyes: boolean }) {
  const added = await addCompany(tools);
  await fresh.pool.query('update company set four_eyes = $2 where id = $1', [added.companyId, fourEyes]);
  const first = { ...added, actor: await addMember(added, 'owner') };
  const second = { ...added, actor: await addMember(added, 'owner') };
  const due = await addDebtor(first, { number: 'DUE', createdAt });
  await addDocument(first, due, { issuedOn: '2014-05-05', items: [{ dueOn: '2014-05-05', open: '0.00' }] });
  const asks = await addDebtor(first, { number: 'ASKS' });
  const { persons } = await previewErasures(first);
  const named = { debtors: persons.map(({ debtorId }) => debtorId), contacts: [], files: [] };
  return { first, second, due, asks, named };
}

test('with four eyes, who drew up a list erases nobody on it alone; who is not on it goes as asked', async () => {
  const { first, second, due, asks, named } = await withDue({ fourEyes: true });
  await prepareErasures(first, named);
  const refused = { code: 'erasure_needs_other_owner' };
  await expect(erasePerson(first, { debtor: due.id })).rejects.toMatchObject(refused);
  await expect(erasePerson({ ...first, actor: null }, { debtor: due.id })).rejects.toMatchObject(refused);
  await erasePerson(first, { debtor: asks.id });
  expect((await previewErasures(first)).persons).toHaveLength(1);
  await erasePerson(second, { debtor: due.id });
  expect((await previewErasures(first)).persons).toEqual([]);
});

test('without four eyes, or without a list that waits, one owner is enough', async () => {
  const alone = await withDue({ fourEyes: false });
  await prepareErasures(alone.first, alone.named);
  await erasePerson(alone.first, { debtor: alone.due.id });
  const unlisted = await withDue({ fourEyes: true });
  await erasePerson(unlisted.first, { debtor: unlisted.due.id });
});

test('a list that waits names whom it means, whatever has become due since', async () => {
  const { first, named } = await withDue({ fourEyes: false });
  await prepareErasures(first, named);
  await addDebtor(first, { number: 'LATER', createdAt });
  expect((await previewErasures(first)).persons).toHaveLength(2);
  expect((await showErasureLists(first)).lists).toMatchObject([{ state: 'prepared', named }]);
});

test('two owners who draw up a list at one moment take turns: one list, and the other is told of it', async () => {
  const { first, second, asks, named } = await withDue({ fourEyes: false });
  const other = { ...named, debtors: [asks.id] };
  const both = await Promise.allSettled([prepareErasures(first, named), prepareErasures(second, named)]);
  expect(new Set(both.map((one) => one.status === 'fulfilled' && one.value)).size).toBe(1);
  await expect(prepareErasures(second, other)).rejects.toMatchObject({ code: 'erasure_list_pending' });
});
