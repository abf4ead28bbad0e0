import { structuredReferenceFrom } from '#core/receivables/structured-reference.ts';

/** What stands between the digits of a reference that somebody typed, or that a bank broke over two lines. */
const JOINTS = /^[\s+*/.\-:_]{1,4}$/;
const BELGIAN_DIGITS = 12;
/** Zeros in front that people leave out. */
const BELGIAN_LEAST = 9;

/**
 * The structured references in any text, in their stored form, each verified by its check digits: whole, in groups, split
 * by blanks, without its plus signs, without its leading zeros. A text of figures may hold one by chance (one in 97): what is
 * found means something only if a document bears it.
 */
export function findReferences(text: string): readonly string[] {
  if (!/\d/.test(text)) return [];
  const creditor = [...creditorOnes(text)];
  // The figures of a creditor reference are not read as a Belgian one as well.
  const rest = creditor.reduce(
    (left, { from, to }) => left.slice(0, from) + '¦'.repeat(to - from) + left.slice(to),
    text,
  );
  return [...new Set([...belgianOnes(rest), ...creditor.map(({ reference }) => reference)])];
}

function* belgianOnes(text: string): Iterable<string> {
  const groups = [...text.matchAll(/\d+/g)];
  for (const [from, first] of groups.entries()) {
    let digits = '';
    let end = first.index;
    for (const group of groups.slice(from, from + BELGIAN_DIGITS)) {
      if (digits && !JOINTS.test(text.slice(end, group.index))) break;
      digits += group[0];
      end = group.index + group[0].length;
      if (digits.length > BELGIAN_DIGITS) break;
      const found = digits.length >= BELGIAN_LEAST && belgianFrom(digits);
      if (found) yield found;
    }
  }
}

function belgianFrom(digits: string): string | null {
  return structuredReferenceFrom(digits.padStart(BELGIAN_DIGITS, '0'));
}

const CREDITOR_LONGEST = 25;

type Found = { readonly reference: string; readonly from: number; readonly to: number };

function* creditorOnes(text: string): Iterable<Found> {
  for (const start of text.matchAll(/(?<![a-z0-9])r\s?f\s?\d\s?\d/gi)) {
    let code = '';
    for (const piece of text.slice(start.index).matchAll(/[a-z0-9]+|[^a-z0-9]+/gi)) {
      if (/[^a-z0-9\s./-]/i.test(piece[0])) break;
      code += piece[0].replace(/[^a-z0-9]/gi, '');
      if (code.length > CREDITOR_LONGEST) break;
      const found = code.length > 4 && structuredReferenceFrom(code);
      const to = start.index + piece.index + piece[0].length;
      if (found) yield { reference: found, from: start.index, to };
    }
  }
}
