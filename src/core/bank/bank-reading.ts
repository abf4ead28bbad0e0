import type { Problem } from '#core/problem.ts';

/** The formats a bank file is read in. Which one a file has is told by its content, never by its name. */
export const BANK_FORMATS = [
  'coda',
  'camt.052',
  'camt.053',
  'camt.054',
  'mt940',
  'mt942',
  'cfonb120',
  'ofx',
  'csv',
] as const;
export type BankFormat = (typeof BANK_FORMATS)[number];

/**
 * What a reader says of a bank file, piece by piece and in the order of the file, so that a file of any length is read
 * in the same memory: a statement opens, its lines follow, and it closes.
 */
export type BankPart =
  | { readonly part: 'opening'; readonly opening: StatementOpening }
  | { readonly part: 'line'; readonly line: BankLine }
  | { readonly part: 'closing'; readonly closing: StatementClosing }
  | { readonly part: 'problem'; readonly problem: BankProblem };

/** `at.row` is the line of the file, `at.column` the field by the name its specification gives it. */
export type BankProblem = Problem & {
  /** What is lost with it: the whole file, the statement it stands in, or nothing (it is only said). */
  readonly refuses: 'file' | 'statement' | null;
};

export type StatementOpening = {
  /** An IBAN where the file gives one, else the bank's own number, without spaces. */
  readonly account: string;
  /** ISO 4217, '' where the file leaves it out. */
  readonly currency: string;
  /** The statement's own number as written; null where the format has none. */
  readonly number: string | null;
  /** The owner of the account as the bank writes it. */
  readonly holder: string | null;
  /** Day of the opening balance, '2026-03-31'. */
  readonly openedOn: string | null;
  /** Null where the format tells none (OFX, camt.054): the closing may still be known. */
  readonly opening: bigint | null;
  /** A further page of the statement before: its balance is only carried over. */
  readonly continues?: boolean;
  /** The line of the file where it begins, from 1. */
  readonly row: number;
};

export type StatementClosing = {
  readonly closedOn: string | null;
  readonly closing: bigint | null;
  /** Worked out backwards where the file tells only the closing: closing less booked lines. Set by the check. */
  readonly opening?: bigint | null;
  /**
   * Whether opening and booked lines make the closing; null where the file tells too little. Set by the check, and false
   * from the reader where they cannot: balances in two currencies.
   */
  readonly balanced?: boolean | null;
  /** The statement goes on, on another page: the balance is only carried over. */
  readonly continued?: boolean;
  readonly row: number;
};

/**
 * One movement. Amounts are signed hundred-thousandths of the currency's unit (`FINE_DECIMALS`): money in is positive.
 * Texts are trimmed, runs of blanks are one. What the file leaves out is null.
 */
export type BankLine = {
  readonly row: number;
  readonly bookedOn: string;
  readonly valueOn: string | null;
  readonly amount: bigint;
  readonly currency: string;
  /** Who paid (money in) or was paid (money out), with the account it came from or went to. */
  readonly counterparty: string | null;
  readonly iban: string | null;
  readonly bic: string | null;
  /** The debtor behind the payer, where the bank names one. */
  readonly ultimateParty: string | null;
  /** '+++090/9337/55493+++' or 'RF18…', its check digits verified; one that fails them is left in `text`. */
  readonly structuredReference: string | null;
  readonly text: string;
  readonly endToEndId: string | null;
  /** What the bank calls this movement; unique only where the bank keeps to it. */
  readonly bankReference: string | null;
  readonly mandate: string | null;
  /** The bank's own code of the kind of movement ('05010000', 'PMNT-RCDT-ESCT', 'NTRF', '05'). */
  readonly code: string | null;
  /** It takes back an earlier movement: a correction, or something returned. */
  readonly reversal: boolean;
  /** Why it was returned, as ISO 20022 codes it ('AC04', 'MD06') or the bank does. */
  readonly returnReason: string | null;
  /** Not booked yet (intraday): shown, never settled. */
  readonly pending: boolean;
  /** The parts of a batch line, which carry who paid what; they add up to the line or are left out of its arithmetic. */
  readonly details: readonly BankDetail[];
};

export type BankDetail = Omit<BankLine, 'row' | 'bookedOn' | 'valueOn' | 'pending' | 'details'>;

/** Decimals that every amount of a bank file is kept with: the most any format knows (ISO 20022). */
export const FINE_DECIMALS = 5;
