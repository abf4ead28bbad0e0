import type { ListField } from '#core/receivables/list-fields.ts';
import { refuse } from '#core/refusal.ts';
import { decodeText, detectEncoding, type Encoding } from '#formats/csv/decode-text.ts';
import { type CsvDialect, detectSeparator, readCsv, type Separator } from '#formats/csv/read-csv.ts';
import { readXlsx } from '#formats/xlsx/read-xlsx.ts';
import { cellText, type TableRow, type TableRows } from './cell.ts';
import { type Styles, watchStyles } from './detect-styles.ts';
import { HOLDS, type TableKind } from './fields.ts';
import {
  type ColumnGuess,
  guessColumns,
  kindOfTable,
  knownHeadings,
  withChosenColumns,
} from './guess-columns.ts';
import type { DecimalSign } from './read-amount.ts';
import type { DayOrder } from './read-day.ts';

/** What a person (or a saved mapping) says about a file; what is left out is detected. */
export type TableChoices = {
  readonly kind?: TableKind | undefined;
  readonly encoding?: Encoding | undefined;
  readonly separator?: Separator | undefined;
  readonly decimal?: DecimalSign | undefined;
  readonly days?: DayOrder | undefined;
  /** By heading; '' ignores the column. */
  readonly columns?: Readonly<Record<string, ListField | ''>> | undefined;
};

/** A list as it was understood, before any of it is taken over. */
export type Table = {
  readonly format: 'csv' | 'xlsx';
  readonly file: string;
  readonly kind: TableKind;
  /** Null for a spreadsheet. */
  readonly dialect: CsvDialect | null;
  /** The row of the headings; 0 if there are none, and columns go by letter. */
  readonly headerRow: number;
  readonly columns: readonly ColumnGuess[];
  readonly styles: Styles;
  readonly firstRows: readonly TableRow[];
  /** All rows below the headings, blank ones left out. May be asked for again. */
  rows(): TableRows;
};

/** No list has more; what lies beyond is told as a row too wide. */
const COLUMNS_MAX = 500;
const FIRST_ROWS = 50;
const ENOUGH_ROWS = 2000;

/**
 * Opens a list: detects or obeys, and looks through it until its styles are certain. Unless it is thorough, it stops
 * where the first rows need no answer (days like 2026-12-31, whole amounts): reading throws StylesUnsure if a later one
 * does. @throws Refusal
 */
export async function openTable(
  bytes: Buffer,
  format: 'csv' | 'xlsx',
  file: string,
  choices: TableChoices = {},
  isThorough = true,
): Promise<Table> {
  const dialect = format === 'csv' ? dialectOf(bytes, file, choices) : null;
  const source = sourceOf(bytes, file, dialect);
  const top = await topOf(source);
  const headerRow = headingsAmong(top);
  const heading = top.find(({ row }) => row === headerRow);
  const firstRows = top.filter(({ row }) => row > headerRow).slice(0, FIRST_ROWS);
  if (firstRows.length === 0) refuse('file_empty', { file });
  const headers = headersOf(heading, firstRows);
  const guesses = guessColumns(
    headers,
    firstRows.map(({ cells }) => cells),
  );
  const columns = withChosenColumns(guesses, choices.columns ?? {});
  const rows = () => below(source(), headerRow);
  const kind = choices.kind ?? kindOfTable(columns);
  const styles = {
    ...(await stylesOf(rows(), columns, isThorough ? Infinity : ENOUGH_ROWS)),
    ...chosenStyles(choices),
  };
  return { format, file, kind, dialect, headerRow, columns, styles, firstRows, rows };
}

function dialectOf(bytes: Buffer, file: string, choices: TableChoices): CsvDialect {
  const encoding = choices.encoding ?? detectEncoding(bytes);
  if (choices.separator) return { encoding, separator: choices.separator };
  const [start = ''] = decodeText(bytes, encoding, file);
  return { encoding, separator: detectSeparator(start) };
}

/** A spreadsheet is unpacked once, a CSV is read again each time: that is what keeps memory flat on long files. */
function sourceOf(bytes: Buffer, file: string, dialect: CsvDialect | null): () => TableRows {
  if (dialect) return () => readCsv(bytes, dialect, file);
  let kept: (readonly TableRow[])[] | null = null;
  return async function* () {
    kept ??= await Array.fromAsync(readXlsx(bytes, file));
    yield* kept;
  };
}

async function topOf(source: () => TableRows): Promise<TableRow[]> {
  const top: TableRow[] = [];
  for await (const portion of source()) {
    top.push(...portion.filter(hasContent));
    if (top.length >= FIRST_ROWS + 30) break;
  }
  return top;
}

/** Titles may stand above the headings: of the first thirty rows, the one with most known headings, at least two. */
function headingsAmong(top: readonly TableRow[]): number {
  let best = { row: 0, known: 1 };
  for (const { row, cells } of top.slice(0, 30)) {
    const known = knownHeadings(cells);
    if (known > best.known) best = { row, known };
  }
  if (best.row > 0) return best.row;
  const [first] = top;
  const words = first?.cells.every((cell) => typeof cell === 'string' && !/\d/.test(cell)) ?? false;
  return first && words && first.cells.length > 1 ? first.row : 0;
}

/** Headings made unlike each other, and letters where there are none: A, B, C as a spreadsheet has. */
function headersOf(heading: TableRow | undefined, rows: readonly TableRow[]): string[] {
  const cells = heading?.cells.length ?? rows.reduce((most, row) => Math.max(most, row.cells.length), 0);
  const width = Math.min(cells, COLUMNS_MAX);
  const seen = new Map<string, number>();
  return Array.from({ length: width }, (_, index) => {
    const text = cellText(heading?.cells[index]).slice(0, 100) || letterOf(index);
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    return times === 1 ? text : `${text} (${times})`;
  });
}

function letterOf(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : letterOf(Math.floor(index / 26) - 1) + last;
}

async function* below(source: TableRows, headerRow: number): TableRows {
  for await (const portion of source) {
    const rows = portion.filter((row) => row.row > headerRow && hasContent(row));
    if (rows.length > 0) yield rows;
  }
}

function hasContent({ cells }: TableRow): boolean {
  return cells.some((cell) => cell !== '' && cellText(cell) !== '');
}

async function stylesOf(rows: TableRows, columns: readonly ColumnGuess[], enough: number): Promise<Styles> {
  const watch = watchStyles(
    columns.flatMap(({ index, header, field }) => {
      const holds = field ? HOLDS[field] : undefined;
      return holds ? [{ index, header, holds }] : [];
    }),
  );
  let seen = 0;
  for await (const portion of rows) {
    for (const { row, cells } of portion) watch.see(row, cells);
    seen += portion.length;
    if (watch.certain()) break;
    if (seen >= enough && !watch.asks()) return watch.styles(true);
  }
  return watch.styles(false);
}

function chosenStyles({ decimal, days }: TableChoices): Partial<Styles> {
  return { ...(decimal && { decimal, decimalAsked: null }), ...(days && { days, daysAsked: null }) };
}
