import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/** What became of the notices of a run: the others add up to `approved`. */
export type Counters = {
  /** Notices the run was approved with: what a person dropped is not among them. */
  readonly approved: number;
  readonly sent: number;
  readonly refused: number;
  /** Before it was issued, before it left, or recalled by undoing. */
  readonly withdrawn: number;
  readonly waiting: number;
  readonly unknown: number;
  /** Steps that are no letters, and became work for a person. */
  readonly done: number;
};

/** As the triggers keep them, see migration 0026; nothing where the run was never approved. */
export function findCounters(trx: Trx, companyId: string, runId: string): Promise<Counters | undefined> {
  return trx
    .selectFrom('runOutcome')
    .select(['approved', 'sent', 'refused', 'withdrawn', 'waiting', 'unknown', 'done'])
    .where('companyId', '=', companyId)
    .where('runId', '=', runId)
    .executeTakeFirst();
}

/** The same counted anew, from the proposals and dispatches themselves. */
export async function recount(trx: Trx, companyId: string, runId: string): Promise<Counters> {
  const [one] = await compareRuns(trx, companyId, [runId]);
  return one?.counted ?? NONE;
}
const NONE: Counters = { approved: 0, sent: 0, refused: 0, withdrawn: 0, waiting: 0, unknown: 0, done: 0 };

/** Whether a proposal was withdrawn when it was to be issued: dropped by Rappel, with the reason, not by a person. */
const IS_WITHDRAWN = sql`exists (
  select from jsonb_array_elements(p.warnings) w where w ->> 'code' like 'withdrawn\\_%')`;

export type ComparedRun = {
  readonly runId: string;
  readonly number: number;
  /** Null where the run was never approved. */
  readonly kept: Counters | null;
  readonly counted: Counters;
};

/** What is kept of runs beside what is counted anew: of one moment, for it is one statement. */
export async function compareRuns(
  trx: Trx,
  companyId: string,
  runIds: readonly string[],
): Promise<readonly ComparedRun[]> {
  const runs = sql`${[...runIds]}::uuid[]`;
  const { rows } = await sql<ComparedRun>`
    with p as (
      select p.run_id,
        count(*) filter (where p.state = 'proposed' and r.state not in ('cancelled', 'undone')) as proposed,
        count(*) filter (where p.state = 'issued') as issued,
        count(*) filter (where p.state = 'issued' and p.step_kind in ('call', 'task', 'hand_over')) as done,
        count(*) filter (where p.state = 'proposed' and r.state in ('cancelled', 'undone')
          or p.state = 'dropped' and ${IS_WITHDRAWN}) as withdrawn
      from run r join proposal p on p.company_id = r.company_id and p.run_id = r.id
      where r.company_id = ${companyId} and r.id = any(${runs}) group by p.run_id
    ), n as (
      select n.run_id, rappel_notice_outcome(n.company_id, n.id) as outcome from notice n
      where n.company_id = ${companyId} and n.run_id = any(${runs})
    ), x as (
      select run_id, count(*) filter (where outcome = 'sent') as sent,
        count(*) filter (where outcome = 'refused') as refused,
        count(*) filter (where outcome = 'withdrawn') as withdrawn,
        count(*) filter (where outcome = 'waiting') as waiting,
        count(*) filter (where outcome = 'unknown') as unknown
      from n group by run_id
    )
    select r.id as run_id, r.number,
      (select json_build_object('approved', o.approved, 'sent', o.sent, 'refused', o.refused, 'withdrawn', o.withdrawn,
        'waiting', o.waiting, 'unknown', o.unknown, 'done', o.done)
        from run_outcome o where o.company_id = r.company_id and o.run_id = r.id) as kept,
      json_build_object('approved', coalesce(p.proposed + p.issued + p.withdrawn, 0), 'sent', coalesce(x.sent, 0),
        'refused', coalesce(x.refused, 0), 'withdrawn', coalesce(p.withdrawn, 0) + coalesce(x.withdrawn, 0),
        'waiting', coalesce(p.proposed, 0) + coalesce(x.waiting, 0), 'unknown', coalesce(x.unknown, 0),
        'done', coalesce(p.done, 0)) as counted
    from run r left join p on p.run_id = r.id left join x on x.run_id = r.id
    where r.company_id = ${companyId} and r.id = any(${runs}) order by r.number`.execute(trx);
  return rows;
}

/** Runs of which something may still change, or did within the last day: few, however long the history. */
export async function listMovingRuns(
  trx: Trx,
  companyId: string,
  since: Temporal.Instant,
): Promise<string[]> {
  const { rows } = await sql<{ runId: string }>`
    select o.run_id from run_outcome o join run r on r.company_id = o.company_id and r.id = o.run_id
    where o.company_id = ${companyId}
      and (o.waiting > 0 or o.unknown > 0 or coalesce(r.ended_at, r.approved_at) >= ${since})
    order by o.run_id`.execute(trx);
  return rows.map(({ runId }) => runId);
}

export async function listApprovedRunIds(trx: Trx, companyId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from run where company_id = ${companyId} and approved_at is not null order by id`.execute(trx);
  return rows.map(({ id }) => id);
}

/** What the check of each minute found, by run. */
export function listBreaches(trx: Trx, companyId: string) {
  return trx
    .selectFrom('counterBreach as b')
    .innerJoin('run as r', (on) => on.onRef('r.companyId', '=', 'b.companyId').onRef('r.id', '=', 'b.runId'))
    .select(['b.runId', 'b.foundAt', 'b.facts', 'r.number'])
    .where('b.companyId', '=', companyId)
    .orderBy('b.foundAt')
    .execute();
}

export async function addBreaches(
  trx: Trx,
  companyId: string,
  at: Temporal.Instant,
  found: readonly { readonly runId: string; readonly facts: unknown }[],
): Promise<void> {
  if (found.length === 0) return;
  await sql`
    insert into counter_breach (company_id, run_id, found_at, facts)
    select ${companyId}::uuid, b.run_id, ${at}, b.facts
    from jsonb_to_recordset(${JSON.stringify(found.map(({ runId, facts }) => ({ run_id: runId, facts })))}::jsonb)
      as b (run_id uuid, facts jsonb)
    on conflict (company_id, run_id) do update set facts = excluded.facts`.execute(trx);
}

/** Those that were looked at again and add up now. */
export async function removeBreaches(trx: Trx, companyId: string, runIds: readonly string[]): Promise<void> {
  await sql`delete from counter_breach
    where company_id = ${companyId} and run_id = any(${[...runIds]}::uuid[])`.execute(trx);
}
