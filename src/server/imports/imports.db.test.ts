import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { Refusal } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { runJobs, toolsFor } from '#test/support/tools.ts';
import { addFileImport } from './add-import.ts';
import { dropImport } from './drop-import.ts';
import { keepMapping } from './keep-mapping.ts';
import { printRejected } from './print-rejected.ts';
import { showImport, showImports, showTable } from './show-import.ts';
import { cancelImport, importNow, startApply, startCheck } from './steer-import.ts';
import { undoImport } from './undo-import.ts';
import { importWorkers } from './workers.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });

const HEADERS =
  'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open';
const F1 = 'C1,Café Odile,odile@example.org,fr,business,invoice,F1,2026-01-01,2026-01-31,EUR,100.00,100.00';
const F2 = 'C1,,,,,invoice,F2,2026-01-05,2026-02-04,EUR,250.50,50.50';
const A1 = 'C1,,,,,credit_note,A1,2026-01-06,,EUR,20.00,20.00';
const X1 = 'C2,Jan,jan@example.org,nl,consumer,,X1,2026-03-01,2026-04-15,XOF,1000,1000';
const BAD = 'C2,,,,,,X2,2026-03-01,2026-04-15,EUR,12,twelve';

type Given = Partial<Parameters<typeof addFileImport>[1]> & { isCheck?: boolean };

async function importRows(company: CompanyTools, rows: readonly string[], given: Given = {}) {
  return importBytes(company, Buffer.from([HEADERS, ...rows].join('\n')), given);
}

async function importBytes(company: CompanyTools, bytes: Buffer, { isCheck = false, ...given }: Given = {}) {
  const importId = await addFileImport(company, { fileName: 'items.csv', bytes, ...given });
  return { importId, ...(await importNow(company, { importId, isCheck }, undefined)) };
}

/** The whole ledger as texts, to compare before and after. */
async function ledger(company: CompanyTools): Promise<string[]> {
  const { rows } = await inCompany(company, (trx) =>
    sql<{ line: string }>`
      select concat_ws(' ', d.number, m.kind, m.number, i.position, i.due_on, i.due_source, i.currency, i.amount_minor,
        i.open_minor, 'level', i.level, 'cycle', i.cycle, i.settled_on) as line
      from due_item i join document m on m.id = i.document_id join debtor d on d.id = i.debtor_id
      order by d.number, m.number, i.position`.execute(trx),
  );
  return rows.map(({ line }) => line);
}

const FIRST = [
  'C1 credit_note A1 1 2026-02-05 company_default EUR -2000 -2000 level 0 cycle 1',
  'C1 invoice F1 1 2026-01-31 document EUR 10000 10000 level 0 cycle 1',
  'C1 invoice F2 1 2026-02-04 document EUR 25050 5050 level 0 cycle 1',
  'C2 invoice X1 1 2026-04-15 document XOF 1000 1000 level 0 cycle 1',
];

test('the documented headings need no mapping, and old arrears begin at level 0', async () => {
  const company = await addCompany(tools);
  const { result, applied } = await importRows(company, [F1, F2, A1, X1]);
  expect(applied).toBe(true);
  expect(result).toMatchObject({ documents: { added: 4 }, debtors: { added: 2 }, backlog: 2, problems: [] });
  expect(await ledger(company)).toEqual(FIRST);
  const debtors = await inCompany(company, (trx) =>
    trx
      .selectFrom('debtor')
      .select(['number', 'name', 'email', 'language', 'kind', 'country'])
      .orderBy('number')
      .execute(),
  );
  expect(debtors).toEqual([
    {
      number: 'C1',
      name: 'Café Odile',
      email: 'odile@example.org',
      language: 'fr',
      kind: 'business',
      country: 'BE',
    },
    { number: 'C2', name: 'Jan', email: 'jan@example.org', language: 'nl', kind: 'consumer', country: 'BE' },
  ]);
});

