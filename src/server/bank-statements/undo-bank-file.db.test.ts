import { readFileSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { Refusal } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { acceptMatches } from '#server/settlements/accept-match.ts';
import { changeSettlementPolicy } from '#server/settlements/change-policy.ts';
import { matchLines } from '#server/settlements/match-lines.ts';
import { ignoreLine, putLineOff } from '#server/settlements/set-line-aside.ts';
import { settleLines } from '#server/settlements/settle-lines.ts';
import { undoSettlements } from '#server/settlements/undo-settlements.ts';
import { camt, type GivenLine, type GivenStatement } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { changeAccount } from './change-account.ts';
import { keepBankFile } from './keep-bank-file.ts';
import { overrideStatement } from './override-statement.ts';
import { showBankFile } from './show-files.ts';
import { showLines, showStatements } from './show-statements.ts';
import { showUndo } from './show-undo.ts';
import { importBankFileNow, readAgain } from './steer-bank-file.ts';
import { undoBankFile } from './undo-bank-file.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });

async function importOf(company: CompanyTools, bytes: Buffer, fileName = 'statement.xml') {
  const bankFileId = await keepBankFile(company, { fileName, bytes, origin: 'upload' });
  const { result, accepted } = await importBankFileNow(company, { bankFileId });
  await matchLines(company, { lineIds: null });
  return { bankFileId, result, accepted };
}

const statement = (given: GivenStatement) => camt({ statements: [given] });
const notification = (lines: GivenLine[], kind: '052' | '054' = '052') =>
  camt({ kind, statements: [{ lines }] });

/** What history and the file itself are: they are added to, and never taken back. */
const HISTORY = new Set(['timeline_entry', 'timeline_head', 'timeline_link', 'bank_file', 'file']);

/** Every row of every table of the company, whole. */
async function everything(company: CompanyTools): Promise<Record<string, unknown>> {
  const tables = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables t on t.table_name = c.table_name and t.table_type = 'BASE TABLE'
    where c.table_schema = 'public' and c.column_name = 'company_id' order by 1`.execute(fresh.db);
  const names = tables.rows.map(({ name }) => name).filter((name) => !HISTORY.has(name));
  expect(names.length).toBeGreaterThan(40);
  const each = names.map(
    (name) => sql`select ${sql.lit(name)} as name, to_jsonb(r)::text as row from ${sql.table(name)} r
      where r.company_id = ${sql.lit(company.companyId)}`,
  );
  const { rows } = await inCompany(company, (trx) =>
    sql<{ name: string; row: string }>`${sql.join(each, sql` union all `)} order by 1, 2`.execute(trx),
  );
  return Object.groupBy(rows, ({ name }) => name);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );

const REFERENCE = '+++090/9337/55493+++';

/** A debtor who owes 25.00 by a reference and 40.00 without one. */
async function setUp() {
  const company = await addCompany(tools);
  const debtor = await addDebtor(company, { number: 'D1', name: 'Café Noir' });
  const invoice = await addDocument(company, debtor, {
    number: 'F2026-0042',
    structuredReference: REFERENCE,
    items: [{ dueOn: '2026-02-01', open: '25.00' }],
  });
  await addDocument(company, debtor, {
    number: 'F2026-0043',
    items: [{ dueOn: '2026-02-01', open: '40.00' }],
  });
  return { company, debtor, item: invoice.items[0]?.id ?? '' };
}

const PAID: GivenLine = { amount: '25.00', from: 'Café Noir', text: REFERENCE };

const linesOf = async (company: CompanyTools) => (await showLines(company, { page: 1, perPage: 50 })).rows;

async function openOf(company: CompanyTools, id: string) {
  const { openMinor } = await inCompany(company, (trx) =>
    trx.selectFrom('dueItem').select('openMinor').where('id', '=', id).executeTakeFirstOrThrow(),
  );
  return openMinor;
}

const FORMATS = path.resolve(import.meta.dirname, '../../formats');
const sample = (name: string) => readFileSync(path.join(FORMATS, name));

async function zipOf(files: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(bytes, name);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(Buffer.from(part as Uint8Array));
  return Buffer.concat(parts);
}

async function bytesOf(name: string): Promise<Buffer> {
  if (name === '052') return notification([PAID, { amount: '8.00', from: 'Fisc' }]);
  if (name !== 'zip') return sample(name);
  return zipOf({ 'a.cod': sample('coda/samples/payments.cod'), 'b.xml': statement({ lines: [PAID] }) });
}

/** Settles the first line that has money with the item and keeps the rest on account, as matching does by itself. */
async function settleFirst(company: CompanyTools, debtor: string, item: string): Promise<boolean> {
  const line = (await linesOf(company)).find(
    ({ state, amount }) => state === 'open' && amount.currency === 'EUR' && Number(amount.amount) >= 6,
  );
  if (!line) return false;
  const left = BigInt(line.remaining.amount.replace('.', '')) - 500n;
  const order = {
    id: newId(),
    lineId: line.id,
    parts: [
      { dueItemId: item, kind: 'payment' as const, amountMinor: 500n },
      { dueItemId: null, kind: 'on_account' as const, amountMinor: left },
    ],
    ...{ debtorId: debtor, origin: 'automatic' as const, because: [], note: null },
    ...{ learnIban: false, takesBackLineId: null },
  };
  const { made } = await inCompany(company, (trx) => settleLines(trx, company, [order]));
  expect(made).toHaveLength(1);
  return true;
}

test.each([
  ['coda', 'coda/samples/payments.cod', true],
  ['cfonb120', 'cfonb/samples/two-days.cfonb', true],
  ['ofx', 'ofx/samples/two-accounts.ofx', true],
  ['camt.053', 'camt/samples/statement-v8.xml', true],
  ['camt.052', '052', false],
  ['camt.054', 'camt/samples/notification-prefixed.xml', false],
  ['mt940', 'mt940/samples/german-pages.sta', true],
  ['mt942', 'mt940/samples/interim.942', false],
  ['csv', 'bank-csv/samples/german.csv', true],
  ['zip', 'zip', true],
])(
  '%s, %s: every table stands as before, and the file comes in again as the first time',
  async (format, name, hasMoney) => {
    const { company, debtor } = await setUp();
    const small = await addDocument(company, debtor, {
      number: 'K1',
      items: [{ dueOn: '2026-03-01', open: '5.00' }],
    });
    const bytes = await bytesOf(name);
    const before = await everything(company);
    const first = await importOf(company, bytes, path.basename(name));
    expect(await showBankFile(company, first.bankFileId)).toMatchObject({ state: 'imported', format });
    const settled = await settleFirst(company, debtor.id, small.items[0]?.id ?? '');
    expect(settled).toBe(hasMoney);
    const preview = await showUndo(company, first.bankFileId);
    expect(preview.obstacles).toEqual([]);
    expect(preview.lines).toBe(first.result.lines.added + first.result.lines.pending);
    await undoBankFile(company, first.bankFileId);
    await matchLines(company, { lineIds: null });
    expect(await everything(company)).toEqual(before);
    expect((await showBankFile(company, first.bankFileId)).state).toBe('undone');
    const second = await importOf(company, bytes, path.basename(name));
    expect({ ...second.result, accountsAdded: [] }).toEqual({ ...first.result, accountsAdded: [] });
  },
);

test('what it settled by itself is taken back with it, once, and the timeline tells both', async () => {
  const { company, item } = await setUp();
  const before = await everything(company);
  const { bankFileId } = await importOf(company, statement({ lines: [PAID, { amount: '7.00' }] }));
  expect(await openOf(company, item)).toBe(0n);
  expect(await showUndo(company, bankFileId)).toMatchObject({
    ...{ statements: 1, lines: 2, settlements: 1, items: 1, onAccount: 0, obstacleCount: 0 },
    ...{ money: [{ amount: '25.00', currency: 'EUR' }], accountsGone: ['BE68539007547034'] },
  });
  await undoBankFile(company, bankFileId);
  await undoBankFile(company, bankFileId);
  expect(await openOf(company, item)).toBe(2500n);
  expect(await everything(company)).toEqual(before);
  const { rows } = await inCompany(company, (trx) =>
    sql<{ told: string }>`select kind || ' ' || facts::text as told from timeline_entry
      where kind in ('settlement_undone', 'bank_file_undone') order by id`.execute(trx),
  );
  expect(rows.map(({ told }) => told)).toEqual([
    'settlement_undone {"amount": "25.00 EUR", "document": "F2026-0042"}',
    'bank_file_undone {"file": "statement.xml", "lines": "2", "settlements": "1"}',
  ]);
  // From the list of files, without its being found again.
  await readAgain(company, { bankFileId, profile: null });
  expect((await importBankFileNow(company, { bankFileId })).result.lines.added).toBe(2);
});

test('lines that it booked, let lapse or took parts of wait again as they did', async () => {
  const { company } = await setUp();
  await importOf(company, notification([PAID, { amount: '9.00', from: 'Never booked' }]), 'day.xml');
  const parts = [
    { amount: '10.00', from: 'Jan', text: 'K1' },
    { amount: '11.00', from: 'Piet', text: 'K2' },
  ];
  await importOf(
    company,
    notification([{ amount: '21.00', reference: 'B0000000001', parts }], '054'),
    'parts.xml',
  );
  const before = await everything(company);
  const { bankFileId, result } = await importOf(
    company,
    statement({ lines: [PAID, { amount: '21.00', reference: 'B0000000001' }] }),
  );
  expect(result.lines).toMatchObject({ added: 2, replaced: 2, lapsed: 1 });
  expect(await showUndo(company, bankFileId)).toMatchObject({ lines: 2, linesBack: 5, settlements: 1 });
  await undoBankFile(company, bankFileId);
  await matchLines(company, { lineIds: null });
  expect(await everything(company)).toEqual(before);
});

test('parts that came after their batch was booked go with the file that told them', async () => {
  const { company } = await setUp();
  await importOf(company, statement({ lines: [{ amount: '21.00', reference: 'B0000000001' }] }));
  const before = await everything(company);
  const parts = [
    { amount: '10.00', from: 'Jan', text: 'K1' },
    { amount: '11.00', from: 'Piet', text: 'K2' },
  ];
  const late = notification([{ amount: '21.00', reference: 'B0000000001', parts }], '054');
  const { bankFileId } = await importOf(company, late, 'parts.xml');
  expect((await linesOf(company)).map(({ state, amount }) => `${amount.amount} ${state}`).sort()).toEqual([
    '10.00 open',
    '11.00 open',
    '21.00 batch',
  ]);
  await undoBankFile(company, bankFileId);
  await matchLines(company, { lineIds: null });
  expect(await everything(company)).toEqual(before);
});

const PARTED = {
  ...{ amount: '21.00', reference: 'B0000000001' },
  parts: [
    { amount: '10.00', from: 'Jan', text: 'K1' },
    { amount: '11.00', from: 'Piet', text: 'K2' },
  ],
};
const WHOLE = { amount: '21.00', reference: 'B0000000001' };

test('parts that had no place while their batch was settled go back with the later file that lent them', async () => {
  const { company, debtor, item } = await setUp();
  await importOf(company, statement({ lines: [WHOLE] }));
  expect(await settleFirst(company, debtor.id, item)).toBe(true);
  await importOf(company, notification([PARTED], '054'), 'parts.xml');
  const made = await inCompany(company, (trx) => trx.selectFrom('settlement').select('id').execute());
  await undoSettlements(company, { settlements: made.map(({ id }) => id) });
  const before = await everything(company);
  const { bankFileId } = await importOf(company, notification([{ amount: '8.00', from: 'Fisc' }]), 'day.xml');
  const told = async () => (await linesOf(company)).map(({ state, amount }) => `${amount.amount} ${state}`);
  expect(await told()).toEqual(expect.arrayContaining(['10.00 open', '11.00 open', '21.00 batch']));
  await undoBankFile(company, bankFileId);
  await matchLines(company, { lineIds: null });
  expect(await everything(company)).toEqual(before);
});

test('a line of another file that was put off before it came is so again', async () => {
  const { company } = await setUp();
  await importOf(company, statement({ lines: [WHOLE] }));
  const line = (await linesOf(company))[0]?.id ?? '';
  await putLineOff(company, { line, note: 'ask Karel', until: '2026-04-09' });
  const before = await everything(company);
  const { bankFileId } = await importOf(company, notification([PARTED], '054'), 'parts.xml');
  expect(await showUndo(company, bankFileId)).toMatchObject({ putOff: 0, linesBack: 1, obstacles: [] });
  await undoBankFile(company, bankFileId);
  await matchLines(company, { lineIds: null });
  expect(await everything(company)).toEqual(before);
});

test('a file that stands on it is named, and is undone first; the same bytes again go with it', async () => {
  const { company } = await setUp();
  const before = await everything(company);
  const bytes = statement({ lines: [PAID] });
  const first = await importOf(company, bytes, 'march.xml');
  const again = await importOf(company, bytes, 'march (1).xml');
  const next = { number: '2', openedOn: '2026-03-31', closedOn: '2026-04-01', opening: '125.00' };
  const second = await importOf(company, statement({ ...next, lines: [{ amount: '3.00' }] }), 'april.xml');
  await expect(undoBankFile(company, first.bankFileId)).rejects.toMatchObject({
    code: 'bank_file_undo_blocked',
    facts: { file: 'march.xml', kind: 'later_file', about: 'april.xml', more: '0' },
  });
  const { obstacles } = await showUndo(company, first.bankFileId);
  expect(obstacles).toMatchObject([{ kind: 'later_file', about: 'april.xml', file: second.bankFileId }]);
  await undoBankFile(company, second.bankFileId);
  await undoBankFile(company, first.bankFileId);
  expect((await showBankFile(company, again.bankFileId)).state).toBe('undone');
  await matchLines(company, { lineIds: null });
  expect(await everything(company)).toEqual(before);
});

test('what a person decided keeps the file, each named; taken back, it can go', async () => {
  const { company } = await setUp();
  await changeSettlementPolicy(company, { changes: { automatic: [] } });
  const before = await everything(company);
  const given = [PAID, { amount: '7.00', from: 'Fisc' }, { amount: '8.00', from: 'Later' }];
  const { bankFileId } = await importOf(company, statement({ lines: given }));
  const lines = await linesOf(company);
  const lineOf = (from: string) => lines.find(({ counterparty }) => counterparty === from)?.id ?? '';
  const { settlements } = await acceptMatches(company, {
    lines: [lineOf('Café Noir')],
    certainty: 'certain',
  });
  const ignored = await ignoreLine(company, { line: lineOf('Fisc'), note: null });
  await putLineOff(company, { line: lineOf('Later'), note: null, until: '2026-04-09' });
  const standing = await everything(company);
  expect((await showUndo(company, bankFileId)).obstacles).toMatchObject([
    { kind: 'decided', about: 'Café Noir', amount: { amount: '25.00', currency: 'EUR' }, on: '2026-03-31' },
    { kind: 'ignored', about: 'Fisc', line: lineOf('Fisc') },
  ]);
  expect(await codeOf(undoBankFile(company, bankFileId))).toBe('bank_file_undo_blocked');
  expect(await everything(company)).toEqual(standing);
  await undoSettlements(company, { settlements: [...settlements, ignored] });
  expect(await showUndo(company, bankFileId)).toMatchObject({ obstacles: [], putOff: 1 });
  await undoBankFile(company, bankFileId);
  await matchLines(company, { lineIds: null });
  expect(await everything(company)).toEqual(before);
});

test('an account that somebody named stays; its days are as before', async () => {
  const { company } = await setUp();
  const { bankFileId, result } = await importOf(company, statement({ lines: [PAID] }));
  const account = result.accountsAdded[0]?.id ?? '';
  await changeAccount(company, { accountId: account, name: 'Main account' });
  expect(await showUndo(company, bankFileId)).toMatchObject({
    accountsGone: [],
    accountsKept: ['Main account'],
  });
  await undoBankFile(company, bankFileId);
  const accounts = await inCompany(company, (trx) => trx.selectFrom('bankAccount').selectAll().execute());
  expect(accounts).toMatchObject([{ name: 'Main account', bookedUntilOn: null }]);
});

test('a refused statement goes too, taken in against its sums or not', async () => {
  const { company } = await setUp();
  const before = await everything(company);
  const bytes = statement({ closing: '999.00', lines: [PAID] });
  const refused = await importOf(company, bytes);
  expect(refused.accepted).toBe(false);
  await undoBankFile(company, refused.bankFileId);
  expect(await everything(company)).toEqual(before);
  const { bankFileId } = await importOf(company, bytes);
  const [{ id: statementId } = { id: '' }] = (await showStatements(company, { page: 1, perPage: 9 })).rows;
  await overrideStatement(company, { statementId, reason: 'the bank says so' });
  await matchLines(company, { lineIds: null });
  expect(await showUndo(company, bankFileId)).toMatchObject({ overridden: 1, lines: 1, settlements: 1 });
  await undoBankFile(company, bankFileId);
  await matchLines(company, { lineIds: null });
  expect(await everything(company)).toEqual(before);
});

test('a refused file that came twice can go: with the same bytes at once, else the later one first', async () => {
  const { company } = await setUp();
  const before = await everything(company);
  const bytes = statement({ closing: '999.00', lines: [PAID] });
  const first = await importOf(company, bytes, 'wrong.xml');
  const twin = await importOf(company, bytes, 'wrong (1).xml');
  const other = await importOf(company, Buffer.concat([bytes, Buffer.from('\n')]), 'other.xml');
  const stateOfFile = async ({ bankFileId }: typeof first) => (await showBankFile(company, bankFileId)).state;
  expect([await stateOfFile(twin), await stateOfFile(other)]).toEqual(['refused', 'refused']);
  expect((await showUndo(company, first.bankFileId)).obstacles).toMatchObject([
    { kind: 'later_file', about: 'other.xml' },
  ]);
  await undoBankFile(company, other.bankFileId);
  await undoBankFile(company, first.bankFileId);
  expect([await stateOfFile(twin), await stateOfFile(other)]).toEqual(['undone', 'undone']);
  expect(await everything(company)).toEqual(before);
});

test('a file of which nothing is in, a stranger, and one that an older version read, are refused', async () => {
  const { company } = await setUp();
  const { bankFileId } = await importOf(company, Buffer.from('no bank file'), 'x.txt');
  expect(await codeOf(undoBankFile(company, bankFileId))).toBe('bank_file_undo_closed');
  expect(await codeOf(undoBankFile(company, newId()))).toBe('bank_file_not_found');
  const old = await importOf(company, statement({ lines: [PAID] }));
  await inCompany(company, (trx) =>
    sql`delete from bank_file_trace where bank_file_id = ${old.bankFileId}`.execute(trx),
  );
  expect(await codeOf(undoBankFile(company, old.bankFileId))).toBe('bank_file_undo_untraced');
});
