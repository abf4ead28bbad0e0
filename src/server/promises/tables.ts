import type { GeneratedAlways } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';

export type PromiseTable = {
  companyId: string;
  id: string;
  debtorId: string;
  currency: Currency;
  amountMinor: bigint;
  promisedOn: Temporal.PlainDate;
  toleranceDays: number;
  deadlineOn: GeneratedAlways<Temporal.PlainDate>;
  note: string | null;
  madeOn: Temporal.PlainDate;
  madeBy: string | null;
  madeAt: Temporal.Instant;
  outcome: 'kept' | 'broken' | null;
  decidedAt: Temporal.Instant | null;
  withdrawnBy: string | null;
  withdrawnAt: Temporal.Instant | null;
  withdrawal: string | null;
  seenBy: string | null;
  seenAt: Temporal.Instant | null;
};

/** The items a promise names; one without any is for all that its debtor owes in its currency. */
export type PromiseItemTable = {
  companyId: string;
  promiseId: string;
  dueItemId: string;
};

export type PromisePaymentTable = {
  companyId: string;
  promiseId: string;
  dueItemId: string;
  paidOn: Temporal.PlainDate;
  amountMinor: bigint;
};