test('the same file again changes nothing, not even the timeline of a debtor', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1, F2, A1, X1]);
  const entries = () =>
    inCompany(company, (trx) =>
      trx.selectFrom('timelineEntry').select('kind').where('debtorId', 'is not', null).execute(),
    );
  const before = await entries();
  const { result } = await importRows(company, [F1, F2, A1, X1]);
  expect(result.documents).toEqual({ added: 0, changed: 0, unchanged: 4, settled: 0, suspicious: 0 });
  expect(await ledger(company)).toEqual(FIRST);
  expect(await entries()).toEqual(before);
});

test('a full list settles what is missing, a part of one does not; levels stay', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1, F2, X1]);
  await inCompany(company, (trx) => trx.updateTable('dueItem').set({ level: 2, times: 1 }).execute());
  const partial = await importRows(company, [F2.replace(',50.50', ',10.50')], { mirror: false });
  expect(partial.result.documents).toMatchObject({ changed: 1, settled: 0 });
  const full = await importRows(company, [F2.replace(',50.50', ',10.50')]);
  expect(full.result.documents).toMatchObject({ unchanged: 1, settled: 2 });
  expect(await ledger(company)).toEqual([
    'C1 invoice F1 1 2026-01-31 document EUR 10000 0 level 2 cycle 1 2026-03-31',
    'C1 invoice F2 1 2026-02-04 document EUR 25050 1050 level 2 cycle 1',
    'C2 invoice X1 1 2026-04-15 document XOF 1000 0 level 2 cycle 1 2026-03-31',
  ]);
});

test('a settled item that is open again starts a new cycle at level 0, and is named', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1, F2]);
  await inCompany(company, (trx) => trx.updateTable('dueItem').set({ level: 3, times: 1 }).execute());
  await importRows(company, [F2]);
  const { result } = await importRows(company, [F1, F2]);
  expect(result).toMatchObject({
    documents: { changed: 1, suspicious: 1 },
    suspicious: [{ code: 'item_reopened' }],
  });
  expect((await ledger(company))[0]).toBe(
    'C1 invoice F1 1 2026-01-31 document EUR 10000 10000 level 0 cycle 2',
  );
});

test('strict: one bad row applies nothing, and is told with row, column, value and remedy', async () => {
  const company = await addCompany(tools);
  const { result, applied, importId } = await importRows(company, [F1, BAD, X1]);
  expect(applied).toBe(false);
  expect(result.problems).toEqual([
    {
      code: 'amount_unreadable',
      facts: { given: 'twelve', example: '1234.50' },
      at: { row: 3, column: 'open' },
    },
  ]);
  expect(await ledger(company)).toEqual([]);
  expect((await showImport(company, importId)).state).toBe('refused');
});

test('lenient: the good rows are applied, and what the bad row names is not taken for settled', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1, 'C2,Jan,,,,,X2,2026-03-01,2026-04-15,EUR,12,12', X1]);
  const { result, applied } = await importRows(company, [F1.replace('100.00,100.00', '100.00,60.00'), BAD], {
    lenient: true,
  });
  expect(applied).toBe(true);
  expect(result).toMatchObject({ documents: { changed: 1, settled: 1 }, rows: { read: 2, rejected: 1 } });
  expect((await ledger(company)).map((line) => line.split(' ').slice(2, 9).join(' '))).toEqual([
    'F1 1 2026-01-31 document EUR 10000 6000',
    'X1 1 2026-04-15 document XOF 1000 0',
    'X2 1 2026-04-15 document EUR 1200 1200',
  ]);
});

test('a bad row that does not say whose it is holds the whole mirror', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1, F2]);
  const { result } = await importRows(company, [F2, ',,,,,,F9,2026-01-01,2026-02-01,EUR,1,1'], {
    lenient: true,
  });
  expect(result).toMatchObject({ mirrorHeld: true, documents: { settled: 0 } });
});

