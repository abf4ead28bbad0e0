/** What was decided about a bank line. */
export const DECISIONS = ['settled', 'ignored', 'later'] as const;
/** How it came about: by itself, by a rule of one's own, a proposal that a person took, or a person's own choice. */
export const SETTLEMENT_ORIGINS = ['automatic', 'rule', 'accepted', 'manual'] as const;

/** Where the ledger and the bank disagree. `not_seen` is waiting too long, without a contradiction. */
export const DIFFERENCE_KINDS = [
  'not_seen',
  'fell_less',
  'fell_more',
  'open_again',
  'document_twice',
] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/**
 * How a person resolves a difference. `ledger`: the ledger is right (the settlement is taken back, the document of the
 * ledger is another one). `bank`: the settlement stands as it is.
 */
export const RESOLUTIONS = ['ledger', 'bank'] as const;
