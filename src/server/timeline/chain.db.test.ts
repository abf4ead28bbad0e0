import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { addNote } from '#server/debtors/add-note.ts';
import { inCompany } from '#server/platform/db.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor } from '#test/support/people.ts';
import { fillTimeline, tamper } from '#test/support/tamper.ts';
import { toolsFor } from '#test/support/tools.ts';
import { findHead, verifyChain } from './chain.ts';
import { addTimelineEntries } from './queries.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const lambert = await addCompany(tools, { key: 'lambert' });
const other = await addCompany(tools, { key: 'other' });
const debtor = await addDebtor(lambert);
const inLambert = <T>(work: Parameters<typeof inCompany<T>>[1]) => inCompany(lambert, work);
const verify = () => inLambert((trx) => verifyChain(trx, lambert.companyId));
const note = (text: string) => addNote(lambert, { debtor: debtor.id, item: null, text });

test('a company without history has a sound, empty chain', async () => {
  expect(await verify()).toMatchObject({ checked: 0n, faults: 0, first: null });
});

test('each event is chained when its transaction ends, in the order of the transactions', async () => {
  await note('first');
  await note('second');
  await inLambert((trx) =>
    addTimelineEntries(trx, lambert.companyId, [
      { kind: 'run_sent', facts: { run: '1', notices: '2' }, at: tools.clock.now(), actor: null },
      { kind: 'run_undone', facts: { run: '1', notices: '2' }, at: tools.clock.now(), actor: null },
    ]),
  );
  expect(await verify()).toMatchObject({ checked: 4n, faults: 0, first: null });
});

test('what is rolled back leaves no gap', async () => {
  const before = await inLambert((trx) => findHead(trx, lambert.companyId));
  const broken = inLambert(async (trx) => {
    await addTimelineEntries(trx, lambert.companyId, [
      { kind: 'run_sent', facts: { run: '9', notices: '2' }, at: tools.clock.now(), actor: null },
    ]);
    throw new Error('no');
  });
  await expect(broken).rejects.toThrow('no');
  expect(await inLambert((trx) => findHead(trx, lambert.companyId))).toEqual(before);
});

test('two companies have a chain each, also out of one transaction', async () => {
  await fresh.db.transaction().execute(async (trx) => {
    for (const one of [other, lambert, other]) {
      await sql`select set_config('role', 'rappel_app', true), set_config('rappel.company', ${one.companyId}, true)`.execute(
        trx,
      );
      await addTimelineEntries(trx, one.companyId, [
        { kind: 'run_sent', facts: { run: '5', notices: '1' }, at: tools.clock.now(), actor: null },
      ]);
    }
  });
  expect(await inCompany(other, (trx) => verifyChain(trx, other.companyId))).toMatchObject({
    checked: 2n,
    faults: 0,
  });
  expect(await verify()).toMatchObject({ checked: 5n, faults: 0 });
});

test('fifty people at once, and the head waits for nobody who waits for it', async () => {
  await Promise.all(Array.from({ length: 50 }, (_, nth) => note(`at once ${nth}`)));
  expect(await verify()).toMatchObject({ checked: 55n, faults: 0, first: null });
});

test('the personal part stands apart from what is chained', async () => {
  const { rows } = await fresh.pool.query(
    `select facts::text || kind as kept, personal ->> 'text' as personal, length(salt) as salt
     from timeline_entry where personal ->> 'text' = 'first'`,
  );
  expect(rows).toEqual([{ kept: '{"document": ""}note_added', personal: 'first', salt: 32 }]);
});

const CHANGES = [
  ['update', `update timeline_entry set kind = 'run_sent' where id = (select min(id) from timeline_entry)`],
  [
    'update of the personal part',
    `update timeline_entry set personal = '{"text": "other"}' where personal is not null`,
  ],
  [
    'removal of the personal part',
    'update timeline_entry set personal = null, salt = null where personal is not null',
  ],
  ['delete', 'delete from timeline_entry'],
  ['truncate', 'truncate timeline_entry'],
  ['update of the chain', `update timeline_link set hash = sha256('x')`],
  ['delete of the chain', 'delete from timeline_link'],
  ['truncate of the chain', 'truncate timeline_link'],
  ['a head that goes back', 'update timeline_head set position = position - 1'],
  ['delete of the head', 'delete from timeline_head'],
  ['truncate of the head', 'truncate timeline_head'],
] as const;

test.each(CHANGES)('%s is refused to the application and to the owner', async (_, change) => {
  await expect(inLambert((trx) => sql.raw(change).execute(trx))).rejects.toThrow(
    /permission denied|only added to|only goes forward/,
  );
  // The superuser of the test server, who owns the tables or may do all that their owner may.
  await expect(fresh.pool.query(change)).rejects.toThrow(/only added to|only goes forward/);
  expect(await verify()).toMatchObject({ checked: 55n, faults: 0, first: null });
});

test('whatever is flipped, deleted, swapped or put in is found, and the first event named', async () => {
  const forged = await addCompany(tools, { key: 'forged' });
  await fillTimeline(forged, 60);
  expect(await tamper(forged, fresh.pool, 40, 1)).toEqual([]);
  expect(await inCompany(forged, (trx) => verifyChain(trx, forged.companyId))).toMatchObject({
    checked: 60n,
    faults: 0,
  });
});
