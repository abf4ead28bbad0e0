import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { ERASURE_LIST_MOST } from '#core/personal-data/erasure-list.ts';
import { addContact } from '#server/debtors/keep-contact.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { verifyChain } from '#server/timeline/chain.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { eraseContacts } from './erase-contacts.ts';
import { erasePerson } from './erase-persons.ts';
import { confirmErasures, prepareErasures, withdrawErasures } from './erasure-lists.ts';
import { previewErasures } from './preview-erasures.ts';
import { restrictPerson, unrestrictPerson } from './restrict-person.ts';
import { showErasureLists } from './show-lists.ts';

const dataDir = mkdtempSync(path.join(tmpdir(), 'rappel-lists-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31', installation: { dataDir } });
let company: CompanyTools;
let first: { id: string };

async function addBuyer(number: string, issuedOn: string) {
  const debtor = await addDebtor(company, {
    number,
    createdAt: Temporal.Instant.from('2014-01-01T12:00:00Z'),
  });
  await addDocument(company, debtor, { issuedOn, items: [{ dueOn: issuedOn, open: '0.00' }] });
  return debtor;
}

/** Two persons whose papers are from 2014 and 2015, and one of this year with a contact person. */
beforeEach(async () => {
  tools.clock.set('2026-03-31');
  company = await addCompany(tools);
  company = { ...company, actor: await addMember(company, 'owner') };
  first = await addBuyer('ONE', '2014-05-05');
  await addBuyer('TWO', '2015-05-05');
  const other = await addBuyer('THREE', '2026-02-02');
  const contact = { role: 'buyer' as const, name: 'Kim', email: null, phone: null, fax: null };
  await addContact(company, { debtor: other.id, contact });
});

async function named() {
  const { persons, contacts, files } = await previewErasures(company);
  return {
    debtors: persons.map(({ debtorId }) => debtorId),
    contacts: contacts.map(({ contactId }) => contactId),
    files: files.map(({ fileId }) => fileId),
  };
}
const erased = async () => {
  const { rows } = await fresh.pool.query(
    'select count(*)::int as n from debtor where company_id = $1 and erased_at is not null',
    [company.companyId],
  );
  return rows[0]?.n;
};

test('a list is drawn up, and nothing goes; confirmed, all of it goes, with who and when of both', async () => {
  const list = await prepareErasures(company, await named());
  expect(await prepareErasures(company, await named())).toBe(list);
  expect(await erased()).toBe(0);
  tools.clock.set('2026-04-01');
  const other = { ...company, actor: await addMember(company, 'owner', { name: 'Ines Peeters' }) };
  expect(await confirmErasures(other, { list })).toEqual({ persons: 2, contacts: 0, files: 0 });
  expect(await confirmErasures(other, { list })).toEqual({ persons: 2, contacts: 0, files: 0 });
  expect(await erased()).toBe(2);
  expect((await showErasureLists(company)).lists).toEqual([
    {
      ...{ id: list, state: 'confirmed', persons: 2, contacts: 0, files: 0, named: null, closed: null },
      ...{ preparedBy: 'Odile Lambert', preparedAt: '2026-03-31T09:30:00Z' },
      ...{ endedBy: 'Ines Peeters', endedAt: '2026-04-01T09:30:00Z' },
    },
  ]);
  expect(await inCompany(company, (trx) => verifyChain(trx, company.companyId))).toMatchObject({ faults: 0 });
});

test('only what was looked at is listed, one list at a time, and an empty one is refused', async () => {
  const all = await named();
  await expect(prepareErasures(company, { ...all, debtors: [first.id] })).rejects.toMatchObject({
    code: 'erasure_list_changed',
    facts: { previewed: '1', due: '2' },
  });
  await expect(prepareErasures(company, { debtors: [], contacts: [], files: [] })).rejects.toMatchObject({
    code: 'erasure_list_empty',
  });
  const list = await prepareErasures(company, all);
  await expect(prepareErasures(company, { ...all, debtors: [first.id] })).rejects.toMatchObject({
    code: 'erasure_list_pending',
    facts: { preparedAt: '2026-03-31' },
  });
  await withdrawErasures(company, { list });
  await withdrawErasures(company, { list });
  await expect(confirmErasures(company, { list })).rejects.toMatchObject({ code: 'erasure_list_withdrawn' });
  expect(await erased()).toBe(0);
  expect(await prepareErasures(company, all)).not.toBe(list);
});

test('who buys again after the list was drawn up is not erased, nor anybody else on it', async () => {
  const list = await prepareErasures(company, await named());
  await addDocument(company, first, {
    issuedOn: '2026-04-01',
    items: [{ dueOn: '2026-05-01', open: '10.00' }],
  });
  await expect(confirmErasures(company, { list })).rejects.toMatchObject({ code: 'erasure_list_overtaken' });
  expect(await erased()).toBe(0);
  // What the sentence says helps: withdrawn, and drawn up anew without that person.
  await withdrawErasures(company, { list });
  const again = await prepareErasures(company, await named());
  expect(await confirmErasures(company, { list: again })).toMatchObject({ persons: 1 });
});

