import { sql } from 'kysely';
import type { StepAfter } from '#core/dunning/steps-after.ts';
import { DOCUMENT_KINDS, type DocumentKind } from '#core/receivables/kinds.ts';
import type { TaskKind } from '#core/receivables/tasks.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyDay } from './company-day.ts';

export type WorkKind =
  | 'dispatch_unknown'
  | 'dispatch_failed'
  | 'run_to_send'
  | 'run_to_review'
  | 'task'
  | 'contact';

/** What a policy does after a level, and what else of it decides whether an item may be in a notice today. */
export type PolicyStep = StepAfter & {
  readonly policyId: string;
  /** Whoever was contacted after this day is left alone. */
  readonly quietSince: string;
  readonly documents: readonly DocumentKind[];
  /** In minor units of the company's currency. */
  readonly minimumItem: string;
};

export type Narrowing = {
  readonly steps: readonly PolicyStep[];
  /** The policy of whoever has none of its own. */
  readonly defaultPolicyId: string | null;
  /** Where there is no policy at all. */
  readonly quietSince: string;
  readonly firstImportOn: string | null;
};

export type WorkRow = {
  readonly kind: WorkKind;
  readonly debtorId: string | null;
  readonly debtorNumber: string | null;
  readonly debtorName: string | null;
  readonly debtorPhone: string | null;
  readonly runId: string | null;
  readonly runNumber: number | null;
  readonly runNotices: bigint | null;
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
  readonly overdueMinor: bigint | null;
  /** Every level of every overdue claim is done. */
  readonly exhausted: boolean | null;
};

/**
 * What waits for a person today, in one order? First what may be lost or doubled if nobody looks (sendings that are
 * not certain, then those that failed), then runs, then tasks by their day, then debtors to contact. Within the same
 * urgency: what is overdue in the company's currency, times the days the oldest claim is late.
 * A debtor is to be contacted when the next step of an item's policy has come by the rules of a run, or every level is
 * done and a person decides; the contact interval is over, no hold keeps it, and no run, task or sending is about it.
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
  const { rows } = await sql<
    { counts: Partial<Record<WorkKind, number>> | null; row: boolean | null } & WorkRow
  >`
    with ${queue(day, narrowing)},
    counted as (select jsonb_object_agg(kind, times) as counts from (select kind, count(*) as times from work group by kind) k),
    page as (
      select cut.*, row_number() over () as nth
      from (
        select * from work
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
      page.dispatch_id, s.channel, s.answer, page.task_id, t.kind as task_kind, page.due_on, t.facts,
      w.level, w.oldest_on, w.overdue_minor, page.exhausted
    from counted
    left join page on true
    left join debtor d on d.company_id = ${companyId} and d.id = page.debtor_id
    left join run r on r.company_id = ${companyId} and r.id = page.run_id
    left join notice n on n.company_id = ${companyId} and n.id = page.notice_id
    left join dispatch s on s.company_id = ${companyId} and s.id = page.dispatch_id
    left join task t on t.company_id = ${companyId} and t.id = page.task_id
    left join lateral (
      select max(i.level) as level, min(i.due_on) filter (where i.open_minor > 0) as oldest_on,
        (sum(i.open_minor) filter (where i.currency = ${day.currency}))::bigint as overdue_minor
      from due_item i
      where i.company_id = ${companyId} and i.debtor_id = page.debtor_id and i.open_minor <> 0 and i.due_on < ${today}
    ) w on true
    order by page.nth`.execute(trx);
  return { rows: rows.filter(({ row }) => row), counts: rows[0]?.counts ?? {} };
}

/** All of the queue, as common table expressions that end in `work`. */
function queue(day: CompanyDay, narrowing: Narrowing) {
  const { companyId, today } = day;
  return sql`
    ${contactable(day, narrowing)},
    asked as (
      select t.*, case t.kind when 'dispatch_refused' then 'dispatch_failed' else 'task' end as work_kind
      from task t
      where t.company_id = ${companyId} and t.done_at is null and t.due_on <= ${today} and t.kind <> 'dispatch_unknown'
    ), work as materialized (
      select 'dispatch_unknown' as kind, 1 as rank, s.id, n.debtor_id, n.run_id, n.id as notice_id,
        s.id as dispatch_id, null::uuid as task_id, null::date as due_on, w.worth,
        w.exhausted
      from dispatch s
      join notice n on n.company_id = s.company_id and n.id = s.notice_id
      left join worth w on w.debtor_id = n.debtor_id
      where s.company_id = ${companyId} and s.state = 'unknown'
      union all
      select work_kind, case work_kind when 'dispatch_failed' then 2 else 5 end, a.id, a.debtor_id, null, a.notice_id,
        a.dispatch_id, a.id, a.due_on, w.worth, w.exhausted
      from asked a left join worth w on w.debtor_id = a.debtor_id
      union all
      select case state when 'approved' then 'run_to_send' else 'run_to_review' end,
        case state when 'approved' then 3 else 4 end, id, null, id, null, null, null, planned_for, null, null
      from run where company_id = ${companyId} and state in ('planned', 'approved')
      union all
      select 'contact', 6, w.debtor_id, w.debtor_id, null, null, null, null, null, w.worth, w.exhausted
      from worth w
      where w.due and (w.worth > 0 or w.worth is null)
        and w.debtor_id not in (select h.debtor_id from held h where h.due_item_id is null)
        and w.debtor_id not in (select a.debtor_id from asked a where a.debtor_id is not null)
        and w.debtor_id not in (select p.debtor_id from proposal p join run r on r.company_id = p.company_id and r.id = p.run_id
          where p.company_id = ${companyId} and r.state in ('planning', 'planned', 'approved', 'sending'))
        and w.debtor_id not in (select n.debtor_id from dispatch s join notice n on n.company_id = s.company_id and n.id = s.notice_id
          where s.company_id = ${companyId} and n.undone_at is null
            and s.state in ('held', 'queued', 'claimed', 'transmitting', 'unknown'))
    )`;
}

