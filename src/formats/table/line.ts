import type { Currency } from '#core/money/currencies.ts';
import type { Problem } from '#core/problem.ts';
import type { RejectedRow } from '#core/receivables/imported-row.ts';
import type { RefusalCode } from '#core/refusal.ts';
import { cellText, type TableRow } from './cell.ts';
import type { Field } from './fields.ts';

/** What all rows of one list have in common. */
export type Sheet = {
  readonly indexOf: ReadonlyMap<Field, number>;
  readonly headers: readonly string[];
  /** Null: not known yet, since no value needed it. */
  readonly decimal: ',' | '.' | null;
  readonly days: 'dmy' | 'mdy' | null;
  readonly currency: Currency;
};

/** One row while it is read: its values by field, and what is wrong with it. */
export class Line {
  readonly problems: Problem[] = [];
  readonly sheet: Sheet;
  readonly row: number;
  readonly #cells: TableRow['cells'];

  constructor(sheet: Sheet, { row, cells }: TableRow) {
    this.sheet = sheet;
    this.row = row;
    this.#cells = cells;
    const width = cells.findLastIndex((cell) => cell !== '') + 1;
    if (width > sheet.headers.length) {
      this.problem('row_too_wide', { given: String(width), expected: String(sheet.headers.length) }, '');
    }
  }

  has(field: Field): boolean {
    return this.sheet.indexOf.has(field);
  }

  cell(field: Field) {
    const index = this.sheet.indexOf.get(field);
    return index === undefined ? '' : (this.#cells[index] ?? '');
  }

  /** Null where the cell is blank. */
  text(field: Field, limit = 300): string | null {
    const cell = this.cell(field);
    if (cell === '') return null;
    const text = cellText(cell);
    if (text.length > limit) this.refuse(field, 'value_too_long', { field, limit: String(limit) });
    return text === '' ? null : text;
  }

  required(field: Field, limit?: number): string | null {
    const text = this.text(field, limit);
    if (text === null) this.refuse(field, 'value_missing', { field });
    return text;
  }

  /** A word that must be one of ours; blank is null. */
  word<Word extends string>(field: Field, read: (text: string) => Word | null, allowed: string): Word | null {
    const text = this.text(field);
    const word = text === null ? null : read(text);
    if (text !== null && word === null) {
      this.refuse(field, 'value_unknown', { field, given: text.slice(0, 60), allowed });
    }
    return word;
  }

  refuse(field: Field, code: RefusalCode, facts: Readonly<Record<string, string>>): void {
    const index = this.sheet.indexOf.get(field);
    this.problem(code, facts, (index === undefined ? undefined : this.sheet.headers[index]) ?? field);
  }

  problem(code: RefusalCode, facts: Readonly<Record<string, string>>, column: string): void {
    this.problems.push({ code, facts, at: { row: this.row, column } });
  }

  /** A line of totals below a list: no document, and the word itself. */
  isTotal(): boolean {
    if (cellText(this.cell('document_number')) !== '' && this.has('document_number')) return false;
    const [first] = this.#cells.filter((cell) => cell !== '');
    return (
      typeof first === 'string' &&
      /^\W*((sub|sous|grand)?[- ]?tota[a]?l|totaux|summe|gesamt(summe)?|totalen)\b/i.test(first)
    );
  }

  names(): Omit<RejectedRow, 'row'> {
    return {
      debtorNumber: cellText(this.cell('debtor_number')) || null,
      documentNumber: cellText(this.cell('document_number')) || null,
    };
  }
}
