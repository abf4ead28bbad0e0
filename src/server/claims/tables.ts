import type { Generated } from 'kysely';
import type { ClaimActKind, ClaimKind, ClaimState } from '#core/claims/claim-states.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';

export type ClaimTable = {
  companyId: string;
  id: string;
  dueItemId: string;
  debtorId: string;
  noticeId: string;
  kind: ClaimKind;
  level: number;
  cycle: number;
  currency: Currency;
  amountMinor: bigint;
  paidMinor: Generated<bigint>;
  waivedMinor: Generated<bigint>;
  carriedMinor: Generated<bigint>;
  carriedTo: string | null;
  fromOn: Temporal.PlainDate | null;
  toOn: Temporal.PlainDate | null;
  rows: Generated<unknown>;
  lawCountry: string;
  lawKind: DebtorKind;
  state: ClaimState;
  claimedOn: Temporal.PlainDate;
  claimedAt: Temporal.Instant;
};

export type ClaimActTable = {
  companyId: string;
  id: string;
  claimId: string;
  kind: ClaimActKind;
  amountMinor: bigint;
  reason: string | null;
  doneOn: Temporal.PlainDate;
  doneBy: string | null;
  doneAt: Temporal.Instant;
  undoneBy: string | null;
  undoneAt: Temporal.Instant | null;
};

export type ClaimPolicyTable = {
  companyId: string;
  dropBelowMinor: Generated<bigint>;
  interestAccount: string | null;
  compensationAccount: string | null;
  feeAccount: string | null;
  receivableAccount: string | null;
  changedBy: string | null;
  changedAt: Temporal.Instant | null;
};