test('rejected rows come back with their reason, and go in again once they are mended', async () => {
  const company = await addCompany(tools);
  const { importId } = await importRows(company, [F1, BAD, '=C3,x,,,,,Y1,2026-03-01,,EUR,1,x'], {
    lenient: true,
  });
  const { name, csv } = await printRejected(company, importId, (code, { given }) => `${code} ${given}`);
  expect(name).toBe('items-rejected.csv');
  expect(csv.split('\r\n').slice(1, 3)).toEqual([
    `${BAD},open: amount_unreadable twelve`,
    `'=C3,x,,,,,Y1,2026-03-01,,EUR,1,x,open: amount_unreadable x`,
  ]);
  const mended = csv.replace('twelve', '12').split('\n').slice(0, 2).join('\n');
  const again = await importBytes(company, Buffer.from(mended), { mirror: false });
  expect(again).toMatchObject({ applied: true, result: { documents: { added: 1 } } });
});

test('a check tells the same figures as the import, and changes nothing', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1, F2]);
  const before = await ledger(company);
  const checked = await importRows(company, [F2.replace(',50.50', ',20.00'), X1], { isCheck: true });
  expect(await ledger(company)).toEqual(before);
  const applied = await importNow(company, { importId: checked.importId, isCheck: false }, undefined);
  expect(applied.result).toEqual(checked.result);
  expect(applied.result.documents).toEqual({ added: 1, changed: 1, unchanged: 0, settled: 1, suspicious: 0 });
});

test('instalments: rows of one document with other due dates', async () => {
  const company = await addCompany(tools);
  await importRows(company, [
    F1,
    F1.replace('2026-01-31', '2026-02-28'),
    F1.replace('2026-01-31', '2026-03-31'),
  ]);
  expect((await ledger(company)).map((line) => line.split(' ').slice(2, 5).join(' '))).toEqual([
    'F1 1 2026-01-31',
    'F1 2 2026-02-28',
    'F1 3 2026-03-31',
  ]);
  const { result } = await importRows(company, [F1, F1]);
  expect(result.problems).toMatchObject([{ code: 'row_repeated', at: { row: 3 } }]);
});

test('through the queue: checked, applied, and applying twice does it once', async () => {
  const company = await addCompany(tools);
  const bytes = Buffer.from([HEADERS, F1].join('\n'));
  const importId = await addFileImport(company, { fileName: '../../etc/items.csv', bytes });
  await startCheck(company, { importId, choices: {}, mirror: true });
  await expect(startApply(company, { importId, lenient: false })).rejects.toThrow(/import_not_open/);
  await runJobs(tools, importWorkers);
  expect(await showImport(company, importId)).toMatchObject({ state: 'checked', fileName: 'items.csv' });
  await startApply(company, { importId, lenient: false });
  await runJobs(tools, importWorkers);
  expect(await showImport(company, importId)).toMatchObject({
    state: 'applied',
    result: { documents: { added: 1 } },
  });
  await expect(startApply(company, { importId, lenient: false })).rejects.toThrow(/import_not_open/);
  expect(await ledger(company)).toHaveLength(1);
  expect((await showImports(company, { page: 1, perPage: 10 })).total).toBe(1);
});

test('a cancelled import keeps nothing', async () => {
  const company = await addCompany(tools);
  const rows = Array.from({ length: 3000 }, (_, n) => F1.replace('F1', `F${n}`).replace('C1', `C${n}`));
  const importId = await addFileImport(company, {
    fileName: 'items.csv',
    bytes: Buffer.from([HEADERS, ...rows].join('\n')),
  });
  await startCheck(company, { importId, choices: {}, mirror: true });
  await runJobs(tools, importWorkers);
  await startApply(company, { importId, lenient: false });
  await cancelImport(company, importId);
  await runJobs(tools, importWorkers);
  expect((await showImport(company, importId)).state).toBe('cancelled');
  expect(await ledger(company)).toEqual([]);
});

test('what fails while it is written leaves nothing half-done', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F1]);
  const before = await ledger(company);
  await sql`alter table timeline_entry add constraint refuse_all check (kind <> 'import_applied') not valid`.execute(
    fresh.db,
  );
  await expect(importRows(company, [F1.replace('100.00,100.00', '100.00,1.00'), F2, X1])).rejects.toThrow(
    /refuse_all/,
  );
  await sql`alter table timeline_entry drop constraint refuse_all`.execute(fresh.db);
  expect(await ledger(company)).toEqual(before);
  expect((await showImports(company, { page: 1, perPage: 10 })).rows[0]?.state).toBe('failed');
});

