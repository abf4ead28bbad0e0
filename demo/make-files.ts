import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import writeExcel from 'write-excel-file/node';
import { DEMO_NEXT_BANK_FILE } from './bank.ts';
import { DEMO_DEBTORS } from './debtors.ts';
import { DEMO_DOCUMENTS, DEMO_TODAY, type DemoDocument, openOn } from './ledger.ts';
import { debtorsCsv, ledgerExport, openItemsCsv } from './lists.ts';
import { type DemoInvoice, ublInvoice } from './ubl.ts';

// `npm run demo:files`: writes demo/files, the files somebody may try to import into the demo.
const FOLDER = path.join(import.meta.dirname, 'files');
const NEXT_DAY = DEMO_TODAY.add({ days: 3 });

mkdirSync(path.join(FOLDER, 'ubl'), { recursive: true });
write('debtors.csv', debtorsCsv());
write(`open-items-${DEMO_TODAY}.csv`, openItemsCsv(DEMO_TODAY));
write(`export-comptable-${NEXT_DAY}.csv`, windows1252(ledgerExport(nextList())));
write(DEMO_NEXT_BANK_FILE.name, DEMO_NEXT_BANK_FILE.text);
await writeDebtorsXlsx();
for (const invoice of invoices()) write(`ubl/${invoice.number}.xml`, await ublInvoice(invoice));

/**
 * The ledger three days later: some new, some settled, a few paid in part, and two whose open amount grew, which
 * deserves a look before it is believed.
 */
function nextList() {
  const before = openOn(DEMO_TODAY).filter((_, index) => index % 8 !== 3);
  const changed = before.map((entry, index) => {
    if (entry.document.kind !== 'invoice') return entry;
    if (index % 17 === 5) return { ...entry, open: entry.open - entry.open / 4n };
    return index % 31 === 12
      ? { ...entry, open: entry.open + 1_500n, item: { ...entry.item, amount: entry.item.amount + 1_500n } }
      : entry;
  });
  return [...changed, ...newDeliveries()];
}

function newDeliveries() {
  return DEMO_DEBTORS.filter((_, index) => index % 3 === 1)
    .slice(0, 12)
    .map((debtor, index) => {
      const amount = debtor.currency === 'XOF' ? 240_000n : BigInt(18_400 + index * 3_705);
      const issuedOn = DEMO_TODAY.add({ days: 1 + (index % 2) });
      const item = { position: 1, dueOn: issuedOn.add({ days: debtor.termsDays }), amount, payments: [] };
      const number = `F2026-${String(9_001 + index)}`;
      const document: DemoDocument = {
        debtor,
        kind: 'invoice',
        number,
        issuedOn,
        reference: '',
        linkedNumber: '',
        items: [item],
      };
      return { document, item, open: amount };
    });
}

async function writeDebtorsXlsx() {
  const [headings = [], ...rows] = parse(debtorsCsv()) as string[][];
  const sheet = [
    headings.map((value) => ({ value, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((value) => ({ value }))),
  ];
  await writeExcel(sheet).toFile(path.join(FOLDER, 'debtors.xlsx'));
}

function invoices(): DemoInvoice[] {
  const beer = { name: 'Lambert Triple, fût 20 l', quantity: 4, price: 6_950n };
  const crates = { name: 'Lambert Blonde, casier 24 × 33 cl', quantity: 10, price: 2_480n };
  const empties = { name: 'Vidanges rendues', quantity: 6, price: 450n };
  const issuedOn = DEMO_TODAY.subtract({ days: 2 });
  const to = (number: string) => {
    const debtor = DEMO_DEBTORS.find((one) => one.number === number);
    if (!debtor) throw new Error(`There is no demo debtor ${number}.`);
    return debtor;
  };
  return [
    { debtor: to('1001'), number: 'F2026-8001', issuedOn, lines: [beer, crates] },
    { debtor: to('1004'), number: 'F2026-8002', issuedOn, lines: [crates] },
    { debtor: to('1034'), number: 'F2026-8003', issuedOn, lines: [{ ...beer, quantity: 12 }, crates] },
    { debtor: to('1001'), number: 'NC2026-8004', issuedOn, isCredit: true, lines: [empties] },
  ];
}

/** As many packages still write: one byte a letter. What has none would be lost, so it is an error. */
function windows1252(text: string): Buffer {
  const own: Readonly<Record<string, number>> = { '€': 0x80, '’': 0x92, œ: 0x9c, '–': 0x96 };
  return Buffer.from(
    [...text].map((letter) => {
      const code = own[letter] ?? letter.charCodeAt(0);
      if (code > 0xff) throw new Error(`windows-1252 has no ${letter}.`);
      return code;
    }),
  );
}

function write(name: string, content: string | Buffer) {
  writeFileSync(path.join(FOLDER, name), content);
}

process.stdout.write(
  `${DEMO_DOCUMENTS.length} documents of ${DEMO_DEBTORS.length} debtors; files in demo/files\n`,
);
