import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { addContact } from '#server/debtors/keep-contact.ts';
import { confirmErasures, prepareErasures } from '#server/personal-data/erasure-lists.ts';
import { previewErasures } from '#server/personal-data/preview-erasures.ts';
import { restrictPerson, unrestrictPerson } from '#server/personal-data/restrict-person.ts';
import { replayRestrictions } from '#server/personal-data/restriction-stones.ts';
import { replayErasures } from '#server/personal-data/tombstones.ts';
import { inCompany } from '#server/platform/db.ts';
import { verifyChain } from '#server/timeline/chain.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument, addMember } from '#test/support/people.ts';
import { searchEverything } from '#test/support/search-everything.ts';
import { toolsFor } from '#test/support/tools.ts';
import { backupCommand, restoreCommand } from './backup.ts';
import { runProgram } from './program.ts';

const fresh = await freshDb();
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-restore-erasures-'));
afterAll(() => rmSync(folder, { recursive: true }));
const dataDir = path.join(folder, 'data');
mkdirSync(dataDir);
const tools = toolsFor(fresh, { today: '2026-03-31', installation: { dataDir } });
const NAMES = ['Zephyrine Kanarivogel', 'Gontran Kanaribroer'];
const backup = path.join(folder, 'before.rappel');
const stones = path.join(dataDir, 'erasures.jsonl');

const rappel = (...args: string[]) => rappelAt(dataDir, ...args);

async function rappelAt(dataFolder: string, ...args: string[]) {
  const out: string[] = [];
  const env = { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: dataFolder, NO_COLOR: '1' };
  const io = { env, out: (text: string) => void out.push(text), say: () => undefined, isTerminal: false };
  return { code: await runProgram([backupCommand, restoreCommand], args, io), out: out.join('\n') };
}
const found = async () =>
  [...new Set([...(await searchEverything(fresh.pool, NAMES)).values()].flat())].sort();

test('whoever an older backup brings back is erased again by the restore itself, before anything starts', async () => {
  const company = await addCompany(tools, { key: 'lambert' });
  const createdAt = Temporal.Instant.from('2012-01-01T12:00:00Z');
  const gone = await addDebtor(company, { number: 'GONE', name: NAMES[0] ?? '', createdAt });
  await addDocument(company, gone, {
    issuedOn: '2012-05-05',
    items: [{ dueOn: '2012-05-05', open: '0.00' }],
  });
  const kept = await addDebtor(company, { number: 'KEPT', createdAt });
  await addDocument(company, kept, {
    issuedOn: '2022-05-05',
    items: [{ dueOn: '2022-05-05', open: '0.00' }],
  });
  const contact = { role: 'buyer' as const, name: NAMES[1] ?? '', email: null, phone: null, fax: null };
  tools.clock.set('2022-05-05');
  await addContact(company, { debtor: kept.id, contact });
  const freed = await addDebtor(company, { number: 'FREED' });
  const asked = await addDebtor(company, { number: 'ASKED' });
  await restrictPerson(company, { debtor: freed.id, reason: 'asked for by letter' });
  expect(await rappel('backup', '--to', backup)).toMatchObject({ code: 0 });

  tools.clock.set('2026-03-31');
  const owner = { ...company, actor: await addMember(company, 'owner') };
  const { persons, contacts, files } = await previewErasures(owner);
  const list = await prepareErasures(owner, {
    debtors: persons.map(({ debtorId }) => debtorId),
    contacts: contacts.map(({ contactId }) => contactId),
    files: files.map(({ fileId }) => fileId),
  });
  expect(await confirmErasures(owner, { list })).toEqual({ persons: 1, contacts: 1, files: 0 });
  expect(await found()).toEqual([]);
  await unrestrictPerson(company, { debtor: freed.id });
  await restrictPerson(company, { debtor: asked.id, reason: NAMES[1] ?? '' });
  await restrictPerson(company, { debtor: asked.id, reason: 'again' });

  // Two erasures, and three times a restriction or its end: ids and moments, and no reason.
  expect(readFileSync(stones, 'utf8').trim().split('\n')).toHaveLength(5);
  expect(readFileSync(stones, 'utf8')).not.toContain(NAMES[1]);
  // The whole command, of the real file.
  const restored = await rappel('restore', backup, '--yes', '--json');
  expect(restored.code).toBe(0);
  expect(JSON.parse(restored.out)).toMatchObject({ erasedAgain: 2, restrictedAgain: 2 });
  expect(await found()).toEqual([]);

  const { rows } = await fresh.pool.query(
    `select d.number, d.restricted_at is not null as restricted,
       (select count(*)::int from hold h where h.debtor_id = d.id and h.released_at is null) as holds
     from debtor d where d.number in ('ASKED', 'FREED') order by 1`,
  );
  expect(rows).toEqual([
    { number: 'ASKED', restricted: true, holds: 1 },
    { number: 'FREED', restricted: false, holds: 1 },
  ]);

  // Nothing is left for the first start to do, and what was said since is not undone by a later one.
  expect(await replayErasures(tools)).toBe(0);
  expect(await replayRestrictions(tools)).toBe(0);
  // A process that died between the two: the database knows the later moment.
  tools.clock.set('2036-04-01');
  const { dataDir: _, ...withoutFolder } = company.installation;
  const died = { ...company, installation: withoutFolder };
  await unrestrictPerson(died, { debtor: asked.id });
  expect(await replayRestrictions(tools)).toBe(0);
  expect(readFileSync(stones, 'utf8').trim().split('\n').at(-1)).toContain('"lifted"');
  expect(await inCompany(company, (trx) => verifyChain(trx, company.companyId))).toMatchObject({ faults: 0 });
}, 120_000);

test('where processes with folders of their own erased and restricted, a restore from another one loses none of it', async () => {
  const { rows: before } = await fresh.pool.query<{ id: string; companyId: string }>(
    `select id, company_id as "companyId" from debtor where number = 'ASKED'`,
  );
  const [asked] = before;
  if (!asked) throw new Error('ASKED is there');
  await restrictPerson(
    { ...tools, companyId: asked.companyId, actor: null },
    { debtor: asked.id, reason: 'asked once more' },
  );
  // The same database, and a folder that was told of nothing.
  const elsewhere = path.join(folder, 'elsewhere');
  mkdirSync(elsewhere);
  const restored = await rappelAt(elsewhere, 'restore', backup, '--yes', '--json');
  expect(JSON.parse(restored.out)).toMatchObject({ erasedAgain: 2, restrictedAgain: 2 });
  expect(await found()).toEqual([]);
  const { rows } = await fresh.pool.query(
    `select number, restricted_at is not null as restricted from debtor where number in ('ASKED', 'FREED') order by 1`,
  );
  expect(rows).toEqual([
    { number: 'ASKED', restricted: true },
    { number: 'FREED', restricted: false },
  ]);
}, 120_000);