test('a saved mapping reads a package’s own headings, and an unknown one is refused', async () => {
  const company = await addCompany(tools);
  const bytes = Buffer.from('Wie;Wat;Wanneer;Hoeveel\nC1;F1;01/02/2026;1.234');
  const asked = await importBytes(company, bytes);
  expect(asked.result.problems.map(({ code }) => code)).toContain('column_missing');
  const columns = {
    Wie: 'debtor_number',
    Wat: 'document_number',
    Wanneer: 'due_on',
    Hoeveel: 'open',
  } as const;
  await keepMapping(company, 'Eigen pakket', { kind: 'open_items', columns, days: 'dmy', decimal: ',' });
  const { applied } = await importBytes(company, bytes, { mapping: 'Eigen pakket' });
  expect(applied).toBe(true);
  expect(await ledger(company)).toEqual([
    'C1 invoice F1 1 2026-02-01 document EUR 123400 123400 level 0 cycle 1',
  ]);
  await expect(importBytes(company, bytes, { mapping: 'Iets' })).rejects.toThrow(/mapping_unknown/);
});

test('what reads in two ways is asked: nothing is applied until it is answered', async () => {
  const company = await addCompany(tools);
  const bytes = Buffer.from('debtor_number;document_number;due_on;open\nC1;F1;03/04/2026;1.234');
  const importId = await addFileImport(company, { fileName: 'items.csv', bytes });
  const table = await showTable(company, { importId, choices: {} });
  expect(table?.questions.map(({ code }) => code)).toEqual(['decimal_sign_ambiguous', 'day_order_ambiguous']);
  const { applied, result } = await importNow(company, { importId, isCheck: false }, undefined);
  expect([applied, result.problemCount]).toEqual([false, 2]);
  await startCheck(company, { importId, choices: { decimal: ',', days: 'mdy' }, mirror: true });
  await runJobs(tools, importWorkers);
  await startApply(company, { importId, lenient: false });
  await runJobs(tools, importWorkers);
  expect(await ledger(company)).toEqual([
    'C1 invoice F1 1 2026-03-04 document EUR 123400 123400 level 0 cycle 1',
  ]);
});

function invoice({
  number = 'F1',
  buyer = 'BE0417497106',
  seller = 'BE0403019261',
  pdf = true,
  more = '',
} = {}): string {
  const party = (role: string, vat: string) =>
    `<cac:${role}><cac:Party><cac:PartyName><cbc:Name>${vat}</cbc:Name></cac:PartyName><cac:PartyTaxScheme><cbc:CompanyID>${vat}</cbc:CompanyID>` +
    `<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party></cac:${role}>`;
  const embedded = `<cac:AdditionalDocumentReference><cbc:ID>${number}</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf">JVBERi0xLjQKJUVPRgo=</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>`;
  return (
    `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:c" xmlns:cac="urn:a"><cbc:ID>${number}</cbc:ID>` +
    `<cbc:IssueDate>2026-01-01</cbc:IssueDate><cbc:DueDate>2026-02-01</cbc:DueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>` +
    `${pdf ? embedded : ''}${party('AccountingSupplierParty', seller)}${party('AccountingCustomerParty', buyer)}` +
    `<cac:PaymentMeans><cbc:PaymentID>090933755493</cbc:PaymentID><cac:PayeeFinancialAccount><cbc:ID>BE68539007547034</cbc:ID></cac:PayeeFinancialAccount></cac:PaymentMeans>` +
    `${more}<cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">121.00</cbc:TaxInclusiveAmount><cbc:PrepaidAmount currencyID="EUR">21.00</cbc:PrepaidAmount>` +
    `<cbc:PayableAmount currencyID="EUR">100.00</cbc:PayableAmount></cac:LegalMonetaryTotal></Invoice>`
  );
}

