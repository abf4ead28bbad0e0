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
