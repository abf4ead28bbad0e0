import { type Insertable, sql, type Updateable } from 'kysely';
import { mayCall } from '#contract/access.ts';
import type { AutomaticRunState } from '#core/schedule/automatic-run-states.ts';
import type { Past } from '#core/schedule/run-schedule.ts';
import type { Db, Trx } from '#server/platform/db.ts';
import type { AutomaticRunTable, RunScheduleTable } from './tables.ts';

export function findSchedule(trx: Trx, companyId: string) {
  return trx.selectFrom('runSchedule').selectAll().where('companyId', '=', companyId).executeTakeFirst();
}
export type FoundSchedule = NonNullable<Awaited<ReturnType<typeof findSchedule>>>;

/** Whoever holds it looks; others have nothing to do, for it is being done. */
export function lockScheduleToLook(trx: Trx, companyId: string) {
  return trx
    .selectFrom('runSchedule')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('isActive', '=', true)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** The same for whoever changes it, and waits. */
export function lockSchedule(trx: Trx, companyId: string) {
  return trx
    .selectFrom('runSchedule')
    .selectAll()
    .where('companyId', '=', companyId)
    .forUpdate()
    .executeTakeFirst();
}

export async function keepSchedule(trx: Trx, schedule: Insertable<RunScheduleTable>): Promise<void> {
  const { companyId, lookedAt: _, ...changes } = schedule;
  await trx
    .insertInto('runSchedule')
    .values(schedule)
    .onConflict((conflict) => conflict.column('companyId').doUpdateSet(changes))
    .execute();
}

export async function markSchedule(
  trx: Trx,
  companyId: string,
  changes: Updateable<RunScheduleTable>,
): Promise<void> {
  await trx.updateTable('runSchedule').set(changes).where('companyId', '=', companyId).execute();
}

export function findAutomaticRun(trx: Trx, companyId: string, runOn: Temporal.PlainDate) {
  return automaticRuns(trx, companyId).where('runOn', '=', runOn).executeTakeFirst();
}
export type FoundAutomaticRun = NonNullable<Awaited<ReturnType<typeof findAutomaticRun>>>;

export function lockAutomaticRun(trx: Trx, companyId: string, runOn: Temporal.PlainDate) {
  return automaticRuns(trx, companyId).where('runOn', '=', runOn).forUpdate().executeTakeFirst();
}

/** The one that has begun and is not over, if any. */
export function findRunning(trx: Trx, companyId: string) {
  return automaticRuns(trx, companyId).where('state', '=', 'running').executeTakeFirst();
}

/** The one that waits for its hour, the earliest first. */
export function listAnnounced(trx: Trx, companyId: string) {
  return automaticRuns(trx, companyId).where('state', '=', 'announced').orderBy('runOn').execute();
}

/** The last one that is over. */
export function findLastEnded(trx: Trx, companyId: string, today: Temporal.PlainDate) {
  return automaticRuns(trx, companyId)
    .where('state', 'in', ['running', 'done', 'failed', 'missed', 'vetoed'])
    .where('runOn', '<=', today)
    .orderBy('runOn', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** A vetoed day that is not over. */
export function findVetoedFrom(trx: Trx, companyId: string, from: Temporal.PlainDate) {
  return automaticRuns(trx, companyId)
    .where('state', '=', 'vetoed')
    .where('runOn', '>=', from)
    .where('runId', 'is', null)
    .orderBy('runOn')
    .limit(1)
    .executeTakeFirst();
}

export async function listAutomaticRuns(
  trx: Trx,
  companyId: string,
  { page, perPage }: { page: number; perPage: number },
) {
  const { total } = await trx
    .selectFrom('automaticRun')
    .where('companyId', '=', companyId)
    .select(sql<number>`count(*)::int`.as('total'))
    .executeTakeFirstOrThrow();
  const rows = await automaticRuns(trx, companyId)
    .orderBy('runOn', 'desc')
    .limit(perPage)
    .offset((page - 1) * perPage)
    .execute();
  return { rows, total };
}

/** The days that are known, whatever became of them. */
export async function listDaysSince(
  trx: Trx,
  companyId: string,
  since: Temporal.PlainDate,
): Promise<Temporal.PlainDate[]> {
  const rows = await trx
    .selectFrom('automaticRun')
    .select('runOn')
    .where('companyId', '=', companyId)
    .where('runOn', '>=', since)
    .execute();
  return rows.map(({ runOn }) => runOn);
}

/** Adds a day, or nothing where it is there: its key decides between two at once. */
export async function addAutomaticRun(
  trx: Trx,
  row: Pick<Insertable<AutomaticRunTable>, 'companyId' | 'runOn' | 'dueAt' | 'missedSinceOn' | 'announcedAt'>,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('automaticRun')
    .values({ ...row, state: 'announced' })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Changes a day that is still in one of these states. @returns false where someone was faster */
export async function markAutomaticRun(
  trx: Trx,
  {
    companyId,
    runOn,
    from,
  }: { companyId: string; runOn: Temporal.PlainDate; from: readonly AutomaticRunState[] },
  { expected, ...changes }: Updateable<AutomaticRunTable>,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('automaticRun')
    .set({ ...changes, ...(expected && { expected: sql<never>`${JSON.stringify(expected)}::jsonb` }) })
    .where('companyId', '=', companyId)
    .where('runOn', '=', runOn)
    .where('state', 'in', [...from])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** What was announced and has not begun: another schedule announces anew. */
export async function removeAnnounced(trx: Trx, companyId: string): Promise<void> {
  await trx
    .deleteFrom('automaticRun')
    .where('companyId', '=', companyId)
    .where('state', '=', 'announced')
    .execute();
}

/** What the rule of the next day must know of those before. */
export async function findPast(
  trx: Trx,
  { companyId, onSinceAt }: FoundSchedule,
  today: Temporal.PlainDate,
): Promise<Past> {
  const closed = await trx
    .selectFrom('automaticRun')
    .select(['runOn', 'state'])
    .where('companyId', '=', companyId)
    .where('state', '<>', 'announced')
    .where('runOn', '>=', today)
    .execute();
  const handled = await trx
    .selectFrom('automaticRun')
    .select('runOn')
    .where('companyId', '=', companyId)
    .where('state', 'in', ['done', 'vetoed', 'running'])
    .orderBy('runOn', 'desc')
    .limit(1)
    .executeTakeFirst();
  return {
    onSince: onSinceAt,
    handledOn: handled?.runOn ?? null,
    closedOn: closed.map(({ runOn }) => runOn),
  };
}

/** The run that an earlier day left for a person, while nobody has touched it. */
export async function isUntouchedReview(trx: Trx, companyId: string, runId: string): Promise<boolean> {
  const { rows } = await sql<{ untouched: boolean }>`
    select exists (select from automatic_run a where a.company_id = ${companyId} and a.review_run_id = ${runId})
      and exists (select from run r where r.company_id = ${companyId} and r.id = ${runId} and r.state = 'planned')
      and not exists (
        select from proposal p where p.company_id = ${companyId} and p.run_id = ${runId} and p.edits <> '[]'
      ) as untouched`.execute(trx);
  return rows[0]?.untouched ?? false;
}

/** How many notices of a run were left for a person. */
export async function countLeftForPerson(trx: Trx, companyId: string, runId: string): Promise<number> {
  const { rows } = await sql<{ debtors: number }>`
    select count(*)::int as debtors from run_left_out
    where company_id = ${companyId} and run_id = ${runId} and because = 'outside_run'`.execute(trx);
  return rows[0]?.debtors ?? 0;
}

/** Who is told of what goes out by itself, and may stop it. Users are of no company: outside of its transaction. */
export async function listToTell(db: Db, companyId: string) {
  return db
    .selectFrom('membership as m')
    .innerJoin('appUser as u', 'u.id', 'm.userId')
    .select(['u.id', 'u.name', 'u.email', 'u.language'])
    .where('m.companyId', '=', companyId)
    .where('m.role', 'in', ['owner', 'clerk'])
    .orderBy('u.id')
    .execute();
}

/** Whether a user may still stop what goes out by itself. */
export async function mayVeto(db: Db, companyId: string, userId: string): Promise<boolean> {
  const found = db.selectFrom('membership').select('role').where('companyId', '=', companyId);
  const member = await found.where('userId', '=', userId).executeTakeFirst();
  return member !== undefined && mayCall(member.role, 'clerk');
}

function automaticRuns(trx: Trx, companyId: string) {
  return trx.selectFrom('automaticRun').selectAll().where('companyId', '=', companyId);
}
