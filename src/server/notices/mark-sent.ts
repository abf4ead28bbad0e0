import { sql } from 'kysely';
import { takeBackClaims } from '#server/claims/take-back-claims.ts';
import type { Trx } from '#server/platform/db.ts';
import { freeStepsOfNotices } from '#server/steps/step-queries.ts';

/**
 * What a notice changes once it has left through one of its channels, in the transaction that records it as sent: each
 * item reaches its level with its day and deadline, and the debtor has been contacted. Through the next channel it
 * reaches nothing more.
 */
export async function markReached(trx: Trx, companyId: string, noticeIds: readonly string[]): Promise<void> {
  const ids = sql`${[...noticeIds]}::uuid[]`;
  await lockAsked(trx, companyId, noticeIds);
  await sql`
    update due_item i set level = line.level, times = line.times, notified_on = n.issued_on, deadline_on = n.deadline_on
    from notice_line line
    join notice n on n.company_id = line.company_id and n.id = line.notice_id
    where line.company_id = ${companyId} and line.notice_id = any(${ids}) and line.level > 0 and not line.undone
      and i.company_id = line.company_id and i.id = line.due_item_id and i.cycle = line.cycle
      and (i.level < line.level or (i.level = line.level and i.times < line.times))`.execute(trx);
  await sql`
    update due_item i set courtesy_on = n.issued_on
    from notice_line line
    join notice n on n.company_id = line.company_id and n.id = line.notice_id
    where line.company_id = ${companyId} and line.notice_id = any(${ids}) and line.level = 0 and not line.undone
      and n.step_kind = 'courtesy'
      and i.company_id = line.company_id and i.id = line.due_item_id`.execute(trx);
  await sql`
    update debtor d set contacted_on = greatest(d.contacted_on, n.issued_on)
    from (select debtor_id, max(issued_on) as issued_on from notice
          where company_id = ${companyId} and id = any(${ids}) group by debtor_id) n
    where d.company_id = ${companyId} and d.id = n.debtor_id`.execute(trx);
}

/** The debtors of notices and the items they ask for, in the order in which everybody locks them. */
export async function lockAsked(trx: Trx, companyId: string, noticeIds: readonly string[]): Promise<void> {
  const ids = sql`${[...noticeIds]}::uuid[]`;
  await sql`select 1 from debtor where company_id = ${companyId}
    and id in (select debtor_id from notice where company_id = ${companyId} and id = any(${ids}))
    order by id for update`.execute(trx);
  await sql`select 1 from due_item where company_id = ${companyId}
    and id in (select due_item_id from notice_line where company_id = ${companyId} and notice_id = any(${ids}))
    order by id for update`.execute(trx);
}

/**
 * Gives the keys of notices' lines back: their levels may be proposed again. Nothing was reached by them, neither by a
 * step that raises none.
 */
export async function freeLines(
  trx: Trx,
  companyId: string,
  noticeIds: readonly string[],
  at: Temporal.Instant,
): Promise<void> {
  await sql`update notice_line set undone = true
    where company_id = ${companyId} and notice_id = any(${[...noticeIds]}::uuid[])`.execute(trx);
  await takeBackClaims(trx, companyId, noticeIds);
  await freeStepsOfNotices(trx, companyId, noticeIds, at);
}

/** Of these notices, those that have left, or still may leave, through a channel other than these dispatches. */
export async function listStillUnderWay(
  trx: Trx,
  companyId: string,
  noticeIds: readonly string[],
  except: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ noticeId: string }>`
    select distinct notice_id from dispatch
    where company_id = ${companyId} and notice_id = any(${[...noticeIds]}::uuid[]) and purpose = 'notice'
      and id <> all(${[...except]}::uuid[]) and state not in ('refused', 'withdrawn', 'recalled')`.execute(
    trx,
  );
  return new Set(rows.map(({ noticeId }) => noticeId));
}