test.each([
  ['59', true],
  ['49', true],
  ['58', false],
])('an invoice to be paid by means %s: the seller collects it: %s', async (means, directDebit) => {
  const company = await addCompany(tools);
  const more = `<cac:PaymentMeans><cbc:PaymentMeansCode>${means}</cbc:PaymentMeansCode></cac:PaymentMeans>`;
  await importBytes(company, Buffer.from(invoice({ more })), { fileName: 'f1.xml' });
  const document = await inCompany(company, (trx) =>
    trx.selectFrom('document').select('directDebit').executeTakeFirstOrThrow(),
  );
  expect(document).toEqual({ directDebit });
});

test('an electronic invoice: what is due is open, its PDF is its file, its buyer is the debtor with that VAT number', async () => {
  const company = await addCompany(tools);
  await addDebtor(company, { number: 'KNOWN', name: 'Café', vatNumber: 'BE 0417.497.106' });
  const { result } = await importBytes(company, Buffer.from(invoice()), { fileName: 'f1.xml' });
  expect(result).toMatchObject({ documents: { added: 1 }, debtors: { added: 0 } });
  expect(await ledger(company)).toEqual([
    'KNOWN invoice F1 1 2026-02-01 document EUR 12100 10000 level 0 cycle 1',
  ]);
  const document = await inCompany(company, (trx) =>
    trx
      .selectFrom('document')
      .innerJoin('file', 'file.id', 'document.fileId')
      .select(['structuredReference', 'iban', 'file.name', 'mediaType', 'size'])
      .executeTakeFirstOrThrow(),
  );
  expect(document).toEqual({
    structuredReference: '+++090/9337/55493+++',
    iban: 'BE68539007547034',
    name: 'F1.pdf',
    mediaType: 'application/pdf',
    size: 14,
  });
  const files = () =>
    inCompany(company, (trx) =>
      trx.selectFrom('file').select('id').where('mediaType', '=', 'application/pdf').execute(),
    );
  await importBytes(company, Buffer.from(invoice()), { fileName: 'f1.xml' });
  expect(await files()).toHaveLength(1);
});

test('an electronic invoice that is taken back leaves neither its debtor nor its PDF behind', async () => {
  const company = await addCompany(tools);
  await importBytes(company, Buffer.from(invoice()), { fileName: 'f1.xml' });
  const { importId } = await importBytes(
    company,
    await zipOf({
      'f1.xml': invoice({ pdf: false }),
      'f2.xml': invoice({ number: 'F2', buyer: 'BE0400378485' }),
    }),
    { fileName: 'two.zip' },
  );
  const count = (table: 'debtor' | 'document' | 'file') =>
    inCompany(company, async (trx) => {
      const { rows } = await sql<{ rows: number }>`select count(*)::int as rows from ${sql.table(table)}
        ${table === 'file' ? sql`where media_type = 'application/pdf'` : sql``}`.execute(trx);
      return rows[0]?.rows;
    });
  expect([await count('debtor'), await count('document'), await count('file')]).toEqual([2, 2, 2]);
  await undoImport(company, importId);
  expect([await count('debtor'), await count('document'), await count('file')]).toEqual([1, 1, 1]);
});

test('invoices are no mirror, and say nothing of payments since', async () => {
  const company = await addCompany(tools);
  await importRows(company, [F2]);
  await importBytes(company, Buffer.from(invoice({ number: 'F9' })));
  await inCompany(company, (trx) => trx.updateTable('dueItem').set({ openMinor: 1n }).execute());
  const { result } = await importBytes(company, Buffer.from(invoice({ number: 'F9' })));
  expect(result.documents).toMatchObject({ unchanged: 1, settled: 0 });
  expect((await ledger(company)).map((line) => line.split(' ')[8])).toEqual(['1', '1']);
});

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>));
}

test('an archive of invoices is one import: all, or none where one is not the company’s', async () => {
  const company = await addCompany(tools);
  const good = await zipOf({
    'a.xml': invoice({ number: 'F1' }),
    'b/c.xml': invoice({ number: 'F2' }),
    'read.me.pdf': '%PDF-1.4',
  });
  expect((await importBytes(company, good, { fileName: 'x.zip' })).result.documents.added).toBe(2);
  const bad = await zipOf({
    'a.xml': invoice({ number: 'F3' }),
    'b.xml': invoice({ number: 'F4', seller: 'BE0999999922' }),
  });
  const refused = await importBytes(company, bad, { fileName: 'y.zip' });
  expect(refused).toMatchObject({ applied: false, result: { problems: [{ code: 'seller_not_company' }] } });
  expect(refused.result.problems[0]?.at.column).toBe('b.xml: AccountingSupplierParty');
  expect(await ledger(company)).toHaveLength(2);
  const nested = await zipOf({ 'a.zip': good.toString('latin1') });
  await expect(importBytes(company, nested)).rejects.toThrow(/file_empty|archive_nested/);
});

