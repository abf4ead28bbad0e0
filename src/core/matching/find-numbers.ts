import type { NumberPattern } from './number-patterns.ts';
import { plainText } from './plain-text.ts';

/**
 * How much of a number stands in the text. `full`: all its letters and digits, zeros too, or all that its pattern tells
 * apart. `year`: the year and the sequence, without prefix or zeros. `short`: the sequence alone, which may be anything.
 */
export type WrittenForm = 'full' | 'year' | 'short';
export type WrittenNumber = {
  readonly key: string;
  readonly written: string;
  readonly form: WrittenForm;
  /**
   * Somebody meant a document by it, even if nobody knows it: it is built as the company builds its numbers, or the text
   * says that it is an invoice's.
   */
  readonly meant: boolean;
};

/** The longest number that is looked for, the most pieces it may be typed in, the fewest digits that say something. */
const LONGEST = 24;
const PIECES_MAX = 4;
const SHORT_LEAST = 3;
const SEQUENCE_LEAST = 2;
/** Fewer digits than this name a document only together with letters. */
const FULL_DIGITS_LEAST = 5;

type Piece = { readonly text: string; readonly from: number; readonly to: number };

/**
 * The document numbers a text may name: keys as `numberKeyOf` makes them, each once, in its strongest form. Dates, amounts and
 * account numbers are read over; whether a document bears such a number, the index knows.
 */
export function findNumbers(text: string, patterns: readonly NumberPattern[]): readonly WrittenNumber[] {
  if (!/\d/.test(text)) return [];
  const plain = withoutOtherFigures(plainText(text));
  const pieces = piecesOf(plain);
  const found = new Map<string, WrittenNumber>();
  for (let from = 0; from < pieces.length; from += 1) {
    let joined = '';
    // Figures right behind a year are that year's, and never short for another's.
    const behindYear = /(?<!\d)(?:19|20)?\d\d[-/.]$/.test(plain.slice(0, pieces[from]?.from));
    for (let to = from; to < Math.min(pieces.length, from + PIECES_MAX); to += 1) {
      const piece = pieces[to];
      const before = pieces[to - 1];
      if (!piece || (to > from && before && !isJoint(plain.slice(before.to, piece.from)))) break;
      joined += piece.text;
      if (joined.length > LONGEST) break;
      const window = pieces.slice(from, to + 1);
      const written = plain.slice(window[0]?.from, piece.to);
      const called = calledIn(plain, window[0]?.from ?? 0);
      for (const one of readWindow(window, joined, written, patterns, behindYear))
        keepStrongest(found, asCalled(one, called));
      if (called === 'document' && to === from && /^\d{3,}$/.test(joined) && !isYear(joined, patterns))
        keepStrongest(found, { key: joined, written, form: 'short', meant: true });
    }
  }
  return [...found.values()];
}

const DOCUMENT_WORD =
  /\b(?:facture|factures|fact|fac|factuur|facturen|fakt|factuurnummer|factuurnr|rechnung|rechnungen|rechnungsnummer|rechnungsnr|rechn|rgnr|rg|re|invoice|inv|nota|beleg)[\s.:-]{0,2}(?:(?:n|nr|no|nummer|numero)[\s.:°º-]{0,2})?$/;
const OTHER_WORD =
  /\b(?:client|klant|klantnr|klantnummer|kunde|kunden|kundennr|kundennummer|kd|kdnr|cust|customer|cmd|commande|order|ordernr|bestelling|bestelnr|bestelnummer|auftrag|auftragsnr|dossier|contrat|contract|vertrag|tel|gsm|tva|btw|ust|v\/ref)[\s.:-]{0,2}(?:(?:n|nr|no|nummer|numero)[\s.:°º-]{0,2})?$/;

/** What the text calls the figures that begin here: an invoice's number, something else's, or nothing. */
function calledIn(plain: string, from: number): 'document' | 'other' | null {
  const before = plain.slice(Math.max(0, from - 28), from);
  if (DOCUMENT_WORD.test(before)) return 'document';
  return OTHER_WORD.test(before) ? 'other' : null;
}

/**
 * Figures of an order or a customer may be a document's by chance, unless letters say so; of what is called an invoice even a
 * few are meant.
 */
function asCalled(one: WrittenNumber, called: ReturnType<typeof calledIn>): WrittenNumber {
  if (called === 'document') return one.form === 'short' ? { ...one, meant: true } : one;
  return called === 'other' && /^[\d\s]+$/.test(one.written) ? { ...one, form: 'short', meant: false } : one;
}

function isYear(figure: string, patterns: readonly NumberPattern[]): boolean {
  return /^20\d\d$/.test(figure) || patterns.some((pattern) => yearOf(figure, pattern) !== null);
}

