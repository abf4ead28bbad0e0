import { addFileImport } from '#server/imports/add-import.ts';
import { importNow } from '#server/imports/steer-import.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { measure, printFigures, round } from './measure.ts';
import { type OwnDatabase, onOwnDatabase } from './own-database.ts';

/** Imports a list of open items, then the same list again: from the bytes of the file to the committed ledger. */
const ROWS = Number(process.argv[2] ?? 100_000);
const TODAY = '2026-03-31';

await onOwnDatabase(TODAY, async (own) => {
  const company = await addBenchCompany(own);
  const bytes = listOf(ROWS);
  const first = await importOnce(company, bytes);
  const again = await importOnce(company, bytes);
  printFigures('import', {
    rows: ROWS,
    fileMb: round(bytes.length / 2 ** 20),
    first,
    again,
    goal: { rowsPerSecond: 20_000 },
  });
});

async function importOnce(company: CompanyTools, bytes: Buffer) {
  const { result, seconds, peakMb } = await measure(async () => {
    const importId = await addFileImport(company, { fileName: 'open-items.csv', bytes });
    return importNow(company, { importId, isCheck: false }, undefined);
  });
  const { documents, problemCount } = result.result;
  return { seconds, rowsPerSecond: Math.round(ROWS / seconds), peakMb, documents, problemCount };
}

async function addBenchCompany({ tools }: OwnDatabase): Promise<CompanyTools> {
  const id = newId();
  const company = {
    id,
    key: 'bench',
    name: 'Bench SA',
    country: 'BE',
    language: 'fr',
    currency: 'EUR',
  } as const;
  await tools.db
    .insertInto('company')
    .values({ ...company, timeZone: 'Europe/Brussels' })
    .execute();
  return { ...tools, companyId: id, actor: null };
}

/** As an accounting package exports it: ten rows to a debtor, all columns filled. */
function listOf(rows: number): Buffer {
  const lines = [
    'debtor_number,debtor_name,debtor_email,language,kind,document_kind,document_number,issued_on,due_on,currency,amount,open',
  ];
  for (let row = 0; row < rows; row++) {
    const debtor = 1 + Math.floor(row / 10);
    const day = String(1 + (row % 28)).padStart(2, '0');
    const amount = `${100 + (row % 900)}.${String(row % 100).padStart(2, '0')}`;
    const language = ['fr', 'nl', 'en', 'de'][debtor % 4];
    lines.push(
      `C${String(debtor).padStart(6, '0')},Client ${debtor} SA,compta${debtor}@example.com,${language},business,invoice,` +
        `F${2_026_000_000 + row},2026-01-${day},2026-02-${day},EUR,${amount},${amount}`,
    );
  }
  return Buffer.from(`${lines.join('\n')}\n`);
}
