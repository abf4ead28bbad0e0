import type { Generated } from 'kysely';
import type { LookOutcome, TransportKind } from '#core/dunning/doubt.ts';
import type { DispatchState } from '#core/dunning/notice-state.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { MentionKey } from '#core/lawfulness/step-law.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel, Language } from '#core/receivables/kinds.ts';
import type { ProcessRole } from '#server/processes/tables.ts';

export type NoticeTable = {
  companyId: string;
  id: string;
  number: number;
  runId: string;
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
  issuedOn: Temporal.PlainDate;
  /** The announcement the law makes interest or costs wait for, where the notice carried it. */
  announcement: MentionKey | null;
  snapshot: unknown;
  pdfFileId: string | null;
  pdfSha256: string | null;
  undoneAt: Temporal.Instant | null;
  undoneBy: string | null;
};

export type NoticeLineTable = {
  companyId: string;
  noticeId: string;
  position: number;
  dueItemId: string;
  level: number | null;
  cycle: number;
  times: number;
  openMinor: bigint;
  interestMinor: bigint;
  feeMinor: bigint;
  before: unknown;
  undone: Generated<boolean>;
};

export type DispatchTable = {
  companyId: string;
  id: string;
  noticeId: string;
  channel: Channel;
  state: DispatchState;
  addressees: unknown;
  messageId: string | null;
  bytesFileId: string | null;
  sha256: string | null;
  lease: bigint | null;
  tries: Generated<number>;
  notBefore: Temporal.Instant | null;
  transmittingAt: Temporal.Instant | null;
  endedAt: Temporal.Instant | null;
  answer: string | null;
  /** A correction tells whom a notice reached that it was taken back. */
  purpose: Generated<'notice' | 'correction'>;
  /** What the way it was last offered by can prove; null: not offered yet. */
  transport: TransportKind | null;
  /** Server and account it was offered to, without passwords. */
  via: string | null;
  firstOfferedAt: Temporal.Instant | null;
  /** Last offered under this key. */
  offerKey: string | null;
  looks: Generated<number>;
  absentLooks: Generated<number>;
  nextLookAt: Temporal.Instant | null;
};

/** One look for the trace of a dispatch whose answer was lost. */
export type DispatchLookTable = {
  companyId: string;
  id: string;
  dispatchId: string;
  lookedAt: Temporal.Instant;
  /** Null: Rappel by itself. */
  lookedBy: string | null;
  outcome: LookOutcome;
  answer: string;
};

export type WorkerLeaseTable = {
  number: bigint;
  host: string;
  pid: number;
  beatAt: Temporal.Instant;
  role: Generated<ProcessRole>;
  address: string | null;
  version: string | null;
  secretMark: string | null;
  startedAt: Generated<Temporal.Instant>;
  locked: Generated<boolean>;
};

export type CaughtMailTable = {
  id: string;
  caughtAt: Temporal.Instant;
  companyKey: string | null;
  sender: string;
  recipients: string[];
  bytes: Buffer;
};
