import type { Generated } from 'kysely';

export type TimelineEntryTable = {
  companyId: string;
  id: Generated<bigint>;
  at: Temporal.Instant;
  actor: string | null;
  kind: string;
  debtorId: string | null;
  dueItemId: string | null;
  noticeId: string | null;
  runId: string | null;
  facts: Generated<unknown>;
};
