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

/** Pages of a list, read one after the other until all were seen, each row as scripts read it. */
export async function* pagesOf<Row, Shown>(
  read: (page: number) => Promise<{ readonly rows: readonly Row[]; readonly total: number }>,
  shown: (row: Row) => Shown,
): AsyncGenerator<Shown[]> {
  let seen = 0;
  for (let page = 1; ; page += 1) {
    const { rows, total } = await read(page);
    yield rows.map(shown);
    seen += rows.length;
    if (rows.length === 0 || seen >= total) return;
  }
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** An id as the lists print it. */
export function idFrom(text: string): string {
  if (UUID.test(text)) return text;
  throw new InvalidArgumentError('Use the id that the list prints.');
}

/** For an option that takes a whole number from 0 up to a limit. */
export function numberUpTo(most: number): (text: string) => number {
  return (text) => {
    if (/^\d{1,6}$/.test(text) && Number(text) <= most) return Number(text);
    throw new InvalidArgumentError(`Use a whole number from 0 to ${most}.`);
  };
}

/** A place in a list, from 1. */
export function placeFrom(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use a whole number from 1.');
}
