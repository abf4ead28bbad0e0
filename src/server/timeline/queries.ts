import { sql } from 'kysely';
import type { TimelineEvent } from '#core/timeline/events.ts';
import type { Trx } from '#server/platform/db.ts';

/** What happened, when, by whom (null: Rappel itself), and to what. */
export type NewTimelineEntry = TimelineEvent & {
  readonly at: Temporal.Instant;
  readonly actor: string | null;
  readonly debtorId?: string | null;
  readonly dueItemId?: string | null;
  readonly noticeId?: string | null;
  readonly runId?: string | null;
};

/** One statement carries this many entries as one JSON value: few round trips, and memory stays flat. */
const CHUNK = 5000;

/** Adds entries in the order given; a hundred thousand cost as many statements as there are chunks. */
export async function addTimelineEntries(
  trx: Trx,
  companyId: string,
  entries: readonly NewTimelineEntry[],
): Promise<void> {
  for (let start = 0; start < entries.length; start += CHUNK) {
    await addChunk(trx, companyId, entries.slice(start, start + CHUNK));
  }
}

function addChunk(trx: Trx, companyId: string, entries: readonly NewTimelineEntry[]) {
  const rows = entries.map((entry) => ({
    at: entry.at.toString(),
    actor: entry.actor,
    kind: entry.kind,
    debtor_id: entry.debtorId ?? null,
    due_item_id: entry.dueItemId ?? null,
    notice_id: entry.noticeId ?? null,
    run_id: entry.runId ?? null,
    facts: entry.facts,
  }));
  return sql`
    insert into timeline_entry (company_id, at, actor, kind, debtor_id, due_item_id, notice_id, run_id, facts)
    select ${companyId}::uuid, at, actor, kind, debtor_id, due_item_id, notice_id, run_id, facts
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (
      at timestamptz, actor text, kind text, debtor_id uuid, due_item_id uuid, notice_id uuid, run_id uuid, facts jsonb
    )) with ordinality as entry (at, actor, kind, debtor_id, due_item_id, notice_id, run_id, facts, nth)
    order by nth`.execute(trx);
}
