import { addFileImport } from '#server/imports/add-import.ts';
import { importNow } from '#server/imports/steer-import.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { measure, printFigures, round } from './measure.ts';
import { listOf } from './open-items-list.ts';
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
