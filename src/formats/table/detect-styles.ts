import { type Cell, cellText } from './cell.ts';
import { amountStyleOf, type DecimalSign } from './read-amount.ts';
import { type DayOrder, dayStyleOf } from './read-day.ts';

/** What the columns of a table say together about how it writes amounts and days. */
export type Styles = {
  /** Null: no spelling needs it, or `decimalAsked` must be answered first. */
  readonly decimal: DecimalSign | null;
  readonly decimalAsked: Ambiguity | null;
  readonly days: DayOrder | null;
  readonly daysAsked: Ambiguity | null;
  /** The rest of the file was not looked at: a value that needs an answer must have the whole looked through. */
  readonly isPartial: boolean;
};

/** A value needs a style that the first rows had no need of: openTable must look through the whole file. */
export class StylesUnsure extends Error {}

/** A column that reads in two ways, with the first spelling that does. */
export type Ambiguity = { readonly column: string; readonly row: number; readonly given: string };

export type StyledColumn = {
  readonly index: number;
  readonly header: string;
  readonly holds: 'amount' | 'day';
};

/**
 * Watches cells go by until both styles are certain. A file has one style of each: all its amount columns are one
 * witness, and so are its day columns. A spelling against the style found is told at its row when it is read.
 */
export function watchStyles(columns: readonly StyledColumn[]) {
  let decimal: DecimalSign | null = null;
  let days: DayOrder | null = null;
  let decimalAsked: Ambiguity | null = null;
  let daysAsked: Ambiguity | null = null;

  function look(row: number, column: StyledColumn, text: string): void {
    const here = { column: column.header, row, given: text };
    if (column.holds === 'amount') {
      const style = decimal ?? amountStyleOf(text);
      if (style === ',' || style === '.') decimal = style;
      else if (style === 'ambiguous') decimalAsked ??= here;
    } else {
      const style = days ?? dayStyleOf(text);
      if (style === 'dmy' || style === 'mdy') days = style;
      else if (style === 'ambiguous') daysAsked ??= here;
    }
  }

  return {
    see(row: number, cells: readonly Cell[]): void {
      for (const column of columns) {
        const cell = cells[column.index];
        if (typeof cell === 'string' && cell !== '') look(row, column, cellText(cell));
      }
    },
    /** Nothing further down can change the answer. */
    certain: () =>
      (decimal !== null || !columns.some(({ holds }) => holds === 'amount')) &&
      (days !== null || !columns.some(({ holds }) => holds === 'day')),
    /** Something needs an answer that has not been found yet. */
    asks: () => (decimal === null && decimalAsked !== null) || (days === null && daysAsked !== null),
    styles: (isPartial: boolean): Styles => ({
      isPartial,
      decimal,
      decimalAsked: decimal ? null : decimalAsked,
      days,
      daysAsked: days ? null : daysAsked,
    }),
  };
}
