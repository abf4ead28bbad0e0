import type { Generated } from 'kysely';
import type { Certainty, MatchBasis, PartKind } from '#core/matching/match-facts.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DifferenceKind } from '#core/receivables/settlement-words.ts';

export type SettlementPolicyTable = {
  companyId: string;
  automatic: Generated<MatchBasis[]>;
  smallDifferenceMinor: Generated<bigint>;
  bankCostsMinor: Generated<bigint>;
  discounts: Generated<unknown>;
  patienceDays: Generated<number>;
  changedBy: string | null;
  changedAt: Temporal.Instant | null;
};

export type LineMatchTable = {
  companyId: string;
  lineId: string;
  rank: number;
  certainty: Certainty;
  basis: MatchBasis;
  debtorId: string | null;
  because: unknown;
  but: unknown;
  parts: unknown;
  itemIds: string[];
  remainderMinor: bigint;
  takesBackLineId: string | null;
  matchedAt: Temporal.Instant;
};

export type MatchingRuleTable = {
  companyId: string;
  id: string;
  position: number;
  contains: string;
  kind: 'debtor' | 'not_customer';
  debtorId: string | null;
  enabled: Generated<boolean>;
  createdBy: string | null;
  createdAt: Temporal.Instant;
};

export type SettlementTable = {
  companyId: string;
  id: string;
  lineId: string;
  kind: 'settled' | 'ignored' | 'later';
  origin: 'automatic' | 'rule' | 'accepted' | 'manual';
  amountMinor: bigint;
  currency: Currency;
  bookedOn: Temporal.PlainDate;
  because: Generated<unknown>;
  note: string | null;
  untilOn: Temporal.PlainDate | null;
  ruleId: string | null;
  takesBackLineId: string | null;
  madeBy: string | null;
  madeAt: Temporal.Instant;
  undoneBy: string | null;
  undoneAt: Temporal.Instant | null;
};

export type SettlementPartTable = {
  companyId: string;
  settlementId: string;
  position: number;
  kind: PartKind;
  debtorId: string | null;
  dueItemId: string | null;
  currency: Currency;
  moneyMinor: bigint;
  amountMinor: bigint;
  openBeforeMinor: bigint;
  openAfterMinor: bigint;
  confirmedMinor: Generated<bigint>;
  confirmedAt: Temporal.Instant | null;
  before: Generated<unknown>;
  undone: Generated<boolean>;
};

export type DebtorIbanTable = {
  companyId: string;
  iban: string;
  debtorId: string;
  name: string | null;
  settlementId: string;
  learntAt: Temporal.Instant;
};

export type LedgerDifferenceTable = {
  companyId: string;
  id: string;
  kind: DifferenceKind;
  debtorId: string;
  dueItemId: string;
  otherItemId: string | null;
  currency: Currency;
  expectedMinor: bigint;
  foundMinor: bigint;
  foundOn: Temporal.PlainDate;
  foundAt: Temporal.Instant;
  resolution: 'ledger' | 'bank' | 'ledger_followed' | null;
  resolvedBy: string | null;
  resolvedAt: Temporal.Instant | null;
};
