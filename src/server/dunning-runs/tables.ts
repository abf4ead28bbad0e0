import type { Generated } from 'kysely';
import type { StepKind } from '#core/dunning/policy.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, Language } from '#core/receivables/kinds.ts';

export type RunTable = {
  companyId: string;
  id: string;
  number: number;
  state: 'planning' | 'planned' | 'approved' | 'sending' | 'sent' | 'cancelled' | 'undone' | 'failed';
  plannedFor: Temporal.PlainDate;
  options: unknown;
  progress: unknown | null;
  summary: unknown | null;
  plannedBy: string | null;
  plannedAt: Temporal.Instant;
  approvedBy: string | null;
  approvedAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
};

export type ProposalTable = {
  companyId: string;
  runId: string;
  id: string;
  position: number;
  debtorId: string;
  policyId: string;
  policyVersion: number;
  stepKind: StepKind;
  level: number | null;
  currency: Currency;
  channel: Channel;
  language: Language;
  openMinor: bigint;
  interestMinor: bigint;
  feeMinor: bigint;
  totalMinor: bigint;
  deadlineOn: Temporal.PlainDate;
  lines: unknown;
  warnings: Generated<unknown>;
  edits: Generated<unknown>;
  state: Generated<'proposed' | 'dropped' | 'issued'>;
};

export type RunLeftOutTable = {
  companyId: string;
  runId: string;
  position: number;
  debtorId: string;
  because: string;
  untilOn: Temporal.PlainDate | null;
  facts: Generated<unknown>;
  items: string[];
};
