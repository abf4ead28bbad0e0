import type { RefusalCode } from '#core/refusal.ts';
import type { BankFileState } from './statement-states.ts';

/**
 * What keeps a bank file from being taken back. `later_file`: another file came in since for the same account and stands on
 * what this one told. `decided`, `ignored`: a person settled a line of it, or said that it is no customer's payment.
 * `returned`: a payment of it went back, by a line of another file. `confirmed`: the ledger has shown one of its payments
 * since. `notice`: a reminder asks for what its payment had left open. `agreed`: since it brought a payment back, somebody
 * opened a dispute, took a promise or handed the item over, which would be closed unseen. `used`: the money it kept on
 * account was used, or something names it. `dispute`: its payment ended one, which would not begin again. `difference`: a
 * person decided between bank and ledger.
 */
export const UNDO_OBSTACLES = [
  'later_file',
  'decided',
  'ignored',
  'returned',
  'confirmed',
  'notice',
  'agreed',
  'used',
  'dispute',
  'difference',
] as const;
export type UndoObstacleKind = (typeof UNDO_OBSTACLES)[number];

/**
 * Why a file cannot be taken back whatever stands on it: nothing of it is in. A refused one may have `told` of statements:
 * refused ones of its own, or such as another file had told of before it.
 */
export function whyNotUndoFile(state: BankFileState, told: number): RefusalCode | null {
  const isIn = state === 'imported' || (state === 'refused' && told > 0);
  return isIn ? null : 'bank_file_undo_closed';
}

export type StandingDecision = {
  readonly kind: 'settled' | 'ignored' | 'later';
  readonly origin: 'automatic' | 'rule' | 'accepted' | 'manual';
  /** It was set aside because the bank sent a direct debit back that nobody had settled: Rappel saw that by itself. */
  readonly marksCollection: boolean;
};

/**
 * What of a file's decisions is in the way of taking it back: what a person decided about its money. What Rappel settled
 * or set aside by itself goes with the file; so does a line that was only put off, which decided nothing.
 */
export function obstacleOf({
  kind,
  origin,
  marksCollection,
}: StandingDecision): 'decided' | 'ignored' | null {
  if (kind === 'later' || origin === 'automatic' || origin === 'rule') return null;
  if (kind === 'settled') return 'decided';
  return marksCollection ? null : 'ignored';
}

/** An account that a file opened goes with it, unless something of another file is on it or a person made it their own. */
export function doesAccountGo(account: {
  readonly wasAdded: boolean;
  readonly statementsLeft: number;
  readonly isNamed: boolean;
  readonly isFollowed: boolean;
}): boolean {
  return account.wasAdded && account.statementsLeft === 0 && !account.isNamed && account.isFollowed;
}
