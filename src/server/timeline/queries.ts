import { sql } from 'kysely';
import { isEventKind, type TimelineEvent } from '#core/timeline/events.ts';
import { splitFacts } from '#core/timeline/personal-facts.ts';
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
    ...splitFacts(entry.kind, entry.facts),
  }));
  return sql`
    insert into timeline_entry (company_id, at, actor, kind, debtor_id, due_item_id, notice_id, run_id, facts,
      personal)
    select ${companyId}::uuid, at, actor, kind, debtor_id, due_item_id, notice_id, run_id, facts,
      nullif(personal, 'null')
    from rows from (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (
      at timestamptz, actor text, kind text, debtor_id uuid, due_item_id uuid, notice_id uuid, run_id uuid, facts jsonb,
      personal jsonb
    )) with ordinality as entry (at, actor, kind, debtor_id, due_item_id, notice_id, run_id, facts, personal, nth)
    order by nth`.execute(trx);
}

/**
 * Entries from the newest on, each with the numbers of what it is about; what was removed since has none. Restricted
 * persons are told of only where one debtor or one item is asked for (Art. 18 GDPR).
 */
export function listTimelineEntries(
  trx: Trx,
  companyId: string,
  filter: {
    readonly debtor?: string | undefined;
    readonly item?: string | undefined;
    readonly run?: string | undefined;
    readonly kind?: string | undefined;
    readonly before?: string | undefined;
    readonly limit: number;
  },
) {
  let query = trx
    .selectFrom('timelineEntry as t')
    .leftJoin('debtor as d', (on) =>
      on.onRef('d.companyId', '=', 't.companyId').onRef('d.id', '=', 't.debtorId'),
    )
    .leftJoin('dueItem as i', (on) =>
      on.onRef('i.companyId', '=', 't.companyId').onRef('i.id', '=', 't.dueItemId'),
    )
    .leftJoin('document as doc', (on) =>
      on.onRef('doc.companyId', '=', 'i.companyId').onRef('doc.id', '=', 'i.documentId'),
    )
    .leftJoin('notice as n', (on) =>
      on.onRef('n.companyId', '=', 't.companyId').onRef('n.id', '=', 't.noticeId'),
    )
    .leftJoin('run as r', (on) => on.onRef('r.companyId', '=', 't.companyId').onRef('r.id', '=', 't.runId'))
    .selectAll('t')
    .select([
      'd.number as debtorNumber',
      'd.name as debtorName',
      'doc.number as documentNumber',
      'n.number as noticeNumber',
      'r.number as runNumber',
    ])
    .where('t.companyId', '=', companyId)
    .orderBy('t.id', 'desc')
    .limit(filter.limit);
  if (filter.debtor) query = query.where('t.debtorId', '=', filter.debtor);
  if (filter.item) query = query.where('t.dueItemId', '=', filter.item);
  if (!filter.debtor && !filter.item)
    query = query.where(
      sql<boolean>`not exists (select from debtor r where r.company_id = t.company_id and r.restricted_at is not null
        and r.id in (t.debtor_id, i.debtor_id, n.debtor_id))`,
    );
  if (filter.run) query = query.where('t.runId', '=', filter.run);
  if (filter.kind && isEventKind(filter.kind)) query = query.where('t.kind', '=', filter.kind);
  if (filter.before) query = query.where('t.id', '<', BigInt(filter.before));
  return query.execute();
}
