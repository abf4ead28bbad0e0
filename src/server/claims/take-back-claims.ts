import { sql } from 'kysely';
import { refuse } from '#core/refusal.ts';
import type { Trx } from '#server/platform/db.ts';

/**
 * Takes back what notices asked besides the debts, in the transaction that undoes them or finds that they never left.
 * What they had taken over from earlier notices is claimed by those again.
 */
export async function takeBackClaims(
  trx: Trx,
  companyId: string,
  noticeIds: readonly string[],
): Promise<void> {
  const ids = sql`${[...noticeIds]}::uuid[]`;
  await sql`select 1 from claim c where c.company_id = ${companyId} and (c.notice_id = any(${ids}) or c.carried_to in (
      select n.id from claim n where n.company_id = ${companyId} and n.notice_id = any(${ids})))
    order by c.id for update`.execute(trx);
  const { numAffectedRows } = await sql`
    update claim set state = 'taken_back'
    where company_id = ${companyId} and notice_id = any(${ids}) and state <> 'taken_back'`.execute(trx);
  if (!numAffectedRows) return;
  await sql`
    update claim o set carried_minor = 0, carried_to = null,
      state = case o.state when 'booked' then 'booked' else 'claimed' end
    from claim c
    where c.company_id = ${companyId} and c.notice_id = any(${ids})
      and o.company_id = c.company_id and o.carried_to = c.id and o.state <> 'taken_back'`.execute(trx);
}

/**
 * Claims again what a notice asks that was taken for refused and has left after all, or goes out once more. As when it was
 * issued, what earlier notices asked of the same and nobody paid is carried to it.
 */
export async function retakeClaims(trx: Trx, companyId: string, noticeId: string): Promise<void> {
  await sql`select 1 from claim c where c.company_id = ${companyId} and c.due_item_id in (
      select l.due_item_id from notice_line l where l.company_id = ${companyId} and l.notice_id = ${noticeId})
    order by c.id for update`.execute(trx);
  const { numAffectedRows } = await sql`
    update claim c set state = case
      when exists (select from claim_act a where a.company_id = c.company_id and a.claim_id = c.id and a.kind = 'booked'
        and a.undone_at is null) then 'booked'
      when c.amount_minor > c.paid_minor + c.waived_minor + c.carried_minor then 'claimed'
      when c.paid_minor > 0 then 'paid' when c.waived_minor > 0 then 'waived' else 'carried' end
    where c.company_id = ${companyId} and c.notice_id = ${noticeId} and c.state = 'taken_back'`.execute(trx);
  if (!numAffectedRows) return;
  await sql`
    update claim o set carried_minor = o.amount_minor - o.paid_minor - o.waived_minor, carried_to = target.id,
      state = case when o.paid_minor > 0 then 'paid' when o.waived_minor > 0 then 'waived' else 'carried' end
    from (
      select distinct on (item.id, c.kind) item.id as due_item_id, c.kind, c.currency, c.id
      from claim c
      cross join lateral (
        select c.due_item_id as id, 0 as rank
        union all
        select l.due_item_id, 1 from notice_line l
        where l.company_id = c.company_id and l.notice_id = c.notice_id and l.level > 0 and c.kind = 'compensation'
          and (select count(*) from claim k where k.company_id = c.company_id and k.notice_id = c.notice_id
            and k.kind <> 'interest') = 1
      ) item
      where c.company_id = ${companyId} and c.notice_id = ${noticeId} and c.kind <> 'fee' and c.state = 'claimed'
      order by item.id, c.kind, item.rank
    ) target
    where o.company_id = ${companyId} and o.due_item_id = target.due_item_id and o.kind = target.kind
      and o.currency = target.currency and o.state = 'claimed' and o.notice_id <> ${noticeId}`.execute(trx);
}

/** A claim that was paid, or that the ledger has, stands in the way of undoing its notice. @throws Refusal claim_settled */
export async function refuseSettledClaims(
  trx: Trx,
  companyId: string,
  noticeIds: readonly string[],
): Promise<void> {
  const { rows } = await sql<{ notice: number; document: string }>`
    select n.number as notice, doc.number as document
    from claim c
    join notice n on n.company_id = c.company_id and n.id = c.notice_id
    join due_item i on i.company_id = c.company_id and i.id = c.due_item_id
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    where c.company_id = ${companyId} and c.notice_id = any(${[...noticeIds]}::uuid[])
      and (c.state in ('paid', 'booked') or c.paid_minor > 0) and c.state <> 'taken_back'
    order by n.number, doc.number limit 1`.execute(trx);
  const [first] = rows;
  if (first) refuse('claim_settled', { notice: String(first.notice), document: first.document });
}
