import { refuse } from '#core/refusal.ts';
import type { BankText } from './bank-reader.ts';

/** A line without its end, and its number from 1. */
export type BankTextLine = { readonly row: number; readonly text: string };

/** No line of any statement is longer; one that is would fill the memory before it is refused. */
const LONGEST = 64 * 1024;

/**
 * The lines of a text, in portions. Ends may be LF, CRLF or CR. With a `width`, a line that holds several records (some
 * banks write one endless line) is cut at that width, and records are counted instead. @throws Refusal bank_line_length
 */
export async function* readLines(
  { file, portions }: BankText,
  width?: number,
): AsyncGenerator<readonly BankTextLine[]> {
  let rest = '';
  let row = 0;
  let end: string | null = null;
  for await (const portion of portions) {
    rest += portion;
    end ??= endOf(rest, width);
    if (end === null) continue;
    const texts = end === '' ? slices(rest, width ?? LONGEST) : rest.split(end);
    rest = texts.pop() ?? '';
    if (rest.length > LONGEST) tooLong(file, row + texts.length + 1, rest.length, width);
    const lines = numbered(texts, row, file, width);
    yield lines;
    row += lines.length;
  }
  const hasMore = end === '' ? rest.trim() !== '' : rest !== '';
  if (hasMore) yield numbered([rest], row, file, width);
}

/** What ends the lines; '' if nothing does, null while that cannot be told. */
function endOf(start: string, width: number | undefined): string | null {
  if (start.includes('\n')) return '\n';
  const carriage = start.indexOf('\r');
  if (carriage >= 0 && carriage < start.length - 1) return '\r';
  if (start.length <= LONGEST) return null;
  return width ? '' : '\n';
}

function slices(text: string, width: number): string[] {
  const cut: string[] = [];
  for (let at = 0; at < text.length; at += width) cut.push(text.slice(at, at + width));
  return cut;
}

function numbered(
  texts: readonly string[],
  before: number,
  file: string,
  width: number | undefined,
): BankTextLine[] {
  const records = width
    ? texts.flatMap((text) => (text.length > width ? joinedRecords(text, width) : text))
    : texts;
  return records.map((text, index) => {
    if (text.length > LONGEST) tooLong(file, before + index + 1, text.length, width);
    return { row: before + index + 1, text: text.endsWith('\r') ? text.slice(0, -1) : text };
  });
}

/** A line somewhat too long is a mistake, to be refused as it is; one and a half times as long holds two records. */
function joinedRecords(text: string, width: number): string[] {
  const trimmed = text.trimEnd();
  return trimmed.length >= width * 1.5 ? slices(trimmed, width) : [text];
}

function tooLong(file: string, row: number, given: number, width: number | undefined): never {
  return refuse('bank_line_length', {
    file,
    line: String(row),
    given: String(given),
    expected: String(width ?? LONGEST),
  });
}