/** Each debtor with something late: whether an item's step has come, whether all are done, and what waiting costs. */
function contactable({ companyId, today, currency }: CompanyDay, narrowing: Narrowing) {
  const { steps, defaultPolicyId, quietSince, firstImportOn } = narrowing;
  // Documents are joined only where a policy looks at them: that is the dearest part.
  const kinds = steps.some(({ documents }) => documents.length < DOCUMENT_KINDS.length);
  const reads = kinds || steps.some(({ basis }) => basis === 'issue_date');
  return sql`
    step as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
        as step ("policyId" uuid, reached smallint, basis text, latest date, "timesMax" integer, "quietSince" date,
          documents jsonb, "minimumItem" bigint)
    ), own_policy as materialized (
      select id as document_id, policy_id from document where company_id = ${companyId} and policy_id is not null
    ), lately as materialized (
      select id as document_id, imported_on from document
      where company_id = ${companyId} and imported_on > ${firstImportOn}::date
        and imported_on > (select min(latest) from step where reached = 0)
    ), held as materialized (
      select debtor_id, due_item_id from hold
      where company_id = ${companyId} and released_at is null and until_on >= ${today}
    ), follows as materialized (
      select d.id as debtor_id, d.contacted_on, coalesce(d.policy_id, g.policy_id, ${defaultPolicyId}::uuid) as policy_id
      from debtor d
      left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id
      where d.company_id = ${companyId}
    ), late as (
      select i.debtor_id, i.currency, i.open_minor, i.due_on,
        step.reached is not null and (step.basis is null or coalesce(i.times > step."timesMax", false)) as is_done,
        (follows.contacted_on is null or follows.contacted_on <= coalesce(step."quietSince", ${quietSince}::date))
          and i.id not in (select due_item_id from held where due_item_id is not null)
          ${kinds ? sql`and (step.reached is null or step.documents ? doc.kind)` : sql``}
          as is_free,
        i.currency <> ${currency} or i.open_minor >= coalesce(step."minimumItem", 0) as is_enough,
        case step.basis
          when 'due_date' then i.due_on
          when 'previous_deadline' then coalesce(i.deadline_on, i.notified_on, i.due_on)
          when 'last_notice' then coalesce(i.notified_on, i.deadline_on, i.due_on)
          when 'end_of_month' then (date_trunc('month', i.due_on::timestamp) + interval '1 month - 1 day')::date
          ${reads ? sql`when 'issue_date' then doc.issued_on` : sql``}
        end <= step.latest
          and (i.level > 0 or lately.imported_on is null or lately.imported_on <= step.latest)
          and (i.level = 0 or i.deadline_on is null or i.deadline_on < ${today}) as has_come
      from due_item i
      join follows on follows.debtor_id = i.debtor_id
      left join own_policy on own_policy.document_id = i.document_id
      left join step on step."policyId" = coalesce(own_policy.policy_id, follows.policy_id) and step.reached = i.level
      left join lately on lately.document_id = i.document_id
      ${reads ? sql`join document doc on doc.company_id = i.company_id and doc.id = i.document_id` : sql``}
      where i.company_id = ${companyId} and i.open_minor <> 0 and i.due_on < ${today}
    ), worth as materialized (
      select debtor_id,
        bool_or(open_minor > 0 and is_free and (is_done or has_come is null or (has_come and is_enough))) as due,
        bool_and(is_done) filter (where open_minor > 0) as exhausted,
        sum(open_minor) filter (where currency = ${currency})
          * (${today}::date - min(due_on) filter (where open_minor > 0)) as worth
      from late
      group by debtor_id
    )`;
}
