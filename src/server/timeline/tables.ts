import type { Generated } from 'kysely';
import type { EventKind } from '#core/timeline/events.ts';

export type TimelineEntryTable = {
  companyId: string;
  id: Generated<bigint>;
  at: Temporal.Instant;
  actor: string | null;
  kind: EventKind;
  debtorId: string | null;
  dueItemId: string | null;
  noticeId: string | null;
  runId: string | null;
  facts: Generated<Record<string, string>>;
};
