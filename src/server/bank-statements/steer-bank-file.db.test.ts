import { expect, test } from 'vitest';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { camt } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { countWaiting } from '#test/support/waiting.ts';
import { markBankFile } from './file-queries.ts';
import { importBankFile } from './import-bank-file.ts';
import { keepBankFile, uploadBankFile } from './keep-bank-file.ts';
import { showBankFile } from './show-files.ts';
import { showLines } from './show-statements.ts';
import { cancelBankFile, doBankFile, dropBankFile, importBankFileNow } from './steer-bank-file.ts';
import { lockBank } from './trace-file.ts';
import { undoBankFile } from './undo-bank-file.ts';
import { bankStatementWorkers } from './workers.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });
const BYTES = camt({ statements: [{ lines: [{ amount: '25.00' }, { amount: '25.00' }] }] });
const given = { fileName: '../../etc/bank.xml', bytes: BYTES, origin: 'upload' } as const;
const total = async (company: CompanyTools) => (await showLines(company, { page: 1, perPage: 1 })).total;
const countOf = (company: CompanyTools, table: 'file' | 'bankFile') =>
  inCompany(company, async (trx) => (await trx.selectFrom(table).select('id').execute()).length);

test('an upload is read by a worker, once, however often its job comes', async () => {
  const company = await addCompany(tools);
  const bankFileId = await uploadBankFile(company, given);
  expect(await showBankFile(company, bankFileId)).toMatchObject({ state: 'waiting', fileName: 'bank.xml' });
  await runJobs(tools, bankStatementWorkers);
  const read = await showBankFile(company, bankFileId);
  expect(read).toMatchObject({ state: 'imported', progress: null, result: { lines: { added: 2 } } });
  await doBankFile(company, { bankFileId });
  expect(await showBankFile(company, bankFileId)).toEqual(read);
});

test('a reading that was killed begins again, and adds once', async () => {
  const company = await addCompany(tools);
  const bankFileId = await uploadBankFile(company, given);
  await inCompany(company, (trx) =>
    trx.updateTable('bankFile').set({ state: 'reading' }).where('id', '=', bankFileId).execute(),
  );
  await doBankFile(company, { bankFileId });
  expect([await total(company), (await showBankFile(company, bankFileId)).state]).toEqual([2, 'imported']);
});

test('a file whose job is taken over from a process that is only slow stands as imported, and is taken back', async () => {
  const company = await addCompany(tools);
  const bankFileId = await uploadBankFile(company, given);
  // Both have begun, and wait for the bank.
  let both: Promise<unknown> = Promise.resolve();
  await fresh.db.transaction().execute(async (trx) => {
    await lockBank(trx, company.companyId);
    both = Promise.all([doBankFile(company, { bankFileId }), doBankFile(company, { bankFileId })]);
    await expect.poll(() => countWaiting(fresh.pool), { timeout: 20_000 }).toBe(2);
  });
  await both;
  expect(await showBankFile(company, bankFileId)).toMatchObject({
    state: 'imported',
    result: { lines: { added: 2 } },
  });
  await undoBankFile(company, bankFileId);
  expect(await total(company)).toBe(0);
});

test('a file that waits can be stopped, and is not read afterwards', async () => {
  const company = await addCompany(tools);
  const bankFileId = await uploadBankFile(company, given);
  await cancelBankFile(company, bankFileId);
  await runJobs(tools, bankStatementWorkers);
  expect([await total(company), (await showBankFile(company, bankFileId)).state]).toEqual([0, 'cancelled']);
  await expect(cancelBankFile(company, bankFileId)).rejects.toMatchObject({ code: 'bank_file_not_open' });
});

test('a reading that a person stops keeps nothing, and says so', async () => {
  const company = await addCompany(tools);
  const bankFileId = await keepBankFile(company, given);
  await inCompany(company, (trx) => markBankFile(trx, bankFileId, 'reading'));
  await cancelBankFile(company, bankFileId);
  await expect(importBankFile(company, { bankFileId })).rejects.toMatchObject({
    code: 'bank_file_cancelled',
  });
  expect(await total(company)).toBe(0);
});

test('the same file twice at once adds its lines once', async () => {
  const company = await addCompany(tools);
  const ids = [await keepBankFile(company, given), await keepBankFile(company, given)];
  const results = await Promise.all(ids.map((bankFileId) => importBankFileNow(company, { bankFileId })));
  expect(results.map(({ result }) => result.lines.added).sort()).toEqual([0, 2]);
  expect(await total(company)).toBe(2);
});

test('the same bytes are kept once, and go with the last file that stands on them', async () => {
  const company = await addCompany(tools);
  const [first, second] = [await keepBankFile(company, given), await keepBankFile(company, given)];
  expect([await countOf(company, 'file'), await countOf(company, 'bankFile')]).toEqual([1, 2]);
  await dropBankFile(company, first);
  expect([await countOf(company, 'file'), await countOf(company, 'bankFile')]).toEqual([1, 1]);
  await dropBankFile(company, second);
  expect([await countOf(company, 'file'), await countOf(company, 'bankFile')]).toEqual([0, 0]);
});

test('an empty file is refused before it is kept', async () => {
  const company = await addCompany(tools);
  const empty = { ...given, bytes: Buffer.alloc(0) };
  await expect(uploadBankFile(company, empty)).rejects.toMatchObject({ code: 'file_empty' });
  expect(await countOf(company, 'file')).toBe(0);
});
