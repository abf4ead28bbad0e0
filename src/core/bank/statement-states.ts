import type { BankFormat } from '#core/bank/bank-reading.ts';
import type { RefusalCode } from '#core/refusal.ts';

/**
 * What becomes of a bank file. Waiting: stored, a worker will read it. Refused: told why, nothing of it was taken.
 * Imported: everything of it is in, or was already known; single statements of it may be refused. Undone: it was in, and
 * was taken back whole.
 */
export const BANK_FILE_STATES = [
  'waiting',
  'reading',
  'imported',
  'undone',
  'refused',
  'cancelled',
  'failed',
] as const;
export type BankFileState = (typeof BANK_FILE_STATES)[number];

/** Which way a bank file came in. */
export const BANK_FILE_ORIGINS = ['upload', 'folder', 'command'] as const;
export type BankFileOrigin = (typeof BANK_FILE_ORIGINS)[number];

/**
 * Booked: an account statement, which counts. Intraday: what a bank tells during the day, replaced by the statement.
 * Notification: the parts of batches (camt.054). Refused: its own sums contradict each other; a person may override it.
 */
export const STATEMENT_STATES = ['booked', 'intraday', 'notification', 'refused'] as const;
export type StatementState = (typeof STATEMENT_STATES)[number];

/**
 * Open: to be matched. Partly: some of it is. Settled: all of it is. Ignored: no payment of a customer. Batch: its parts
 * are lines of their own. Pending: told, not booked yet. Replaced: by the booked line of a statement. Lapsed: it was
 * pending, and the statement of its day came without it.
 */
export const BANK_LINE_STATES = [
  'open',
  'partly',
  'settled',
  'ignored',
  'batch',
  'pending',
  'replaced',
  'lapsed',
] as const;
export type BankLineState = (typeof BANK_LINE_STATES)[number];

const STATES_BY_FORMAT: Partial<Record<BankFormat, StatementState>> = {
  'camt.052': 'intraday',
  mt942: 'intraday',
  'camt.054': 'notification',
};

/** What a statement of this format is, where its sums hold. */
export function stateOfFormat(format: BankFormat): StatementState {
  return STATES_BY_FORMAT[format] ?? 'booked';
}

/** Why a file's reading cannot be stopped now: the screen greys the button with it, the server refuses. */
export function whyNotCancel(state: BankFileState): RefusalCode | null {
  return state === 'waiting' || state === 'reading' ? null : 'bank_file_not_open';
}

const READ_AGAIN: readonly BankFileState[] = ['refused', 'cancelled', 'failed', 'undone'];

/** Why a file cannot be read again: it is being read, or in. */
export function whyNotReadAgain(state: BankFileState): RefusalCode | null {
  return READ_AGAIN.includes(state) ? null : 'bank_file_in_already';
}

/** Why a statement cannot be taken in against its sums. */
export function whyNotOverride(state: StatementState): RefusalCode | null {
  return state === 'refused' ? null : 'statement_not_refused';
}
