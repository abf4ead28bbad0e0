import type { BankProblem } from '#core/bank/bank-reading.ts';
import type { BankCsvField, BankCsvProfile } from '#core/bank/csv-profile.ts';
import { isIban } from '#core/receivables/structured-reference.ts';
import { refuse } from '#core/refusal.ts';
import { detectSeparator, readCsv } from '#formats/csv/read-csv.ts';
import { cellText } from '#formats/table/cell.ts';
import { type Styles, watchStyles } from '#formats/table/detect-styles.ts';
import { guessBankColumns, knownBankHeadings } from './guess-bank-columns.ts';
import { currencyIn, isDayFirst } from './headings.ts';

export type BankRow = { readonly row: number; readonly cells: readonly string[] };

/** A bank's CSV as it was understood, before any of it is taken over. */
export type BankTable = {
  readonly headers: readonly string[];
  readonly indexesOf: ReadonlyMap<BankCsvField, readonly number[]>;
  readonly styles: Styles;
  /** Where no column says them: of the profile, of a heading, or of what stands above the headings. */
  readonly account: string | null;
  readonly currency: string;
  readonly rows: readonly BankRow[];
  /** What a person must answer first; none: it can be read. */
  readonly questions: readonly BankProblem[];
};

const TOP_ROWS = 40;

/**
 * @param toExplain a person is about to say what the columns hold: headings that nobody knows will do
 * @throws Refusal bank_file_unknown, quote_unclosed
 */
export async function openBankCsv(
  text: string,
  file: string,
  profile: BankCsvProfile,
  toExplain = false,
): Promise<BankTable> {
  const all = await rowsOf(text, file, profile);
  const known = headingsAmong(all, profile);
  const headerAt = known < 0 && toExplain ? firstFull(all) : known;
  const heading = all[headerAt];
  if (!heading) return refuse('bank_file_unknown', { file });
  const headers = heading.cells;
  const rows = all.slice(headerAt + 1);
  const { indexesOf, ambiguous } = guessBankColumns(
    headers,
    rows.slice(0, 200).map(({ cells }) => cells),
    profile,
  );
  const styles = stylesOf(headers, rows, indexesOf, profile);
  const above = all.slice(0, headerAt).flatMap(({ cells }) => cells);
  const account = profile.account ?? accountAbove(above);
  const amounts = (['amount', 'debit', 'credit'] as const).flatMap((field) => indexesOf.get(field) ?? []);
  const currency = profile.currency ?? amounts.map((at) => currencyIn(headers[at] ?? '')).find(Boolean) ?? '';
  const table = { headers, indexesOf, styles, account, currency, rows };
  return { ...table, questions: questionsOf(table, ambiguous, heading.row, file) };
}

async function rowsOf(text: string, file: string, profile: BankCsvProfile): Promise<BankRow[]> {
  const separator = profile.separator ?? detectSeparator(text.slice(0, 64 * 1024));
  const rows: BankRow[] = [];
  for await (const portion of readCsv(Buffer.from(text), { encoding: 'utf-8', separator }, file)) {
    for (const { row, cells } of portion) {
      const texts = cells.map(cellText);
      if (texts.some((cell) => cell !== '')) rows.push({ row, cells: texts });
    }
  }
  return rows;
}

/** Of the first rows, the one with most headings that are known or chosen, at least two. */
function headingsAmong(rows: readonly BankRow[], { columns = {} }: BankCsvProfile): number {
  let best = { at: -1, known: 1 };
  rows.slice(0, TOP_ROWS).forEach(({ cells }, at) => {
    const chosen = cells.filter((cell) => Object.hasOwn(columns, cell)).length;
    const known = Math.max(chosen * 2, knownBankHeadings(cells));
    if (known > best.known) best = { at, known };
  });
  return best.at;
}

/** The first row as wide as the widest, if it has at least two columns: above it stand words about the file. */
function firstFull(rows: readonly BankRow[]): number {
  const widths = rows.slice(0, TOP_ROWS).map(({ cells }) => cells.filter((cell) => cell !== '').length);
  const widest = Math.max(2, ...widths);
  return widths.indexOf(widest);
}

/** What stands above the headings names the account, if it names one alone. */
function accountAbove(cells: readonly string[]): string | null {
  const words = cells.flatMap((cell) => cell.match(/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{2,4}){2,8}\b/g) ?? []);
  const accounts = new Set(words.map((word) => word.replace(/\s/g, '')).filter(isIban));
  const [only] = accounts;
  return accounts.size === 1 && only !== undefined ? only : null;
}

function stylesOf(
  headers: readonly string[],
  rows: readonly BankRow[],
  indexesOf: BankTable['indexesOf'],
  { decimal, days }: BankCsvProfile,
): Styles {
  const columns = (fields: readonly BankCsvField[], holds: 'amount' | 'day') =>
    fields
      .flatMap((field) => indexesOf.get(field) ?? [])
      .map((index) => ({ index, header: headers[index] ?? '', holds }));
  const watch = watchStyles([
    ...columns(['amount', 'debit', 'credit', 'balance'], 'amount'),
    ...columns(['booked_on', 'value_on'], 'day'),
  ]);
  for (const { row, cells } of rows) {
    watch.see(row, cells);
    if (watch.certain()) break;
  }
  const found = watch.styles(false);
  const isAsked = found.daysAsked !== null && isDayFirst(headers);
  return {
    ...found,
    ...(isAsked && { days: 'dmy', daysAsked: null }),
    ...(decimal && { decimal, decimalAsked: null }),
    ...(days && { days, daysAsked: null }),
  };
}

function questionsOf(
  { headers, indexesOf, styles, account, rows }: Omit<BankTable, 'questions'>,
  ambiguous: readonly { readonly field: BankCsvField; readonly headers: readonly string[] }[],
  headerRow: number,
  file: string,
): BankProblem[] {
  const list = headers.filter(Boolean).join(', ').slice(0, 300);
  const asked = (code: BankProblem['code'], facts: Record<string, string>, row: number, column: string) =>
    ({ code, facts: { file, line: String(row), ...facts }, at: { row, column }, refuses: 'file' }) as const;
  const questions: BankProblem[] = ambiguous.map(({ field, headers: columns }) =>
    asked('bank_csv_column_ambiguous', { field, columns: columns.join(', ') }, headerRow, field),
  );
  const has = (field: BankCsvField) => indexesOf.has(field) || ambiguous.some((each) => each.field === field);
  const missing: BankCsvField[] = [];
  if (!has('booked_on') && !has('value_on')) missing.push('booked_on');
  if (!has('amount') && !has('debit') && !has('credit')) missing.push('amount');
  for (const field of missing)
    questions.push(asked('bank_csv_column_missing', { field, headers: list }, headerRow, field));
  if (account === null && !has('account'))
    questions.push(asked('bank_csv_account_missing', {}, headerRow, 'account'));
  const { decimalAsked, daysAsked } = styles;
  if (decimalAsked)
    questions.push(
      asked('bank_csv_decimal_asked', { given: decimalAsked.given }, decimalAsked.row, decimalAsked.column),
    );
  if (daysAsked)
    questions.push(asked('bank_csv_days_asked', { given: daysAsked.given }, daysAsked.row, daysAsked.column));
  if (rows.length === 0) questions.push(asked('file_empty', {}, headerRow, ''));
  return questions;
}
