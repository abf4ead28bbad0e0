import { expect, test } from 'vitest';
import writeXlsxFile from 'write-excel-file/node';
import { ZipFile } from 'yazl';
import { Refusal } from '#core/refusal.ts';
import { recogniseFile } from '#formats/recognise.ts';
import { openTable } from '#formats/table/open-table.ts';
import { readTable } from '#formats/table/read-table.ts';
import { readInvoice } from '#formats/ubl/read-invoice.ts';
import { readZip } from '#formats/zip/read-zip.ts';
import { mutate, seeded } from '#test/fuzz/mutate.ts';

/** How many of each format: 500 in the suite; RAPPEL_TEST_MUTANTS=5000 at night. */
const COUNT = Number(process.env.RAPPEL_TEST_MUTANTS ?? 500);
const SECONDS_MAX = 2;

const LIST = `Numéro client;Nom;N° facture;Date;Échéance;Devise;Montant;Solde\n${Array.from(
  { length: 30 },
  (_, n) => `C${n % 7};"Café ""${n}"" SA";F${n};0${1 + (n % 9)}/12/2026;31/12/2026;EUR;1.2${n},00;${n},50`,
).join('\n')}`;

const INVOICE = `<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2" xmlns:cbc="urn:c" xmlns:cac="urn:a">
<cbc:ID>F1</cbc:ID><cbc:IssueDate>2026-01-01</cbc:IssueDate><cbc:DueDate>2026-02-01</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:AdditionalDocumentReference><cbc:ID>pdf</cbc:ID><cac:Attachment><cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf">JVBERi0xLjQKJUVPRgo=</cbc:EmbeddedDocumentBinaryObject></cac:Attachment></cac:AdditionalDocumentReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Lambert</cbc:Name></cac:PartyName></cac:Party></cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Café &amp; Co</cbc:Name></cac:PartyName></cac:Party></cac:AccountingCustomerParty>
<cac:PaymentMeans><cbc:PaymentMeansCode>30</cbc:PaymentMeansCode><cbc:PaymentID>+++090/9337/55493+++</cbc:PaymentID></cac:PaymentMeans>
<cac:PaymentTerms><cbc:Note>30 jours net</cbc:Note></cac:PaymentTerms>
<cac:LegalMonetaryTotal><cbc:TaxInclusiveAmount currencyID="EUR">121.00</cbc:TaxInclusiveAmount><cbc:PayableAmount currencyID="EUR">121.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
</Invoice>`;

async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>));
}

async function workbook(): Promise<Buffer> {
  const rows = LIST.split('\n').map((line) => line.split(';').map((value) => ({ value })));
  return writeXlsxFile(rows).toBuffer();
}

async function readList(bytes: Buffer, format: 'csv' | 'xlsx'): Promise<void> {
  recogniseFile(bytes);
  const table = await openTable(bytes, format, 'mutant');
  for await (const portion of readTable(table, 'EUR')) {
    for (const { code, at } of portion.problems) expect([code, at.row > 0]).toEqual([code, true]);
  }
}

const FORMATS: Record<string, { sample: () => Promise<Buffer>; read: (bytes: Buffer) => Promise<unknown> }> =
  {
    csv: { sample: async () => Buffer.from(LIST, 'latin1'), read: (bytes) => readList(bytes, 'csv') },
    xlsx: { sample: workbook, read: (bytes) => readList(bytes, 'xlsx') },
    ubl: { sample: async () => Buffer.from(INVOICE), read: async (bytes) => readInvoice(bytes, 'mutant') },
    zip: {
      sample: () => zipOf({ 'a.xml': INVOICE, 'b.xml': INVOICE.replace('F1', 'F2') }),
      read: (bytes) => Array.fromAsync(readZip(bytes, 'mutant')),
    },
  };

test.each(Object.keys(FORMATS))(
  '%s: what is broken is refused with a reason, never a crash, never a hang',
  async (name) => {
    const { sample, read } = FORMATS[name] ?? {};
    const original = (await sample?.()) ?? Buffer.alloc(0);
    await read?.(original);
    const random = seeded(20_261_122);
    const outcomes = { read: 0, refused: 0 };
    for (let count = 0; count < COUNT; count++) {
      const mutant = mutate(original, random);
      const started = performance.now();
      try {
        await read?.(mutant);
        outcomes.read += 1;
      } catch (error) {
        expect(error, `mutant ${count}`).toBeInstanceOf(Refusal);
        outcomes.refused += 1;
      }
      expect(performance.now() - started, `mutant ${count}`).toBeLessThan(SECONDS_MAX * 1000);
    }
    process.stdout.write(`${name}: ${COUNT} mutants, ${outcomes.read} read, ${outcomes.refused} refused\n`);
  },
  120_000,
);
