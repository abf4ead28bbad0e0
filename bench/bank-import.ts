import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { importBankFileNow } from '#server/bank-statements/steer-bank-file.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type BankFileKind, bankFileOf } from './bank-files.ts';
import { measure, printFigures, round } from './measure.ts';
import { type OwnDatabase, onOwnDatabase } from './own-database.ts';

/** Imports a bank statement, then the same again: from the stored bytes to the committed lines. */
const LINES = Number(process.argv[2] ?? 100_000);
const TODAY = '2026-04-01';

await onOwnDatabase(TODAY, async (own) => {
  for (const format of ['coda', 'camt'] as const) {
    const company = await addBenchCompany(own, format);
    const first = await importOnce(company, format);
    const again = await importOnce(company, format);
    const { fileMb } = first;
    printFigures('bank-import', { format, lines: LINES, fileMb, first, again, goal: { seconds: 8 } });
  }
});

async function importOnce(company: CompanyTools, format: BankFileKind) {
  const { bankFileId, fileMb } = await keepOne(company, format);
  const { result, seconds, peakMb } = await measure(() => importBankFileNow(company, { bankFileId }));
  const { lines, problemCount } = result.result;
  return { seconds, linesPerSecond: Math.round(LINES / seconds), fileMb, peakMb, lines, problemCount };
}

/** The bytes are let go of before the clock starts: the memory that is measured is the import's. */
async function keepOne(company: CompanyTools, format: BankFileKind) {
  const bytes = Buffer.concat(await Array.fromAsync(bankFileOf(format, LINES)));
  const bankFileId = await keepBankFile(company, { fileName: 'bench', bytes, origin: 'command' });
  return { bankFileId, fileMb: round(bytes.length / 2 ** 20) };
}

async function addBenchCompany({ tools }: OwnDatabase, key: BankFileKind): Promise<CompanyTools> {
  const id = newId();
  const company = { id, key, name: 'Bench SA', country: 'BE', language: 'fr' } as const;
  await tools.db
    .insertInto('company')
    .values({ ...company, currency: 'EUR', timeZone: 'Europe/Brussels' })
    .execute();
  // Matching is a measure of its own: the job is not kept.
  const queue = { add: async () => {}, addAll: async () => {} };
  return { ...tools, queue, companyId: id, actor: null };
}
