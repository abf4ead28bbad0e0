import { sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { addressAs, inCompany, openDb, openPool } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { countWaiting, whileAnotherWrites } from '#test/support/waiting.ts';
import { addFileImport } from './add-import.ts';
import { showImport } from './show-import.ts';
import { cancelImport, doImport, startApply, startCheck } from './steer-import.ts';
import { undoImport } from './undo-import.ts';
import { importWorkers } from './workers.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });

const LIST = [
  'debtor_number,debtor_name,document_number,due_on,currency,amount,open',
  'C1,Café Odile,F1,2026-01-31,EUR,100.00,100.00',
].join('\n');

/** A list that was checked; applied by whoever takes its job. */
async function applying(company: CompanyTools): Promise<string> {
  const importId = await addFileImport(company, { fileName: 'items.csv', bytes: Buffer.from(LIST) });
  await startCheck(company, { importId, choices: {}, mirror: true });
  await runJobs(tools, importWorkers);
  await startApply(company, { importId, lenient: false });
  return importId;
}

async function items(company: CompanyTools): Promise<number> {
  const rows = await inCompany(company, (trx) => trx.selectFrom('dueItem').select('id').execute());
  return rows.length;
}

/** While another transaction holds something, somebody begins and waits for it; meanwhile something else happens. */
async function whileHeld(
  hold: ReturnType<typeof sql>,
  begun: () => Promise<unknown>,
  meanwhile: () => Promise<unknown>,
): Promise<void> {
  let waiting: Promise<unknown> = Promise.resolve();
  await fresh.db.transaction().execute(async (trx) => {
    await hold.execute(trx);
    waiting = begun();
    await expect.poll(() => countWaiting(fresh.pool), { timeout: 20_000 }).toBeGreaterThanOrEqual(1);
    await meanwhile();
  });
  await waiting;
}

test('an import whose job is taken over from a process that is only slow stands as applied, and is taken back', async () => {
  const company = await addCompany(tools);
  const importId = await applying(company);
  const work = () => doImport(company, { importId }, false);
  await whileAnotherWrites(fresh, work, work);
  expect(await showImport(company, importId)).toMatchObject({
    state: 'applied',
    undoable: true,
    result: { documents: { added: 1 } },
  });
  expect(await items(company)).toBe(1);
  await undoImport(company, importId);
  expect(await items(company)).toBe(0);
});

test('an import whose commit the database took and did not answer stands as applied', async () => {
  const company = await addCompany(tools);
  const importId = await applying(company);
  await expect(doImport({ ...company, db: dbThatLosesAnswers() }, { importId }, false)).rejects.toThrow(
    /gone before it answered/,
  );
  expect(await items(company)).toBe(1);
  expect(await showImport(company, importId)).toMatchObject({ state: 'applied', undoable: true });
  // The job is tried again, and finds it done.
  await doImport(company, { importId }, false);
  expect(await showImport(company, importId)).toMatchObject({ state: 'applied', undoable: true });
});

test('a check that wakes up late changes nothing of an import that was applied meanwhile', async () => {
  const company = await addCompany(tools);
  const importId = await addFileImport(company, { fileName: 'items.csv', bytes: Buffer.from(LIST) });
  await startCheck(company, { importId, choices: {}, mirror: true });
  const { companyId } = company;
  await whileHeld(
    sql`select pg_advisory_xact_lock(hashtextextended('import ' || ${companyId}, 0))`,
    () => doImport(company, { importId }, true),
    () => fresh.pool.query(`update import set state = 'applied' where id = $1`, [importId]),
  );
  expect((await showImport(company, importId)).state).toBe('applied');
});

test('an import that was told as stopped while it wrote in silence keeps nothing', async () => {
  const company = await addCompany(tools);
  const importId = await applying(company);
  await whileHeld(
    sql`lock table timeline_entry in share mode`,
    () => doImport(company, { importId }, false),
    async () => {
      await fresh.pool.query('update import set progress = null, cancel_wanted = true where id = $1', [
        importId,
      ]);
      await cancelImport(company, importId);
      expect((await showImport(company, importId)).state).toBe('cancelled');
    },
  );
  expect((await showImport(company, importId)).state).toBe('cancelled');
  expect(await items(company)).toBe(0);
});

/** A database that takes the commit of an import, and is gone before it says so. */
function dbThatLosesAnswers() {
  const pool = openPool({ connectionString: addressAs(fresh.url, 'rappel_entry'), max: 4 });
  pool.on('error', () => {});
  afterAll(() => pool.end());
  pool.on('connect', (client) => {
    const ask = client.query.bind(client) as (...given: unknown[]) => unknown;
    let isImport = false;
    const query = (...given: unknown[]) => {
      isImport ||= String(given[0]).includes("hashtextextended('import '");
      const answer = ask(...given);
      if (!isImport || given[0] !== 'commit') return answer;
      isImport = false;
      return Promise.resolve(answer).then(() => {
        throw new Error('the database is gone before it answered');
      });
    };
    Object.assign(client, { query });
  });
  return openDb(pool);
}
