import type { Generated } from 'kysely';
import type { CallResult, TaskKind } from '#core/receivables/tasks.ts';

export type TaskTable = {
  companyId: string;
  id: string;
  kind: TaskKind;
  debtorId: string | null;
  noticeId: string | null;
  dispatchId: string | null;
  dueOn: Temporal.PlainDate;
  facts: Generated<Record<string, string>>;
  createdAt: Temporal.Instant;
  doneAt: Temporal.Instant | null;
  doneBy: string | null;
  outcome: string | null;
  /** The run that asked for it. */
  runId: string | null;
  /** What came of a call. */
  result: CallResult | null;
};
