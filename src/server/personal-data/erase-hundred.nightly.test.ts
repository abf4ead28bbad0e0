import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import { auditCompany } from '#server/self-audit/audit-company.ts';
import { verifyChain } from '#server/timeline/chain.ts';
import { addCanaryPerson, finishWith, prepareCompany, remindEverybody } from '#test/support/canary-person.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { searchEverything } from '#test/support/search-everything.ts';
import { toolsFor } from '#test/support/tools.ts';
import { erasePerson } from './erase-persons.ts';

const PERSONS = 100;
/** What all of them have in their names, addresses and words, and nobody else. */
const WORDS = ['kanarivogel', 'kanaribroer', 'kanaristraat', 'kanariwoorden', '+32 477 99 88'];

const fresh = await freshDb();
const dataDir = mkdtempSync(path.join(tmpdir(), 'rappel-erasures-'));
afterAll(() => rmSync(dataDir, { recursive: true }));
const tools = toolsFor(fresh, { today: '2026-03-31', installation: { dataDir } });

test(`D6: ${PERSONS} persons are erased, nothing of them stands anywhere, and the chain is valid from its first event`, async () => {
  const company = await addCompany(tools, { key: 'lambert', country: 'BE' });
  const chain = () => inCompany(company, (trx) => verifyChain(trx, company.companyId));
  await prepareCompany(company);
  const stays = await addDebtor(company, { number: 'STAYS', name: 'Brasserie Demeure' });
  await addDocument(company, stays, {
    issuedOn: '2026-02-01',
    items: [{ dueOn: '2026-03-01', open: '80.00' }],
  });
  const persons = [];
  for (let nth = 0; nth < PERSONS; nth += 1) persons.push(await addCanaryPerson(company, 100 + nth));
  await remindEverybody(company, '2026-03-31');
  for (const person of persons) await finishWith(company, person);
  expect([...(await searchEverything(fresh.pool, WORDS)).values()].flat().length).toBeGreaterThan(
    WORDS.length,
  );
  const before = await chain();
  expect(before).toMatchObject({ faults: 0 });

  tools.clock.set('2037-01-01');
  for (const { id } of persons) await erasePerson(company, { debtor: id });

  const after = await chain();
  expect(after).toMatchObject({ faults: 0, first: null });
  expect(after.head.count).toBe(before.head.count + BigInt(PERSONS));
  expect(Object.fromEntries(await searchEverything(fresh.pool, WORDS))).toEqual({});
  for (let nth = 0; nth < PERSONS; nth += 50) {
    const ibans = persons.slice(nth, nth + 50).map(({ iban }) => iban);
    expect(Object.fromEntries(await searchEverything(fresh.pool, ibans))).toEqual({});
  }
  expect((await searchEverything(fresh.pool, ['Brasserie Demeure'])).size).toBeGreaterThan(0);
  expect((await auditCompany(company, { because: 'person' })).breaches).toBe(0);
  expect(readFileSync(path.join(dataDir, 'erasures.jsonl'), 'utf8').trim().split('\n')).toHaveLength(PERSONS);
  process.stdout.write(
    `D6: ${PERSONS} persons erased, ${after.head.count} events: ${after.faults} faults; G2: 0 of ${WORDS.length + PERSONS} words found\n`,
  );
});
