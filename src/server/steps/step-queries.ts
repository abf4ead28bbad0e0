import { sql } from 'kysely';
import type { ReviewedProposal } from '#server/dunning-runs/reviewed-proposals.ts';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

export type NewSteps = {
  readonly proposal: ReviewedProposal;
  readonly runId: string;
  readonly noticeId: string | null;
  readonly doneOn: Temporal.PlainDate;
};

/**
 * Writes down for each item what was done for it by steps that raise no level: the unique index lets none be done
 * twice.
 */
export async function addItemSteps(trx: Trx, companyId: string, steps: readonly NewSteps[]): Promise<void> {
  const rows = steps.flatMap(({ proposal, runId, noticeId, doneOn }) =>
    proposal.effective.lines
      .filter(({ level }) => level === 0)
      .map((line) => ({
        id: newId(),
        due_item_id: line.dueItemId,
        cycle: line.cycle,
        step_kind: proposal.effective.stepKind,
        after_level: line.reached,
        times: line.times,
        done_on: doneOn.toString(),
        run_id: runId,
        notice_id: noticeId,
      })),
  );
  if (rows.length === 0) return;
  await sql`
    insert into item_step (company_id, id, due_item_id, cycle, step_kind, after_level, times, done_on, run_id, notice_id)
    select ${companyId}::uuid, s.id, s.due_item_id, s.cycle, s.step_kind, s.after_level, s.times, s.done_on, s.run_id,
      s.notice_id
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as s (id uuid, due_item_id uuid, cycle smallint,
      step_kind text, after_level smallint, times smallint, done_on date, run_id uuid, notice_id uuid)`.execute(
    trx,
  );
}

/** Letters that reached nobody may be proposed again. */
export async function freeStepsOfNotices(
  trx: Trx,
  companyId: string,
  noticeIds: readonly string[],
  at: Temporal.Instant,
): Promise<void> {
  await sql`update item_step set undone_at = ${at}
    where company_id = ${companyId} and notice_id = any(${[...noticeIds]}::uuid[]) and undone_at is null`.execute(
    trx,
  );
}

export async function retakeStepsOfNotice(trx: Trx, companyId: string, noticeId: string): Promise<void> {
  await sql`update item_step s set undone_at = null
    where s.company_id = ${companyId} and s.notice_id = ${noticeId} and not exists (
      select from item_step o where o.company_id = s.company_id and o.due_item_id = s.due_item_id
        and o.cycle = s.cycle and o.step_kind = s.step_kind and o.after_level = s.after_level
        and o.times = s.times and o.undone_at is null)`.execute(trx);
}

/** Takes back what a run did beside its letters: the steps, its open tasks, and what it handed over. */
export async function takeBackSteps(
  trx: Trx,
  companyId: string,
  runId: string,
  { at, on, actor }: { at: Temporal.Instant; on: Temporal.PlainDate; actor: string | null },
): Promise<{ steps: number }> {
  const { rows } = await sql<{ id: string }>`
    update item_step set undone_at = ${at}
    where company_id = ${companyId} and run_id = ${runId} and notice_id is null and undone_at is null
    returning id`.execute(trx);
  await sql`update task set done_at = ${at}, done_by = ${actor}, outcome = 'undone'
    where company_id = ${companyId} and run_id = ${runId} and done_at is null`.execute(trx);
  await sql`update hand_over set taken_back_on = ${on}, taken_back_by = ${actor}
    where company_id = ${companyId} and run_id = ${runId} and taken_back_on is null`.execute(trx);
  return { steps: rows.length };
}
