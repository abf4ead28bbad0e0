import type { Generated } from 'kysely';
import type { RunOptions, RunSummary } from '#contract/dunning-run-views.ts';
import type { RunComparison } from '#core/dunning/compare-proposals.ts';
import type { Because } from '#core/dunning/gates.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { ProposalEdit } from '#core/dunning/proposal.ts';
import type { RunState } from '#core/dunning/run-states.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, Language } from '#core/receivables/kinds.ts';

export type RunTable = {
  companyId: string;
  id: string;
  number: number;
  state: RunState;
  plannedFor: Temporal.PlainDate;
  options: RunOptions;
  progress: RunProgress | null;
  summary: RunSummary | null;
  plannedBy: string | null;
  plannedAt: Temporal.Instant;
  approvedBy: string | null;
  approvedAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
  answer: string | null;
  /** What differs from the last time it was computed; null where it was computed once. */
  changes: RunComparison | null;
};

export type RunProgress = { readonly done: number; readonly total: number };

export type ProposalTable = {
  companyId: string;
  runId: string;
  id: string;
  position: number;
  debtorId: string;
  key: string;
  policyId: string;
  policyVersion: number;
  stepKind: StepKind;
  /** Where its step stands in the policy's version, from 0; null on a notice and on a courtesy. */
  stepIndex: number | null;
  level: number | null;
  currency: Currency;
  channel: Channel;
  language: Language;
  openMinor: bigint;
  interestMinor: bigint;
  feeMinor: bigint;
  totalMinor: bigint;
  deadlineOn: Temporal.PlainDate;
  oldestDueOn: Temporal.PlainDate;
  mode: 'automatic' | 'confirm';
  computedChannel: Channel;
  /** Arrays as PostgreSQL reads them: '{…}'. */
  itemIds: string[];
  itemLevels: (number | null)[];
  itemTimes: number[];
  itemOpens: bigint[];
  /** All of them, the leading one first; empty where `channel` is the only one. `computedChannels` as computed. */
  channels: Generated<Channel[]>;
  computedChannels: Generated<Channel[]>;
  warnings: Generated<ProposalWarning[]>;
  edits: Generated<ProposalEdit[]>;
  state: Generated<'proposed' | 'dropped' | 'issued'>;
};

/** A reason to look twice, with its facts as strings (i18n: `proposal.warning.<code>`). */
export type ProposalWarning = { readonly code: string; readonly facts: Readonly<Record<string, string>> };

export type RunLeftOutTable = {
  companyId: string;
  runId: string;
  debtorId: string;
  because: Because;
  untilOn: Temporal.PlainDate | null;
  facts: Generated<Record<string, string>>;
  itemIds: string[];
  itemUntils: (Temporal.PlainDate | null)[];
};