test('where four eyes are wanted, another owner confirms', async () => {
  await fresh.pool.query('update company set four_eyes = true where id = $1', [company.companyId]);
  const list = await prepareErasures(company, await named());
  const refused = { code: 'erasure_needs_other_owner' };
  await expect(confirmErasures(company, { list })).rejects.toMatchObject(refused);
  await expect(confirmErasures({ ...company, actor: null }, { list })).rejects.toMatchObject(refused);
  expect((await showErasureLists(company)).lists[0]?.closed).toBe('erasure_needs_other_owner');
  const other = { ...company, actor: await addMember(company, 'owner') };
  expect(await confirmErasures(other, { list })).toMatchObject({ persons: 2 });
});

test('a contact person goes at the end of its own term; the debtor and its papers stay, and the timeline stays valid', async () => {
  tools.clock.set('2030-01-01');
  const list = await prepareErasures(company, await named());
  expect(await confirmErasures(company, { list })).toEqual({ persons: 2, contacts: 1, files: 0 });
  const { rows } = await fresh.pool.query(
    `select (select count(*)::int from debtor_contact where company_id = $1) as contacts,
       (select count(*)::int from timeline_entry where company_id = $1 and personal::text like '%Kim%') as told,
       (select count(*)::int from debtor where company_id = $1 and number = 'THREE' and erased_at is null) as kept`,
    [company.companyId],
  );
  expect(rows).toEqual([{ contacts: 0, told: 0, kept: 1 }]);
  expect(await inCompany(company, (trx) => verifyChain(trx, company.companyId))).toMatchObject({ faults: 0 });
});

test('a list that names contact persons alone is confirmed', async () => {
  await confirmErasures(company, { list: await prepareErasures(company, await named()) });
  tools.clock.set('2030-01-01');
  const all = await named();
  expect(all).toEqual({ debtors: [], contacts: [expect.any(String)], files: [] });
  const list = await prepareErasures(company, all);
  expect(await confirmErasures(company, { list })).toEqual({ persons: 0, contacts: 1, files: 0 });
});

test('whoever is restricted is on no list, nor its contact person; who asks for their own erasure has it', async () => {
  tools.clock.set('2030-01-01');
  const all = await named();
  expect([all.debtors.length, all.contacts.length]).toEqual([2, 1]);
  const third = (await previewErasures(company)).contacts[0]?.debtorId ?? '';
  const list = await prepareErasures(company, all);
  await restrictPerson(company, { debtor: first.id, reason: 'a court asks' });
  await expect(confirmErasures(company, { list })).rejects.toMatchObject({ code: 'erasure_list_overtaken' });
  await restrictPerson(company, { debtor: third, reason: 'a court asks' });
  expect(await named()).toMatchObject({ debtors: [expect.any(String)], contacts: [] });
  const counted = async () =>
    (await previewErasures(company)).days.reduce((all, { persons }) => all + persons, 0);
  expect(await counted()).toBe(1);
  await unrestrictPerson(company, { debtor: third });
  expect([await counted(), (await named()).contacts.length]).toEqual([2, 1]);
  await erasePerson(company, { debtor: first.id });
  expect(await erased()).toBe(1);
});

test('one list takes as many as it can, and the next one the rest; more than a statement has parameters go at once', async () => {
  await fresh.pool.query(
    `insert into debtor (company_id, id, number, name, kind, country, language, created_at)
     select $1, gen_random_uuid(), 'OLD' || n, 'Old ' || n, 'business', 'BE', 'fr', '2010-01-01' from generate_series(1, 5001) n`,
    [company.companyId],
  );
  const list = await prepareErasures(company, await named());
  expect(await confirmErasures(company, { list })).toMatchObject({ persons: ERASURE_LIST_MOST });
  const rest = await prepareErasures(company, await named());
  expect(await confirmErasures(company, { list: rest })).toMatchObject({ persons: 3 });
  const stones = Array.from({ length: 14_000 }, () => ({ debtorId: first.id, erasedAt: tools.clock.now() }));
  await inCompany(company, (trx) =>
    eraseContacts(
      trx,
      company,
      stones.map((stone) => ({ ...stone, contactId: newId() })),
    ),
  );
});

test('a list of another company is unknown', async () => {
  const list = await prepareErasures(company, await named());
  const foreign = await addCompany(tools);
  const unknown = { code: 'erasure_list_unknown' };
  await expect(confirmErasures(foreign, { list })).rejects.toMatchObject(unknown);
  await expect(withdrawErasures(foreign, { list })).rejects.toMatchObject(unknown);
});

test('a list that takes longer than a request may is confirmed all the same', async () => {
  const list = await prepareErasures(company, await named());
  const confined = { statementSeconds: 1 };
  await fresh.pool.query(`create function take_long() returns trigger language plpgsql as
    'begin perform pg_sleep(1.5); return null; end'`);
  await fresh.pool.query(
    'create trigger takes_long after update on debtor for each statement execute function take_long()',
  );
  try {
    expect(await confirmErasures({ ...company, confined }, { list })).toMatchObject({ persons: 2 });
  } finally {
    await fresh.pool.query('drop function take_long cascade');
  }
  expect(await erased()).toBe(2);
});
