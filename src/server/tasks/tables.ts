import type { Generated } from 'kysely';

export type TaskTable = {
  companyId: string;
  id: string;
  kind: 'call' | 'no_address' | 'dispatch_refused' | 'dispatch_unknown' | 'hand_over' | 'other';
  debtorId: string | null;
  noticeId: string | null;
  dispatchId: string | null;
  dueOn: Temporal.PlainDate;
  facts: Generated<unknown>;
  createdAt: Temporal.Instant;
  doneAt: Temporal.Instant | null;
  doneBy: string | null;
  outcome: string | null;
};
