import { InvalidArgumentError } from 'commander';
import type { Context } from './program.ts';

export type RowPrinter<Row> = {
  /** The name of the list in the JSON document. */
  readonly name: string;
  readonly format: 'json' | 'ndjson' | 'table';
  readonly columns: readonly string[];
  readonly line: (row: Row) => readonly string[];
};

/** What scripts may rely on; it changes when a field changes its meaning or goes. */
const VERSION = 1;

/**
 * Prints rows as they are read, so that a hundred thousand need no more memory than a page: one JSON document
 * { version, <name>: [ … ] }, a JSON object a line, or a table. @returns how many
 */
export async function printRows<Row>(
  { out }: Pick<Context, 'out'>,
  printer: RowPrinter<Row>,
  pages: AsyncIterable<readonly Row[]>,
): Promise<number> {
  let count = 0;
  if (printer.format === 'json') out(`{"version":${VERSION},"${printer.name}":[`);
  for await (const rows of pages) {
    if (rows.length === 0) continue;
    if (printer.format === 'table') out(table(printer, rows, count === 0));
    else out(asJson(printer.format, rows, count === 0));
    count += rows.length;
  }
  if (printer.format === 'json') out(']}');
  return count;
}

function asJson(format: 'json' | 'ndjson', rows: readonly unknown[], isFirst: boolean): string {
  const lines = rows.map((row) => JSON.stringify(row));
  if (format === 'ndjson') return lines.join('\n');
  return `${isFirst ? '' : ','}${lines.join(',\n')}`;
}

function table<Row>({ columns, line }: RowPrinter<Row>, rows: readonly Row[], isFirst: boolean): string {
  // A name may hold signs that a terminal would obey.
  const lines = rows.map((row) => line(row).map((cell) => cell.replace(/\p{Cc}+/gu, ' ')));
  const all = isFirst ? [columns, ...lines] : lines;
  const widths = columns.map((_, at) => Math.max(...all.map((cells) => (cells[at] ?? '').length)));
  return all
    .map((cells) =>
      cells
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** For an option that takes one word of a list. */
export function oneOf(words: readonly string[]): (text: string) => string {
  return (text) => {
    if (words.includes(text)) return text;
    throw new InvalidArgumentError(`Use one of ${words.join(', ')}.`);
  };
}
