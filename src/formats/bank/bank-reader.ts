import type { BankFormat, BankPart } from '#core/bank/bank-reading.ts';

/** The text of a bank file, decoded, in portions as it comes: a line may be cut anywhere. */
export type BankText = {
  /** Names the file in what is refused. */
  readonly file: string;
  readonly portions: AsyncIterable<string>;
};

/**
 * Reads one format: parts in the order of the file, in portions, so that a hundred thousand lines cost no hundred
 * thousand waits. A file that cannot be read on is refused (`refuse(…, { file, line, … })`) or says so by a problem
 * that refuses the file, and ends. Arithmetic is not its affair, but for what the file says of itself beyond its
 * balances (totals, numbers of records).
 */
export type BankReader = (text: BankText) => AsyncIterable<readonly BankPart[]>;

/** How a format is known, and read. */
export type KnownFormat = {
  /** The format of a file that begins so (about 64,000 characters, blanks and byte order mark cut); null: another's. */
  readonly recognise: (start: string) => BankFormat | null;
  readonly read: BankReader;
};
