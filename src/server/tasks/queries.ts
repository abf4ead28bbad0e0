import { sql } from 'kysely';
import type { CallResult, TaskKind } from '#core/receivables/tasks.ts';
import type { Db, Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

export type NewTask = {
  readonly kind: TaskKind;
  readonly debtorId: string | null;
  readonly noticeId?: string | null;
  readonly dispatchId?: string | null;
  /** The run that asks for it: undone, it asks no more. */
  readonly runId?: string | null;
  readonly dueOn: Temporal.PlainDate;
  /** What the screen says about it, as strings: { text }, { notice, answer }, … */
  readonly facts?: Readonly<Record<string, string>>;
  readonly createdAt: Temporal.Instant;
};

/** One statement carries this many tasks as one JSON value. */
const CHUNK = 5000;

/**
 * Adds tasks. While a task of the same kind about the same debtor, notice and dispatch is still open, it is not added
 * again, so that planning every night does not pile them up; tasks a person writes ('other') are always added, and so are
 * the calls and hand-overs of a run: each is about items of its own.
 */
export async function addTasks(trx: Trx, companyId: string, tasks: readonly NewTask[]): Promise<void> {
  for (let start = 0; start < tasks.length; start += CHUNK) {
    await addChunk(trx, companyId, tasks.slice(start, start + CHUNK));
  }
}

function addChunk(trx: Trx, companyId: string, tasks: readonly NewTask[]) {
  const rows = tasks.map((task) => ({
    id: newId(),
    kind: task.kind,
    debtor_id: task.debtorId,
    notice_id: task.noticeId ?? null,
    dispatch_id: task.dispatchId ?? null,
    run_id: task.runId ?? null,
    due_on: task.dueOn.toString(),
    facts: task.facts ?? {},
    created_at: task.createdAt.toString(),
  }));
  return sql`
    insert into task (company_id, id, kind, debtor_id, notice_id, dispatch_id, run_id, due_on, facts, created_at)
    select ${companyId}::uuid, id, kind, debtor_id, notice_id, dispatch_id, run_id, due_on, facts, created_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as task (
      id uuid, kind text, debtor_id uuid, notice_id uuid, dispatch_id uuid, run_id uuid, due_on date, facts jsonb,
      created_at timestamptz
    )
    on conflict do nothing`.execute(trx);
}

/** The tasks still to do, soonest first, each with the debtor it is about. */
export function listTasks(db: Db | Trx, filter: { debtorId?: string } = {}) {
  return db
    .selectFrom('task')
    .leftJoin('debtor', (on) =>
      on.onRef('debtor.companyId', '=', 'task.companyId').onRef('debtor.id', '=', 'task.debtorId'),
    )
    .selectAll('task')
    .select(['debtor.number as debtorNumber', 'debtor.name as debtorName'])
    .where('task.doneAt', 'is', null)
    .$if(filter.debtorId !== undefined, (query) => query.where('task.debtorId', '=', filter.debtorId ?? null))
    .orderBy('task.dueOn')
    .orderBy('task.createdAt')
    .execute();
}

export function lockTask(trx: Trx, id: string) {
  return trx.selectFrom('task').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Marks an open task as done; null where it was done already, or is not there. */
export async function markTaskDone(
  trx: Trx,
  id: string,
  done: { at: Temporal.Instant; by: string | null; outcome: string; result: CallResult | null },
) {
  const marked = await trx
    .updateTable('task')
    .set({ doneAt: done.at, doneBy: done.by, outcome: done.outcome, result: done.result })
    .where('id', '=', id)
    .where('doneAt', 'is', null)
    .returningAll()
    .executeTakeFirst();
  return marked ?? null;
}

export async function markTaskPostponed(trx: Trx, id: string, dueOn: Temporal.PlainDate) {
  await trx.updateTable('task').set({ dueOn }).where('id', '=', id).where('doneAt', 'is', null).execute();
}
