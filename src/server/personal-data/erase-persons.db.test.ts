import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { findAnything } from '#server/analytics/find-anything.ts';
import { inCompany } from '#server/platform/db.ts';
import { auditCompany } from '#server/self-audit/audit-company.ts';
import { verifyChain } from '#server/timeline/chain.ts';
import { addCanaryPerson, finishWith, prepareCompany, remindEverybody } from '#test/support/canary-person.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { searchEverything } from '#test/support/search-everything.ts';
import { toolsFor } from '#test/support/tools.ts';
import { erasePerson } from './erase-persons.ts';
import { confirmErasures, prepareErasures } from './erasure-lists.ts';
import { previewErasures } from './preview-erasures.ts';
import { restrictPerson, unrestrictPerson } from './restrict-person.ts';
import { changeRetention, resetRetention } from './retention.ts';
import { replayErasures } from './tombstones.ts';

const fresh = await freshDb();
const dataDir = mkdtempSync(path.join(tmpdir(), 'rappel-erasures-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
const tools = toolsFor(fresh, { today: '2026-03-31', installation: { dataDir } });
const lambert = await addCompany(tools, { key: 'lambert', country: 'BE' });
let gone: Awaited<ReturnType<typeof addCanaryPerson>>;
let stays: Awaited<ReturnType<typeof addCanaryPerson>>;

const chain = () => inCompany(lambert, (trx) => verifyChain(trx, lambert.companyId));
const wordsOf = ({ canaries, iban }: typeof gone) => [...Object.values(canaries), iban];
const findRows = (typed: string) =>
  inCompany(lambert, async (trx) => findAnything(trx, await findCompanyDay(trx, lambert), typed));
beforeAll(async () => {
  await prepareCompany(lambert);
  gone = await addCanaryPerson(lambert, 1);
  stays = await addCanaryPerson(lambert, 0);
  await remindEverybody(lambert, '2026-03-31');
  await finishWith(lambert, gone);
  await finishWith(lambert, stays);
  // Somebody still buys, six years later.
  tools.clock.set('2032-05-05');
  await addDocument(lambert, stays, {
    number: 'KF0-2',
    issuedOn: '2032-05-05',
    items: [{ dueOn: '2032-06-05', open: '0.00' }],
  });
}, 120_000);

test('before the term, and while something is owed, nobody is erased; the refusal says until when', async () => {
  tools.clock.set('2036-12-31');
  await expect(erasePerson(lambert, { debtor: gone.id })).rejects.toMatchObject({
    code: 'erasure_before_term',
    facts: { until: '2036-12-31', source: 'Code TVA art. 60 (loi du 20 novembre 2022); CDE art. III.86' },
  });
  // The term that ends last keeps the papers, and its text is named: here the letters'.
  await changeRetention(lambert, { subject: 'correspondence', years: 12, source: 'our insurer' });
  await expect(erasePerson(lambert, { debtor: gone.id })).rejects.toMatchObject({
    facts: { until: '2038-12-31', source: 'our insurer' },
  });
  await resetRetention(lambert, { subject: 'correspondence' });
  const owes = await addDebtor(lambert, { number: 'OWES' });
  await addDocument(lambert, owes, { items: [{ dueOn: '2020-01-01', open: '10.00' }] });
  await expect(erasePerson(lambert, { debtor: owes.id })).rejects.toMatchObject({
    code: 'erasure_still_owes',
  });
  expect((await previewErasures(lambert)).persons).toEqual([]);
});

test('a restricted person is kept, held and told of in the timeline; twice is once', async () => {
  await restrictPerson(lambert, { debtor: gone.id, reason: 'asked for by letter' });
  await restrictPerson(lambert, { debtor: gone.id, reason: 'asked for by letter' });
  const { rows } = await fresh.pool.query(
    `select (select count(*)::int from hold where debtor_id = $1 and released_at is null) as holds,
       (select count(*)::int from timeline_entry where debtor_id = $1 and kind = 'debtor_restricted') as told`,
    [gone.id],
  );
  expect(rows).toEqual([{ holds: 1, told: 1 }]);
  await expect(restrictPerson(lambert, { debtor: stays.id, reason: ' ' })).rejects.toMatchObject({
    code: 'restriction_reason_missing',
  });
  const found = () => findRows(gone.canaries.name);
  expect(await found()).toEqual([]);
  await unrestrictPerson(lambert, { debtor: gone.id });
  expect(await found()).toHaveLength(1);
});

test('erased, nothing of the person stands anywhere, the neighbour is whole, and the chain is valid', async () => {
  tools.clock.set('2037-01-01');
  const { contact, ...kept } = stays.canaries;
  const before = await searchEverything(fresh.pool, [...Object.values(kept), stays.iban]);
  expect([...(await searchEverything(fresh.pool, [contact])).keys()].sort()).toEqual([
    'debtor_contact.name',
    'timeline_entry.personal',
  ]);
  expect((await searchEverything(fresh.pool, wordsOf(gone))).size).toBeGreaterThan(8);
  const { persons, contacts, files } = await previewErasures(lambert);
  const list = await prepareErasures(lambert, {
    debtors: persons.map(({ debtorId }) => debtorId),
    contacts: contacts.map(({ contactId }) => contactId),
    files: files.map(({ fileId }) => fileId),
  });
  const head = (await chain()).head;
  expect(await confirmErasures(lambert, { list })).toEqual({ persons: 1, contacts: 1, files: 1 });
  expect(Object.fromEntries(await searchEverything(fresh.pool, wordsOf(gone)))).toEqual({});
  // Its contact person had a shorter term of its own, and went alone.
  expect(await searchEverything(fresh.pool, [...Object.values(kept), stays.iban])).toEqual(before);
  expect(Object.fromEntries(await searchEverything(fresh.pool, [contact]))).toEqual({});
  const after = await chain();
  expect(after).toMatchObject({ faults: 0, first: null });
  // The person, the contact person, and who confirmed the list.
  expect(after.head.count).toBe(head.count + 3n);
  const { breaches, findings } = await auditCompany(lambert, { because: 'person' });
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
  expect(breaches).toBe(0);
});

test('erasing again changes nothing', async () => {
  const { head } = await chain();
  await erasePerson(lambert, { debtor: gone.id });
  expect((await chain()).head).toEqual(head);
});

test('what stands beside the database holds ids and moments alone', () => {
  const lines = readFileSync(path.join(dataDir, 'erasures.jsonl'), 'utf8').trim().split('\n');
  const restriction = { companyId: lambert.companyId, debtorId: gone.id, at: '2036-12-31T09:30:00Z' };
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { ...restriction, restriction: 'placed' },
    { ...restriction, restriction: 'lifted' },
    {
      companyId: lambert.companyId,
      debtorId: gone.id,
      erasedAt: '2037-01-01T09:30:00Z',
      because: 'legal_term',
    },
    {
      ...{ companyId: lambert.companyId, debtorId: stays.id, contactId: expect.any(String) },
      erasedAt: '2037-01-01T09:30:00Z',
    },
    { companyId: lambert.companyId, fileId: expect.any(String), erasedAt: '2037-01-01T09:30:00Z' },
  ]);
});

test('a restore that brings the person back is undone at the next start', async () => {
  // As an older backup has it: no record of the erasure, and the name where it was.
  await fresh.pool.query('alter table erasure disable trigger user');
  await fresh.pool.query('delete from erasure');
  await fresh.pool.query('alter table erasure enable trigger user');
  await fresh.pool.query('update debtor set name = $2, email = $3, erased_at = null where id = $1', [
    gone.id,
    gone.canaries.name,
    gone.canaries.email,
  ]);
  expect(await replayErasures(tools)).toBe(1);
  expect(Object.fromEntries(await searchEverything(fresh.pool, wordsOf(gone)))).toEqual({});
  expect(await replayErasures(tools)).toBe(0);
  expect(await chain()).toMatchObject({ faults: 0 });
});
