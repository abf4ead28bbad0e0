/** What was decided about a bank line. */
export const DECISIONS = ['settled', 'ignored', 'later'] as const;
/** How it came about: by itself, by a rule of one's own, a proposal that a person took, or a person's own choice. */
export const SETTLEMENT_ORIGINS = ['automatic', 'rule', 'accepted', 'manual'] as const;

/**
 * Where the ledger and the bank disagree. `not_seen`: it still shows open what was paid long ago. `fell_less`, `fell_more`: it
 * fell by another amount than the bank settled. `open_again`: it shows open what it had shown as paid. `document_twice`: it
 * has a document that may be money kept on account here.
 */
export const DIFFERENCE_KINDS = [
  'not_seen',
  'fell_less',
  'fell_more',
  'open_again',
  'document_twice',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * How a person resolves a difference. `ledger`: the ledger is right; the settlement is taken back, or the ledger's document
 * takes the place of the money kept on account. `bank`: what the bank settled stands, and both documents.
 */
export const RESOLUTIONS = ['ledger', 'bank'] as const;