test.each([
  ['nothing', '', 'file_empty'],
  ['a PDF', '%PDF-1.4\n', 'file_kind_unknown'],
  ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'file_kind_unknown'],
  ['a broken archive', Buffer.from('PK\x03\x04broken'), 'archive_unreadable'],
  ['only headings', HEADERS, 'file_empty'],
])('%s is refused, and nothing is kept of it', async (_, content, code) => {
  const company = await addCompany(tools);
  await expect(importBytes(company, Buffer.from(content))).rejects.toSatisfy(
    (error) => error instanceof Refusal && error.code === code,
  );
  expect((await showImports(company, { page: 1, perPage: 10 })).total).toBe(0);
});

test('an import is its company’s: another one neither sees it nor is touched by it', async () => {
  const [one, other] = [await addCompany(tools), await addCompany(tools)];
  const debtor = await addDebtor(other, { number: 'C1' });
  await addDocument(other, debtor, { number: 'F7', items: [{ dueOn: '2026-01-01', open: '5.00' }] });
  const before = await ledger(other);
  const { importId } = await importRows(one, [F1]);
  expect(await ledger(other)).toEqual(before);
  await expect(showImport(other, importId)).rejects.toThrow(/import_unknown/);
});

test('a rehearsal leaves no trace', async () => {
  const company = await addCompany(tools);
  const { importId } = await importRows(company, [F1], { isCheck: true });
  await dropImport(company, importId);
  expect((await showImports(company, { page: 1, perPage: 10 })).total).toBe(0);
  expect(await inCompany(company, (trx) => trx.selectFrom('file').select('id').execute())).toEqual([]);
});

test('an import that a killed process left is over when its stop is asked for a second time', async () => {
  const company = await addCompany(tools);
  const importId = await addFileImport(company, {
    fileName: 'items.csv',
    bytes: Buffer.from(`${HEADERS}\n${F1}`),
  });
  await inCompany(company, (trx) => trx.updateTable('import').set({ state: 'applying' }).execute());
  await cancelImport(company, importId);
  expect((await showImport(company, importId)).state).toBe('applying');
  await cancelImport(company, importId);
  expect((await showImport(company, importId)).state).toBe('cancelled');
});

test('a rejected credit comes back so that it reads again: minus is no formula', async () => {
  const company = await addCompany(tools);
  const credit = 'C1,Café,,fr,,credit_note,A7,2026-01-06,,EUR,-20.00,never';
  const { importId } = await importRows(company, [credit], { lenient: true });
  const { csv } = await printRejected(company, importId, (code) => code);
  expect(csv).toContain(',-20.00,never,');
  const mended = csv.split('\n').slice(0, 2).join('\n').replace('never', '-20.00');
  const again = await importBytes(company, Buffer.from(mended), { mirror: false });
  expect(again).toMatchObject({ applied: true, result: { documents: { added: 1 } } });
});

test('a long list is known to PostgreSQL as soon as it is there: what is planned next is planned for its length', async () => {
  const company = await addCompany(tools);
  const rows = Array.from(
    { length: 5000 },
    (_, nth) => `L${nth % 500},Client,,fr,business,invoice,L${nth},2026-01-01,2026-01-31,EUR,100.00,100.00`,
  );
  await importRows(company, rows);
  const estimated = await inCompany(company, async (trx) => {
    const { rows: told } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
      explain (format json) select from due_item where company_id = ${company.companyId}`.execute(trx);
    return told[0]?.['QUERY PLAN'][0].Plan['Plan Rows'];
  });
  expect(estimated).toBeGreaterThan(4000);
});
