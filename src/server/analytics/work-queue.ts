import { type RawBuilder, sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { TaskKind } from '#core/receivables/tasks.ts';
import type { Trx } from '#server/platform/db.ts';
import { type AgreementFacts, agreed, agreementOf } from './agreement-queue.ts';
import type { CompanyDay } from './company-day.ts';
import { contactable, findOwnTerms, type Narrowing } from './contactable.ts';

export type WorkKind =
  | 'dispatch_unknown'
  | 'dispatch_failed'
  | 'payments'
  | 'run_to_send'
  | 'run_to_review'
  | 'promise_broken'
  | 'dispute'
  | 'hold_review'
  | 'task'
  | 'contact';

export type WorkRow = {
  readonly kind: WorkKind;
  readonly debtorId: string | null;
  readonly debtorNumber: string | null;
  readonly debtorName: string | null;
  readonly debtorPhone: string | null;
  readonly runId: string | null;
  readonly runNumber: number | null;
  readonly runNotices: bigint | null;
  /** Why its sending stopped. */
  readonly runAnswer: string | null;
  readonly noticeId: string | null;
  readonly noticeNumber: number | null;
  readonly dispatchId: string | null;
  readonly channel: string | null;
  readonly answer: string | null;
  readonly taskId: string | null;
  readonly taskKind: TaskKind | null;
  readonly dueOn: Temporal.PlainDate | null;
  readonly facts: Readonly<Record<string, string>> | null;
  readonly level: number | null;
  readonly oldestOn: Temporal.PlainDate | null;
  /** Per currency, the company's own first; minor units as text. */
  readonly overdue: readonly { readonly currency: Currency; readonly minor: string }[] | null;
  /** Every level of every overdue claim is done. */
  readonly exhausted: boolean | null;
  /** Bank lines that wait to be matched. */
  readonly payments: bigint | null;
  /** The promise, the dispute or the hold it is about. */
  readonly agreement: AgreementFacts | null;
};

/**
 * What waits for a person today, in one order? First what may be lost or doubled if nobody looks (sendings that are
 * not certain, then those that failed), then payments to match, then runs, then promises that were broken, disputes to answer
 * and holds to look at again, then tasks by their day, then debtors to contact. Within the same urgency: what is
 * overdue in the company's currency, times the days the oldest claim is late.
 * A debtor is to be contacted when the next step of an item's policy has come by the rules of a run, or every level is
 * done and a person decides; the contact interval is over, no hold keeps it, and no run, task, broken
 * promise or sending is about it.
 * `counts` are those of all pages. What needs the whole debtor at once stays the run's to decide: credits set against
 * single claims, and minimum totals.
 */
export async function listWork(
  trx: Trx,
  day: CompanyDay,
  question: { kind?: WorkKind | undefined; narrowing: Narrowing; offset: number; limit: number },
): Promise<{ rows: WorkRow[]; counts: Partial<Record<WorkKind, number>> }> {
  const { companyId, today } = day;
  const { kind, narrowing, offset, limit } = question;
  const own = await findOwnTerms(trx, companyId);
  const { rows } = await sql<
    { counts: Partial<Record<WorkKind, number>> | null; row: boolean | null } & WorkRow
  >`
    with ${queue(day, contactable(day, narrowing, own))},
    seen as (
      select * from work where debtor_id is null or kind = 'dispatch_unknown' or debtor_id not in (
        select id from debtor where company_id = ${companyId} and restricted_at is not null)
    ),
    counted as (select jsonb_object_agg(kind, times) as counts from (select kind, count(*) as times from seen group by kind) k),
    page as (
      select cut.*, row_number() over () as nth
      from (
        select * from seen
        where ${kind === undefined ? sql`true` : sql`kind = ${kind}`}
        order by rank, due_on nulls last, worth desc nulls last, id
        limit ${limit} offset ${offset}
      ) cut
    )
    select counted.counts, page.nth is not null as row, page.kind, page.debtor_id, d.number as debtor_number,
      d.name as debtor_name, d.phone as debtor_phone, page.run_id, r.number as run_number, page.notice_id,
      n.number as notice_number,
      (select count(*) from proposal p where p.company_id = r.company_id and p.run_id = r.id and p.state = 'proposed')
        as run_notices,
      page.dispatch_id, s.channel, s.answer, r.answer as run_answer, page.task_id, t.kind as task_kind, page.due_on, t.facts,
      w.level, w.oldest_on, w.overdue, page.exhausted,
      case page.kind when 'payments' then (select count(*) from to_match) end as payments,
      ${agreementOf(day)} as agreement
    from counted
    left join page on true
    left join debtor d on d.company_id = ${companyId} and d.id = page.debtor_id
    left join run r on r.company_id = ${companyId} and r.id = page.run_id
    left join notice n on n.company_id = ${companyId} and n.id = page.notice_id
    left join dispatch s on s.company_id = ${companyId} and s.id = page.dispatch_id
    left join task t on t.company_id = ${companyId} and t.id = page.task_id
    left join lateral (
      select max(c.level) as level, min(c.oldest_on) as oldest_on,
        jsonb_agg(jsonb_build_object('currency', c.currency, 'minor', c.minor::text)
          order by c.currency <> ${day.currency}, c.currency) filter (where c.minor <> 0) as overdue
      from (
        select i.currency, max(i.level) as level, min(i.due_on) filter (where i.open_minor > 0) as oldest_on,
          sum(i.open_minor) as minor
        from due_item i
        where i.company_id = ${companyId} and i.debtor_id = page.debtor_id and i.open_minor <> 0 and i.due_on < ${today}
        group by i.currency
      ) c
    ) w on true
    order by page.nth`.execute(trx);
  return { rows: rows.filter(({ row }) => row), counts: rows[0]?.counts ?? {} };
}

/** All of the queue, as common table expressions that end in `work`. */
function queue(day: CompanyDay, contacts: RawBuilder<unknown>) {
  const { companyId, today } = day;
  return sql`
    ${contacts},
    ${agreed(day)},
    asked as (
      select t.*, case t.kind when 'dispatch_refused' then 'dispatch_failed' else 'task' end as work_kind
      from task t
      where t.company_id = ${companyId} and t.done_at is null and t.due_on <= ${today} and t.kind <> 'dispatch_unknown'
    ), to_match as (
      select from bank_line l
      where l.company_id = ${companyId} and l.state in ('open', 'partly')
        and not exists (select from settlement s where s.company_id = l.company_id and s.line_id = l.id
          and s.kind = 'later' and s.undone_at is null and s.until_on > ${today})
    ), work as materialized (
      select 'dispatch_unknown' as kind, 1 as rank, s.id, n.debtor_id, n.run_id, n.id as notice_id,
        s.id as dispatch_id, null::uuid as task_id, null::date as due_on, w.worth,
        w.exhausted
      from dispatch s
      join notice n on n.company_id = s.company_id and n.id = s.notice_id
      left join worth w on w.debtor_id = n.debtor_id
      where s.company_id = ${companyId} and s.state = 'unknown'
      union all
      select work_kind, case work_kind when 'dispatch_failed' then 2 else 9 end, a.id, a.debtor_id, null, a.notice_id,
        a.dispatch_id, a.id, a.due_on, w.worth, w.exhausted
      from asked a left join worth w on w.debtor_id = a.debtor_id
      union all
      select 'payments', 3, c.id, null, null, null, null, null, null, null, null
      from company c where c.id = ${companyId} and exists (select from to_match)
      union all
      select case state when 'approved' then 'run_to_send' else 'run_to_review' end,
        case state when 'approved' then 4 else 5 end, id, null, id, null, null, null, planned_for, null, null
      from run where company_id = ${companyId} and state in ('planned', 'approved')
      union all
      select a.kind, a.rank, a.id, a.debtor_id, null, null, null, null, a.due_on, w.worth, w.exhausted
      from agreed a left join worth w on w.debtor_id = a.debtor_id
      union all
      select 'contact', 10, w.debtor_id, w.debtor_id, null, null, null, null, null, w.worth, w.exhausted
      from worth w
      where w.due and (w.worth > 0 or w.worth is null)
        and w.debtor_id not in (select h.debtor_id from held h where h.due_item_id is null)
        and w.debtor_id not in (select a.debtor_id from asked a where a.debtor_id is not null)
        and w.debtor_id not in (select a.debtor_id from agreed a where a.kind = 'promise_broken')
        and w.debtor_id not in (select p.debtor_id from proposal p join run r on r.company_id = p.company_id and r.id = p.run_id
          where p.company_id = ${companyId} and r.state in ('planning', 'planned', 'approved', 'sending'))
        and w.debtor_id not in (select n.debtor_id from dispatch s join notice n on n.company_id = s.company_id and n.id = s.notice_id
          where s.company_id = ${companyId} and n.undone_at is null
            and s.state in ('held', 'queued', 'claimed', 'transmitting', 'unknown'))
    )`;
}