const STRENGTH: Readonly<Record<WrittenForm, number>> = { full: 0, year: 1, short: 2 };

function keepStrongest(found: Map<string, WrittenNumber>, one: WrittenNumber): void {
  const known = found.get(one.key);
  const better = !known || STRENGTH[one.form] < STRENGTH[known.form];
  const meant = one.meant || known?.meant === true;
  if (better || meant !== known.meant) found.set(one.key, { ...(better ? one : known), meant });
}

/** Separators of a number: a blank, a dash, a stroke, a point; two at most. */
function isJoint(between: string): boolean {
  return /^[\s\-/._:]{0,2}$/.test(between);
}

function piecesOf(plain: string): readonly Piece[] {
  return [...plain.matchAll(/[a-z]+|\d+/g)].map((found) => ({
    text: found[0],
    from: found.index,
    to: found.index + found[0].length,
  }));
}

/** Structured references, account numbers, dates and amounts hold digits that are no document's number. */
function withoutOtherFigures(plain: string): string {
  return plain
    .replace(/[+*]{3}[\d\s/.-]{10,26}[+*]{3}/g, ' ¦ ')
    .replace(/\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b/g, (code) =>
      /^(?:be|nl|fr|de|lu|es|it|at|pt|ie|gb|ch|pl)\d\d ?[a-z0-9]{4}/.test(code) ? ' ¦ ' : code,
    )
    .replace(/(?<!\d)(?:[0-3]?\d[./-][01]?\d[./-](?:20)?\d\d|20\d\d-[01]\d-[0-3]\d)(?!\d)/g, ' ¦ ')
    .replace(/(?<![\d.,])\d{1,3}(?:[. ]?\d{3})*,\d\d(?!\d)/g, ' ¦ ');
}

function* readWindow(
  window: readonly Piece[],
  joined: string,
  written: string,
  patterns: readonly NumberPattern[],
  behindYear: boolean,
): Iterable<WrittenNumber> {
  const digits = joined.replace(/\D/g, '');
  if (digits.length === 0) return;
  if (joined.length > digits.length ? digits.length >= 2 : digits.length >= FULL_DIGITS_LEAST)
    yield { key: joined, written, form: 'full', meant: false };
  const letters = window[0] && /\D/.test(window[0].text) ? window[0].text : '';
  const figures = (letters ? window.slice(1) : window).map(({ text }) => text);
  if (figures.length === 0 || figures.some((figure) => /\D/.test(figure))) return;
  for (const pattern of patterns)
    for (const one of readByPattern(letters, figures, written, pattern))
      if (one.form !== 'short' || !behindYear) yield one;
}

/** What the figures stand for if the number follows the pattern: the year and the sequence, or the sequence alone. */
function* readByPattern(
  letters: string,
  figures: readonly string[],
  written: string,
  pattern: NumberPattern,
): Iterable<WrittenNumber> {
  const { prefix, yearDigits, width } = pattern;
  if (letters !== '' && letters !== prefix) return;
  const [first = ''] = figures;
  const said = letters === prefix && letters !== '';
  const make = (year: string, sequence: string, form: WrittenForm): WrittenNumber => ({
    key: `${prefix}${year}${sequence.padStart(width, '0')}`,
    written,
    form,
    meant: form !== 'short' && sequence.length === width,
  });
  if (yearDigits > 0) {
    for (const [year, sequence] of partedYears(figures, pattern))
      yield make(year, sequence, said && sequence.length === width ? 'full' : 'year');
  }
  if (figures.length > 1 || first.length > width || first.length < SHORT_LEAST || yearOf(first, pattern))
    return;
  if (yearDigits > 0) for (const year of pattern.years) yield make(year, first, 'short');
  else if (first.length === width && width >= FULL_DIGITS_LEAST)
    yield make('', first, said ? 'full' : 'year');
  else yield make('', first, said ? 'year' : 'short');
}

/** The year and the sequence, typed apart ('2026/123', '26-00123') or in one ('202600123'). */
function* partedYears(
  figures: readonly string[],
  pattern: NumberPattern,
): Iterable<readonly [year: string, sequence: string]> {
  const [first = '', ...others] = figures;
  const sequence = others.join('');
  const year = yearOf(first, pattern);
  if (year && sequence.length >= SEQUENCE_LEAST && sequence.length <= pattern.width) yield [year, sequence];
  const whole = figures.join('');
  const glued = pattern.years.find(
    (one) => whole.startsWith(one) && whole.length === one.length + pattern.width,
  );
  if (glued) yield [glued, whole.slice(glued.length)];
}

/** '2026' or '26' for a year of the pattern, as the pattern writes it. */
function yearOf(figure: string, { years }: NumberPattern): string | null {
  return years.find((year) => [year, year.slice(-2), `20${year}`].includes(figure)) ?? null;
}
