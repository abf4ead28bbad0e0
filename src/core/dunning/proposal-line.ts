import type { FirstNotice, PaidPart, SettledCosts } from '#core/dunning/facts.ts';
import type { InterestRow } from '#core/interest/claim.ts';
import type { DebtorKind, DocumentKind } from '#core/receivables/kinds.ts';

/** One line of a proposed notice. Amounts are strings of minor units, days are '2026-03-31'. */
export type ProposalLine = {
  readonly dueItemId: string;
  readonly documentId: string;
  readonly documentNumber: string;
  readonly documentKind: DocumentKind;
  readonly issuedOn: string;
  readonly dueOn: string;
  /** Negative while not yet due. */
  readonly daysLate: number;
  readonly amount: string;
  /** After credits linked to it. On a credit: negative, and only the part used on this notice. */
  readonly open: string;
  /**
   * The level the item reaches by this notice: 1 to 9, or 0 on what a step that raises none is about. Null where the line is only
   * listed for information (not yet due, or a credit): nothing is recorded on its due item.
   */
  readonly level: number | null;
  readonly cycle: number;
  /**
   * How often the item will have had this level: 1, or more where the last step repeats. At level 0: which step of its
   * kind it is since the item reached its level.
   */
  readonly times: number;
  /** Where the item stands now. */
  readonly reached: number;
  readonly reachedTimes: number;
  readonly interest: string;
  readonly fee: string;
  readonly section: 'overdue' | 'upcoming' | 'credit';
  /** The first reminder issued for it, where the law makes interest or costs wait for one. */
  readonly firstNotice?: FirstNotice;
  /** What the debtor contests of it, and is not asked for: left out where nothing is. */
  readonly disputed?: string;
  /** What was paid or waived of the interest and compensation that earlier notices asked for it. */
  readonly settledCosts?: SettledCosts;
  /** What was paid of it after its due date, where its step asks interest. */
  readonly paid?: readonly PaidPart[];
  /** Who owes it, where the notice goes to another one who pays. */
  readonly debtor?: {
    readonly id: string;
    readonly number: string;
    readonly name: string;
    readonly kind: DebtorKind;
  };
  /** How the interest comes about; none where there is none. */
  readonly interestRows?: readonly InterestRow[];
};
