import type { Generated } from 'kysely';
import type { DisputeOutcome, DisputeReason, DisputeState } from '#core/agreements/dispute.ts';
import type { Currency } from '#core/money/currencies.ts';

export type DisputeTable = {
  companyId: string;
  id: string;
  debtorId: string;
  dueItemId: string;
  currency: Currency;
  /** Null: all of it, whatever is open. */
  amountMinor: bigint | null;
  /** When it was opened: what was open, and what credit notes of the document had to give. */
  openMinor: bigint;
  creditedMinor: Generated<bigint>;
  reason: DisputeReason;
  note: string | null;
  openedOn: Temporal.PlainDate;
  openedBy: string | null;
  openedAt: Temporal.Instant;
  answerOn: Temporal.PlainDate;
  assignedTo: string | null;
  state: Generated<DisputeState>;
  outcome: DisputeOutcome | null;
  answer: string | null;
  resolvedOn: Temporal.PlainDate | null;
  resolvedBy: string | null;
  resolvedAt: Temporal.Instant | null;
};
