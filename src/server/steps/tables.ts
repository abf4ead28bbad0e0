import type { Generated } from 'kysely';
import type { StepKind } from '#core/dunning/policy.ts';

/** What was done for a due item by a step that raises no level. */
export type ItemStepTable = {
  companyId: string;
  id: string;
  dueItemId: string;
  cycle: number;
  stepKind: Exclude<StepKind, 'notice'>;
  /** The level it had then. */
  afterLevel: number;
  /** The how manieth step of this kind since it has that level. */
  times: Generated<number>;
  doneOn: Temporal.PlainDate;
  runId: string | null;
  noticeId: string | null;
  undoneAt: Temporal.Instant | null;
};

/** With the lawyer, the bailiff or the collector, until it is taken back. */
export type HandOverTable = {
  companyId: string;
  id: string;
  dueItemId: string;
  debtorId: string;
  givenTo: string;
  handedOn: Temporal.PlainDate;
  handedBy: string | null;
  /** Who of the members with the role of collector has it; null: somebody without an account here. */
  collectorId: string | null;
  runId: string | null;
  takenBackOn: Temporal.PlainDate | null;
  takenBackBy: string | null;
};

/** What the debtor said of an invoice before it was due. */
export type AcceptanceTable = {
  companyId: string;
  dueItemId: string;
  answer: 'accepted' | 'disputed';
  note: Generated<string>;
  answeredOn: Temporal.PlainDate;
  recordedBy: string | null;
};

/** What a collector tells of an item that was handed over to them. */
export type CollectorReportTable = {
  companyId: string;
  id: string;
  dueItemId: string;
  collectorId: string;
  kind: 'paid' | 'promised' | 'disputed' | 'unreachable' | 'insolvent' | 'other';
  note: Generated<string>;
  reportedAt: Temporal.Instant;
};
