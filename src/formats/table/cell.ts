/** One cell as its file gave it: a text, or what a spreadsheet stores as a number or a day. Blank is ''. */
export type Cell = string | number | Temporal.PlainDate;

/** One line of a table. `row` counts from 1, as the editor or spreadsheet of the user does. */
export type TableRow = { readonly row: number; readonly cells: readonly Cell[] };

/** Rows in order, in portions, so that a file of any length passes through little memory. */
export type TableRows = AsyncIterable<readonly TableRow[]>;

// Control signs too: no name or number has them, and a database cannot keep all of them.
const BLANKS = /[\s\p{Cc}\u00a0\u202f\u2007\ufeff]+/gu;

/** A cell as text, its blanks made plain: hard and narrow blanks become one space, the ends are cut. */
export function cellText(cell: Cell | undefined): string {
  if (cell === undefined) return '';
  return typeof cell === 'string' ? unguarded(plainText(cell)) : String(cell);
}

/** Without the apostrophe that keeps a spreadsheet from computing a text: '-20,00 is -20,00, and 't Hoekje stays. */
function unguarded(text: string): string {
  return text.startsWith("'") && /^'\s*[=+\-@＝＋－＠]/u.test(text) ? text.slice(1) : text;
}

function plainText(text: string): string {
  return /^[\x21-\x7e]*$/.test(text) ? text : text.replace(BLANKS, ' ').trim();
}
