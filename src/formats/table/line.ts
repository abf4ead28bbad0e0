import type { Currency } from '#core/money/currencies.ts';
import type { Problem } from '#core/problem.ts';
import type { DebtorFacts, ImportedContact, RejectedRow } from '#core/receivables/imported-row.ts';
import { DEBTOR_FIELDS, type ListField } from '#core/receivables/list-fields.ts';
import { type RefusalCode, shortFacts } from '#core/refusal.ts';
import { type Cell, cellText, type TableRow } from './cell.ts';

/** What all rows of one list have in common. */
export type Sheet = {
  readonly indexOf: ReadonlyMap<ListField, number>;
  readonly headers: readonly string[];
  /** Null: not known yet, since no value needed it. */
  readonly decimal: ',' | '.' | null;
  readonly days: 'dmy' | 'mdy' | null;
  readonly currency: Currency;
  readonly debtorColumns: readonly number[];
  /** The last debtor read, with the cells that said it. */
  last: { readonly cells: readonly Cell[]; readonly debtor: ReadDebtor } | null;
};

/** The columns that say something of the debtor, in the order of the fields. */
export function debtorColumnsOf(indexOf: ReadonlyMap<ListField, number>): number[] {
  return DEBTOR_FIELDS.flatMap((field) => indexOf.get(field) ?? []);
}

/** What a row says of its debtor, apart from its number. */
export type ReadDebtor = { readonly facts: DebtorFacts; readonly contacts: readonly ImportedContact[] };

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

  has(field: ListField): boolean {
    return this.sheet.indexOf.has(field);
  }

  cell(field: ListField) {
    const index = this.sheet.indexOf.get(field);
    return index === undefined ? '' : (this.#cells[index] ?? '');
  }

  /** Null where the cell is blank. */
  text(field: ListField, limit = 300): string | null {
    const cell = this.cell(field);
    if (cell === '') return null;
    const text = cellText(cell);
    if (text.length > limit) {
      const given = `${text.slice(0, 60)}…`;
      this.refuse(field, 'value_too_long', { field, given, limit: String(limit) });
    }
    return text === '' ? null : text;
  }

  required(field: ListField, limit?: number): string | null {
    const text = this.text(field, limit);
    if (text === null) this.refuse(field, 'value_missing', { field });
    return text;
  }

  /** A word that must be one of ours; blank is null. */
  word<Word extends string>(
    field: ListField,
    read: (text: string) => Word | null,
    allowed: string,
  ): Word | null {
    const text = this.text(field);
    const word = text === null ? null : read(text);
    if (text !== null && word === null) {
      this.refuse(field, 'value_unknown', { field, given: text.slice(0, 60), allowed });
    }
    return word;
  }

  refuse(field: ListField, code: RefusalCode, facts: Readonly<Record<string, string>>): void {
    const index = this.sheet.indexOf.get(field);
    this.problem(code, facts, (index === undefined ? undefined : this.sheet.headers[index]) ?? field);
  }

  problem(code: RefusalCode, facts: Readonly<Record<string, string>>, column: string): void {
    this.problems.push({ code, facts: shortFacts(facts), at: { row: this.row, column } });
  }

  /** What the row before said of its debtor, if this one says the very same: lists repeat it on each of its documents. */
  sameDebtor(): ReadDebtor | null {
    const { last } = this.sheet;
    return last !== null && this.#debtorCells().every((cell, index) => cell === last.cells[index])
      ? last.debtor
      : null;
  }

  keepDebtor(debtor: ReadDebtor): ReadDebtor {
    this.sheet.last = this.problems.length === 0 ? { cells: this.#debtorCells(), debtor } : null;
    return debtor;
  }

  #debtorCells(): readonly Cell[] {
    return this.sheet.debtorColumns.map((index) => this.#cells[index] ?? '');
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
