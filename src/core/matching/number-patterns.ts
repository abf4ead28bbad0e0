/**
 * How a company numbers its documents, learnt from them: 'F2026-00123' is a prefix, a year and a sequence of five digits.
 * Payers drop any of it, so the pattern says which whole number a rest may stand for.
 */
export type NumberPattern = {
  /** In small letters, without separators: 'f', 'inv', ''. */
  readonly prefix: string;
  /** Digits of the year in it, 0 where there is none. */
  readonly yearDigits: 0 | 2 | 4;
  /** The years seen, newest first, as written. */
  readonly years: readonly string[];
  /** Digits of the sequence, zeros included. */
  readonly width: number;
  /** How many of the documents it was learnt from follow it. */
  readonly count: number;
};

/** The letters and digits of a document's number, in small letters: what numbers are compared by. */
export function numberKeyOf(number: string): string {
  return number.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** So many documents of one shape make a pattern, and so many patterns are kept. */
const PATTERN_COUNT_MIN = 3;
const PATTERNS_MAX = 12;
const YEARS_MAX = 4;

/** The patterns the numbers follow, commonest first. */
export function learnNumberPatterns(numbers: Iterable<string>): readonly NumberPattern[] {
  const shapes = new Map<
    string,
    { readonly shape: Shape; readonly years: Map<string, number>; count: number }
  >();
  for (const number of numbers) {
    const shape = shapeOf(number);
    if (!shape) continue;
    const key = `${shape.prefix}|${shape.year.length}|${shape.width}`;
    const known = shapes.get(key) ?? { shape, years: new Map(), count: 0 };
    known.count += 1;
    known.years.set(shape.year, (known.years.get(shape.year) ?? 0) + 1);
    shapes.set(key, known);
  }
  return [...shapes.values()]
    .filter(({ count }) => count >= PATTERN_COUNT_MIN)
    .sort((one, other) => other.count - one.count)
    .slice(0, PATTERNS_MAX)
    .map(({ shape, years, count }) => ({
      prefix: shape.prefix,
      yearDigits: shape.year.length === 4 ? 4 : shape.year.length === 2 ? 2 : 0,
      years: [...years.keys()].filter(Boolean).sort().reverse().slice(0, YEARS_MAX),
      width: shape.width,
      count,
    }));
}

type Shape = { readonly prefix: string; readonly year: string; readonly width: number };

/** Letters, perhaps a year, and the digits of the sequence; null where a number is built otherwise. */
function shapeOf(number: string): Shape | null {
  const parted = /^([a-z]*)[^a-z0-9]*((?:20)?\d\d)[^a-z0-9]+(\d{2,})$/.exec(number.toLowerCase().trim());
  if (parted) return { prefix: parted[1] ?? '', year: parted[2] ?? '', width: (parted[3] ?? '').length };
  const joined = /^([a-z]*)(\d+)$/.exec(numberKeyOf(number));
  if (!joined) return null;
  const [, prefix = '', digits = ''] = joined;
  // '20260123' is a year and a sequence; '26000123' cannot be told from a plain sequence, and is taken as one.
  return /^20[1-4]\d\d{3,}$/.test(digits)
    ? { prefix, year: digits.slice(0, 4), width: digits.length - 4 }
    : { prefix, year: '', width: digits.length };
}
