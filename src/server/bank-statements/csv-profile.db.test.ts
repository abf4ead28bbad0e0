import { expect, test } from 'vitest';
import type { CompanyTools } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { keepBankFile, uploadBankFile } from './keep-bank-file.ts';
import { dropProfile, keepProfile, showProfiles } from './keep-profile.ts';
import { showCsvTable } from './show-csv-table.ts';
import { showBankFile } from './show-files.ts';
import { showLines } from './show-statements.ts';
import { importBankFileNow, readAgain } from './steer-bank-file.ts';
import { bankStatementWorkers } from './workers.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });

/** Headings that no bank uses: only a profile tells what they are. */
const OWN = Buffer.from(
  'Quand;Combien;Qui;Pourquoi\n31.03.2026;25,00;Café Noir;F1\n31.03.2026;-7,50;Malterie;F2\n',
);
const PROFILE = {
  columns: { Quand: 'booked_on', Combien: 'amount', Qui: 'counterparty', Pourquoi: 'text' },
  account: 'BE68539007547034',
  currency: 'EUR',
} as const;

async function importOf(company: CompanyTools, bytes: Buffer, profile?: string) {
  const bankFileId = await keepBankFile(company, { fileName: 'bank.csv', bytes, origin: 'upload', profile });
  return { bankFileId, ...(await importBankFileNow(company, { bankFileId })) };
}

const linesOf = async (company: CompanyTools) =>
  (await showLines(company, { page: 1, perPage: 50 })).rows
    .map(({ amount, text }) => `${amount.amount} ${text}`)
    .sort();

test('a CSV that nobody explained is refused, and shown as it is understood', async () => {
  const company = await addCompany(tools);
  const { bankFileId, accepted, result } = await importOf(company, OWN);
  expect([accepted, result.problems.length > 0]).toEqual([false, true]);
  const table = await showCsvTable(company, { bankFileId, profile: PROFILE });
  expect(table).toMatchObject({
    columns: [
      { header: 'Quand', field: 'booked_on', samples: ['31.03.2026', '31.03.2026'] },
      { header: 'Combien', field: 'amount' },
      { header: 'Qui', field: 'counterparty' },
      { header: 'Pourquoi', field: 'text' },
    ],
    questions: [],
  });
});

test('before anybody said a word, its columns are there to be explained', async () => {
  const company = await addCompany(tools);
  const { bankFileId } = await importOf(company, OWN);
  const table = await showCsvTable(company, { bankFileId, profile: {} });
  expect(table.columns.map(({ header, field }) => [header, field])).toEqual([
    ['Quand', null],
    ['Combien', null],
    ['Qui', null],
    ['Pourquoi', null],
  ]);
  expect(table.questions).not.toEqual([]);
  const letter = await importOf(company, Buffer.from('dear bank,\nhello\n'));
  await expect(showCsvTable(company, { bankFileId: letter.bankFileId, profile: {} })).rejects.toMatchObject({
    code: 'bank_file_unknown',
  });
});

test('with a profile it is read, again and again to the same effect', async () => {
  const company = await addCompany(tools);
  const { bankFileId } = await importOf(company, OWN);
  await keepProfile(company, { name: 'Ma banque', profile: PROFILE });
  expect(await showProfiles(company)).toEqual([{ name: 'Ma banque', profile: PROFILE }]);
  await readAgain(company, { bankFileId, profile: 'Ma banque' });
  expect(await showBankFile(company, bankFileId)).toMatchObject({ state: 'waiting', profile: 'Ma banque' });
  await runJobs(tools, bankStatementWorkers);
  expect(await showBankFile(company, bankFileId)).toMatchObject({ state: 'imported', format: 'csv' });
  expect(await linesOf(company)).toEqual(['-7.50 F2', '25.00 F1']);
  const again = await importOf(company, OWN, 'Ma banque');
  expect(again.result.lines).toMatchObject({ added: 0, known: 2 });
  await expect(readAgain(company, { bankFileId, profile: null })).rejects.toMatchObject({
    code: 'bank_file_in_already',
  });
});

test('a saved profile whose headings fit is used where nobody names one, and a later export adds what is new', async () => {
  const company = await addCompany(tools);
  await keepProfile(company, { name: 'Ma banque', profile: PROFILE });
  await importOf(company, OWN);
  const later = Buffer.concat([
    OWN,
    Buffer.from('31.03.2026;25,00;Café Noir;F1\n01.04.2026;9,00;Café Noir;F3\n'),
  ]);
  const { result } = await importOf(company, later);
  expect(result.lines).toMatchObject({ added: 2, known: 2 });
  expect(await linesOf(company)).toEqual(['-7.50 F2', '25.00 F1', '25.00 F1', '9.00 F3']);
});

test('a profile that says nonsense is refused, one that is not there too; another company’s is not there', async () => {
  const [company, other] = [await addCompany(tools), await addCompany(tools)];
  const profile = { columns: { Quand: 'booked_on', Jour: 'booked_on' } };
  await expect(keepProfile(company, { name: 'x', profile })).rejects.toMatchObject({
    code: 'bank_profile_unreadable',
  });
  await keepProfile(company, { name: 'Ma banque', profile: PROFILE });
  const given = { fileName: 'bank.csv', bytes: OWN, origin: 'upload', profile: 'Ma banque' } as const;
  await expect(uploadBankFile(other, given)).rejects.toMatchObject({ code: 'bank_profile_unknown' });
  await dropProfile(company, 'Ma banque');
  expect(await showProfiles(company)).toEqual([]);
});
