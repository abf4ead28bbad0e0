import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { addNote } from '#server/debtors/add-note.ts';
import { changeDebtor } from '#server/debtors/change-debtor.ts';
import { addContact } from '#server/debtors/keep-contact.ts';
import { erasePerson } from '#server/personal-data/erase-persons.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { auditCompany } from '#server/self-audit/audit-company.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor } from '#test/support/people.ts';
import { searchEverything } from '#test/support/search-everything.ts';
import { toolsFor } from '#test/support/tools.ts';
import { addFileImport } from './add-import.ts';
import { importNow } from './steer-import.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-03-31' });
const NAME = 'Zephyrine Kanarivogel';
const PERSONAL = [NAME, 'zephyrine@example.org', 'Gontran Kanaribroer'];

/** A company with an erased debtor GONE and one that stays. */
async function withErased(number = 'GONE') {
  const company = await addCompany(tools);
  const gone = await addDebtor(company, { number, name: NAME, email: 'zephyrine@example.org' });
  await addDebtor(company, { number: 'STAYS', name: 'Café' });
  await erasePerson(company, { debtor: gone.id });
  return { company, gone };
}

async function imported(company: CompanyTools, bytes: Buffer, { isCheck = false, lenient = false } = {}) {
  const importId = await addFileImport(company, { fileName: 'a.file', bytes, lenient });
  return importNow(company, { importId, isCheck }, undefined);
}

/** Where personal words stand, beside the file that was handed in, which has a term of its own. */
const found = async () => [...(await searchEverything(fresh.pool, PERSONAL)).keys()];

async function expectWhole(company: CompanyTools) {
  expect((await found()).filter((place) => !place.startsWith('file.'))).toEqual([]);
  const { findings } = await auditCompany(company, { because: 'person' });
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
}

const DEBTORS = [
  'debtor_number,debtor_name,debtor_email,contact_name,city',
  `GONE,${NAME},zephyrine@example.org,Gontran Kanaribroer,Namur`,
  'STAYS,Café du Nord,,,Gent',
];
const ITEMS = [
  'debtor_number,debtor_name,debtor_email,document_number,issued_on,due_on,currency,open',
  'STAYS,Café du Nord,,F1,2026-01-01,2026-01-31,EUR,10.00',
  `GONE,${NAME},zephyrine@example.org,F2,2026-01-01,2026-01-31,EUR,20.00`,
];

const csv = (lines: readonly string[]) => Buffer.from(lines.join('\n'));

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>));
}

function workbook(lines: readonly string[]): Promise<Buffer> {
  const rows = lines
    .map((line, row) => {
      const cells = line
        .split(',')
        .map(
          (text, column) =>
            `<c r="${'ABCDEFGHIJ'[column]}${row + 1}" t="inlineStr"><is><t>${text}</t></is></c>`,
        );
      return `<row r="${row + 1}">${cells.join('')}</row>`;
    })
    .join('');
  const [main, office] = [
    'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
    'http://schemas.openxmlformats.org/officeDocument/2006/relationships',
  ];
  return zipOf({
    '[Content_Types].xml':
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
    '_rels/.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`,
  });
}

test.each([
  ['CSV', csv],
  ['XLSX', workbook],
])('a list of debtors as %s: what it tells of an erased one is left out and counted', async (_, make) => {
  const { company } = await withErased();
  const bytes = await make(DEBTORS);
  const expected = {
    rows: { read: 2, rejected: 0, erased: 1 },
    debtors: { added: 0, changed: 1 },
    problems: [],
  };
  expect(await imported(company, bytes, { isCheck: true })).toMatchObject({ result: expected });
  expect(await imported(company, bytes)).toMatchObject({ applied: true, result: expected });
  await expectWhole(company);
});

test.each([
  ['CSV', csv],
  ['XLSX', workbook],
])('a document of an erased debtor in a list as %s is a problem of its row', async (_, make) => {
  const { company } = await withErased();
  const bytes = await make(ITEMS);
  const problem = {
    code: 'debtor_erased',
    facts: { debtor: 'GONE' },
    at: { row: 3, column: 'debtor_number' },
  };
  const expected = { rows: { read: 2, rejected: 1, erased: 0 }, problemCount: 1, problems: [problem] };
  expect(await imported(company, bytes, { isCheck: true })).toMatchObject({ result: expected });
  expect(await imported(company, bytes)).toMatchObject({ applied: false, result: expected });
  const taken = await imported(company, bytes, { lenient: true });
  expect(taken).toMatchObject({ applied: true, result: { ...expected, documents: { added: 1 } } });
  await expectWhole(company);
});

const VAT = 'BE0417497106';
const invoice = (number: string) => {
  const party = (role: string, vat: string) =>
    `<cac:${role}><cac:Party><cac:PartyName><cbc:Name>${NAME}</cbc:Name></cac:PartyName><cac:PartyTaxScheme><cbc:CompanyID>${vat}</cbc:CompanyID>` +
    `<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme></cac:Party></cac:${role}>`;
  return (
    `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:c" xmlns:cac="urn:a"><cbc:ID>${number}</cbc:ID>` +
    `<cbc:IssueDate>2026-01-01</cbc:IssueDate><cbc:DueDate>2026-02-01</cbc:DueDate><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>` +
    `${party('AccountingSupplierParty', 'BE0403019261')}${party('AccountingCustomerParty', VAT)}` +
    '<cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">121.00</cbc:TaxInclusiveAmount>' +
    '<cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount></cac:LegalMonetaryTotal></Invoice>'
  );
};

test('an electronic invoice to an erased debtor is a problem, alone and in an archive', async () => {
  const { company } = await withErased(VAT);
  const problem = { code: 'debtor_erased', facts: { debtor: VAT } };
  const alone = await imported(company, Buffer.from(invoice('F1')));
  expect(alone).toMatchObject({
    applied: false,
    result: { problems: [{ ...problem, at: { row: 1, column: 'AccountingCustomerParty' } }] },
  });
  const archived = await imported(company, await zipOf({ 'a.xml': invoice('F1'), 'b.xml': invoice('F2') }));
  expect(archived.result.problems.map(({ at }) => at.column)).toEqual([
    'a.xml: AccountingCustomerParty',
    'b.xml: AccountingCustomerParty',
  ]);
  const { rows } = await fresh.pool.query(
    'select (select count(*)::int from document where company_id = $1) as documents, name from debtor where company_id = $1 and erased_at is not null',
    [company.companyId],
  );
  expect(rows).toEqual([{ documents: 0, name: VAT }]);
});

test('nobody writes to an erased debtor by hand either; the one beside it is written to', async () => {
  const { company, gone } = await withErased();
  const stays = await addDebtor(company, { number: 'BESIDE' });
  const contact = { role: 'buyer' as const, name: 'Kim', email: null, phone: null, fax: null };
  const writes = [
    (debtor: string) => changeDebtor(company, { debtor, changes: { name: 'Kim' } }),
    (debtor: string) => addContact(company, { debtor, contact }),
    (debtor: string) => addNote(company, { debtor, item: null, text: 'Kim' }),
  ];
  for (const write of writes) {
    await expect(write(gone.id)).rejects.toMatchObject({ code: 'debtor_erased', facts: { debtor: 'GONE' } });
    await write(stays.id);
  }
  await expectWhole(company);
});
