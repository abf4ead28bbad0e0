import { sql } from 'kysely';
import type { RunOptions, RunSummary } from '#contract/dunning-run-views.ts';
import type { RunComparison } from '#core/dunning/compare-proposals.ts';
import type { RunState } from '#core/dunning/run-states.ts';
import type { Db, Trx } from '#server/platform/db.ts';
import type { RunProgress } from './tables.ts';

export function findRun(trx: Trx, companyId: string, id: string) {
  return runs(trx, companyId).where('run.id', '=', id).executeTakeFirst();
}

/** By its number, as people and scripts name it. */
export function findRunByNumber(trx: Trx, companyId: string, number: number) {
  return runs(trx, companyId).where('run.number', '=', number).executeTakeFirst();
}

/** Its key stays free: what hangs on a run is written at the end of others' transactions, under the head of the timeline. */
export function lockRun(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('run')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** The run that stands in the way of the next one, with the name of who planned it. */
export function findOpenRun(trx: Trx, companyId: string) {
  return runs(trx, companyId)
    .where('run.state', 'in', ['planning', 'planned', 'approved', 'sending'])
    .executeTakeFirst();
}

export async function listRuns(
  trx: Trx,
  companyId: string,
  { state, page, perPage }: { state?: RunState | undefined; page: number; perPage: number },
) {
  const { total } = await trx
    .selectFrom('run')
    .where('companyId', '=', companyId)
    .$if(state !== undefined, (query) => query.where('state', '=', state as RunState))
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow();
  const rows = await runs(trx, companyId)
    .$if(state !== undefined, (query) => query.where('run.state', '=', state as RunState))
    .orderBy('run.number', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  return { rows, total };
}

export type FoundRun = NonNullable<Awaited<ReturnType<typeof findRun>>>;

function runs(trx: Trx, companyId: string) {
  return trx
    .selectFrom('run')
    .where('run.companyId', '=', companyId)
    .selectAll('run')
    .select([
      sql<boolean>`run.state = 'planned' and exists (
        select from proposal p where p.company_id = run.company_id and p.run_id = run.id and p.edits <> '[]'
      )`.as('isEdited'),
    ]);
}

/** The names behind user ids. Users are of no company: outside of its row security. */
export async function listUserNames(
  db: Db,
  ids: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from app_user where id = any(${wanted})`.execute(db);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export type NewRun = {
  readonly companyId: string;
  readonly id: string;
  readonly plannedFor: Temporal.PlainDate;
  readonly options: RunOptions;
  readonly plannedBy: string | null;
  readonly plannedAt: Temporal.Instant;
};

/** Adds a run under the next number, or nothing where another is open: the unique index decides between two at once. */
export async function addRun(trx: Trx, run: NewRun): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('run')
    .values({
      ...run,
      number: sql<number>`(select coalesce(max(number), 0) + 1 from run where company_id = ${run.companyId})`,
      state: 'planning',
      options: sql`${JSON.stringify(run.options)}::jsonb`,
      progress: null,
      summary: null,
      approvedBy: null,
      approvedAt: null,
      endedAt: null,
      answer: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export type RunChanges = {
  readonly state?: RunState;
  readonly progress?: RunProgress | null;
  readonly summary?: RunSummary | null;
  readonly changes?: RunComparison | null;
  readonly approvedBy?: string | null;
  readonly approvedAt?: Temporal.Instant | null;
  readonly endedAt?: Temporal.Instant | null;
  readonly answer?: string | null;
};

/** Changes a run that is still in one of these states. @returns false where someone was faster */
export async function markRun(
  trx: Trx,
  { companyId, id, from }: { companyId: string; id: string; from: readonly RunState[] },
  { progress, summary, changes: comparison, ...changes }: RunChanges,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('run')
    .set({
      ...changes,
      ...(progress === undefined ? {} : { progress: jsonb(progress) }),
      ...(summary === undefined ? {} : { summary: jsonb(summary) }),
      ...(comparison === undefined ? {} : { changes: jsonb(comparison) }),
    })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

function jsonb(value: unknown) {
  return sql<never>`${value === null ? null : JSON.stringify(value)}::jsonb`;
}

/** What a recomputed run is written anew. */
export async function removeProposals(trx: Trx, companyId: string, runId: string): Promise<void> {
  await trx.deleteFrom('proposal').where('companyId', '=', companyId).where('runId', '=', runId).execute();
  await trx.deleteFrom('runLeftOut').where('companyId', '=', companyId).where('runId', '=', runId).execute();
}

/** Lets the mails of a run go at once: whoever typed the command has seen what leaves. */
export async function markReleased(
  trx: Trx,
  companyId: string,
  runId: string,
  now: Temporal.Instant,
): Promise<void> {
  await sql`
    update dispatch x set not_before = ${now}
    from notice n
    where x.company_id = ${companyId} and x.state = 'held' and n.company_id = x.company_id and n.id = x.notice_id
      and n.run_id = ${runId}`.execute(trx);
}
