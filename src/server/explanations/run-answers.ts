import { sql } from 'kysely';
import type { Because } from '#core/dunning/gates.ts';
import type { RunState } from '#core/dunning/run-states.ts';
import type { Trx } from '#server/platform/db.ts';

const RUNS_SHOWN = 12;

/** What the last runs did with an item, the newest first: the notice that asked for it, or the stored reason it was left out. */
export async function listRunAnswers(
  trx: Trx,
  companyId: string,
  { itemId, debtorId }: { itemId: string; debtorId: string },
) {
  const { rows } = await sql<{
    runId: string;
    runNumber: number;
    state: RunState;
    plannedFor: string;
    noticeId: string | null;
    noticeNumber: number | null;
    level: number | null;
    because: Because | null;
    facts: Record<string, string> | null;
    until: string | null;
  }>`
    select r.id as run_id, r.number as run_number, r.state, r.planned_for::text as planned_for, n.id as notice_id,
      n.number as notice_number, n.level, x.because, x.facts, x.until::text as until
    from run r
    left join lateral (
      select n.id, n.number, l.level
      from notice_line l
      join notice n on n.company_id = l.company_id and n.id = l.notice_id
      where l.company_id = ${companyId} and l.due_item_id = ${itemId} and n.run_id = r.id and l.level is not null
        and n.undone_at is null
      order by l.level desc limit 1
    ) n on true
    left join lateral (
      select l.because, l.facts, line.until
      from run_left_out l
      cross join lateral unnest(l.item_ids, l.item_untils) as line (id, until)
      where l.company_id = ${companyId} and l.run_id = r.id and l.debtor_id = ${debtorId} and line.id = ${itemId}
      limit 1
    ) x on n.id is null
    where r.company_id = ${companyId} and (n.id is not null or x.because is not null)
    order by r.number desc limit ${RUNS_SHOWN}`.execute(trx);
  return rows.map((row) => ({
    run: { id: row.runId, number: row.runNumber },
    state: row.state,
    plannedFor: row.plannedFor,
    notice:
      row.noticeId === null
        ? null
        : { id: row.noticeId, number: row.noticeNumber ?? 0, level: row.level === 0 ? null : row.level },
    gate: row.because && { because: row.because, facts: row.facts ?? {}, until: row.until },
  }));
}
