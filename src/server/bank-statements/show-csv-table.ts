import type { BankCsvTable } from '#contract/bank-csv-views.ts';
import { csvProfileFrom } from '#core/bank/csv-profile.ts';
import { refuse } from '#core/refusal.ts';
import { BankTextDecoder } from '#formats/bank/decode-bank-text.ts';
import { openBankCsv } from '#formats/bank-csv/open-bank-csv.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findBankFile, readFileBytes } from './file-queries.ts';

const SHOWN_ROWS = 10;
const START_MAX = 2 * 1024 * 1024;

/** How the start of a CSV is understood with a profile, and what is still open; nothing is kept. */
export async function showCsvTable(
  tools: CompanyTools,
  { bankFileId, profile }: { bankFileId: string; profile: unknown },
): Promise<BankCsvTable> {
  const found = await inCompany(tools, (trx) => findBankFile(trx, bankFileId));
  if (!found) return refuse('bank_file_not_found', {});
  const text = await startOf(tools, found);
  const given = csvProfileFrom(JSON.parse(JSON.stringify(profile)));
  const table = await openBankCsv(text, found.fileName, given, true);
  const fieldOf = (at: number) =>
    [...table.indexesOf].find(([, indexes]) => indexes.includes(at))?.[0] ?? null;
  return {
    columns: table.headers.map((header, at) => ({
      header,
      field: fieldOf(at),
      samples: table.rows.slice(0, 3).map(({ cells }) => (cells[at] ?? '').slice(0, 200)),
    })),
    account: table.account,
    currency: table.currency || null,
    decimal: table.styles.decimal,
    days: table.styles.days,
    firstRows: table.rows
      .slice(0, SHOWN_ROWS)
      .map(({ row, cells }) => ({ row, cells: cells.map((cell) => cell.slice(0, 200)) })),
    questions: table.questions.map(({ code, facts, at }) => ({ code, facts: { ...facts }, at })),
  };
}

/** Whole lines of the start: enough to see how it is written. */
async function startOf(tools: CompanyTools, { fileId, fileName }: { fileId: string; fileName: string }) {
  const decoder = new BankTextDecoder(fileName);
  let text = '';
  for await (const bytes of readFileBytes((work) => inCompany(tools, work), fileId)) {
    text += decoder.write(bytes);
    if (text.length >= START_MAX) return text.slice(0, text.lastIndexOf('\n', START_MAX) + 1);
  }
  return text + decoder.write(new Uint8Array(0), true);
}
