import { stringify } from 'csv-stringify/sync';
import type { Separator } from './read-csv.ts';

/** A cell: words, or a figure, which a spreadsheet is to count with. */
export type CsvCell = string | { readonly figure: string };

export type CsvOptions = {
  readonly separator?: Separator;
  /** The mark by which Excel knows UTF-8. */
  readonly bom?: boolean;
};

/**
 * Writes rows as CSV for spreadsheets of people: words that one would take for a formula are kept words by an apostrophe,
 * figures stay figures. What opens the file with another separator finds no formula either. cell.ts reads it back.
 */
export function writeCsv(
  rows: readonly (readonly CsvCell[])[],
  { separator = ',', bom = false }: CsvOptions = {},
): string {
  return stringify(
    rows.map((cells) => cells.map(writeCell)),
    { delimiter: separator, record_delimiter: 'windows', bom },
  );
}

/** An amount or a number, whoever wrote it; what is none is words. */
export function figure(text: string | number): CsvCell {
  return { figure: String(text) };
}

function writeCell(cell: CsvCell): string {
  if (typeof cell === 'string') return asWords(cell);
  return FIGURE.test(cell.figure) ? cell.figure : asWords(cell.figure);
}

const FIGURE = /^-?\d(?:[\d.,'’ \u00a0\u202f]*\d)?-?$/;

// What spreadsheets begin a formula with, the wide forms of Japanese keyboards among them; blanks before count as nothing.
const FORMULA = /^[\s\p{Cc}\ufeff\u200b]*[=+\-@＝＋－＠]|^[\t\r\n\0]/u;
/** The same where another separator than ours would cut: half a cell must be no formula. */
const WITHIN = /([;,\t|\r\n])(?=[\t ]*[=+\-@＝＋－＠])/gu;

function asWords(text: string): string {
  const guarded = FORMULA.test(text) ? `'${text}` : text;
  return guarded.replace(WITHIN, "$1'");
}
