import { sql } from 'kysely';
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

/** What a policy does after a level: the least a query must know to find who may be due. */
export type PolicyStep = {
  readonly policyId: string;
  readonly reached: number;
  readonly days: number | null;
  readonly basis: string | null;
};

export type WorkRow = {
  readonly total: bigint;
  readonly counts: Readonly<Record<WorkKind, number>>;
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
 * A debtor is to be contacted when the next step of its policy has come for a claim, or every level is done and a
 * person decides; nothing was said to it for `contactDays`, no hold keeps it, and no run or task is already about it.
 * SQL narrows by the days of the steps: the next run, or the debtor's own page, still decides.
 */
export async function listWork(
  trx: Trx,
  day: CompanyDay,
  question: {
    kind?: WorkKind | undefined;
    contactDays: number;
    steps: readonly PolicyStep[];
    offset: number;
    limit: number;
  },
): Promise<WorkRow[]> {
  const { companyId, today } = day;
  const { rows } = await sql<WorkRow>`
    with ${queue(day, question)},
    counted as (select jsonb_object_agg(kind, times) as counts from (select kind, count(*) as times from work group by kind) k),
    page as (
      select work.*, count(*) over () as total,
        row_number() over (order by rank, due_on nulls last, worth desc nulls last, id) as nth
      from work
      where ${question.kind === undefined ? sql`true` : sql`kind = ${question.kind}`}
      order by nth
      limit ${question.limit} offset ${question.offset}
    )
    select page.total, counted.counts, page.kind, page.debtor_id, d.number as debtor_number, d.name as debtor_name,
      d.phone as debtor_phone, page.run_id, r.number as run_number, page.notice_id, n.number as notice_number,
      (select count(*) from proposal p where p.company_id = r.company_id and p.run_id = r.id and p.state = 'proposed')
        as run_notices,
      page.dispatch_id, s.channel, s.answer, page.task_id, t.kind as task_kind, page.due_on, t.facts,
      w.level, w.oldest_on, w.overdue_minor, page.exhausted
    from page
    cross join counted
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
  return rows;
}

type Narrowing = { readonly contactDays: number; readonly steps: readonly PolicyStep[] };

function queue({ companyId, today, currency }: CompanyDay, { contactDays, steps }: Narrowing) {
  return sql`
    step as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb)
        as step ("policyId" uuid, reached smallint, days integer, basis text)
    ), follows as materialized (
      select d.id as debtor_id, coalesce(d.policy_id, g.policy_id, c.default_policy_id) as policy_id
      from debtor d
      join company c on c.id = d.company_id
      left join debtor_group g on g.company_id = d.company_id and g.id = d.group_id
      where d.company_id = ${companyId}
    ), worth as (
      select i.debtor_id,
        bool_or(i.open_minor > 0 and (step.days is null or step.days <= ${today}::date -
          case when step.basis = 'previous_deadline' then coalesce(i.deadline_on, i.due_on) else i.due_on end)) as due,
        bool_and(step.reached is not null and step.days is null) filter (where i.open_minor > 0) as exhausted,
        sum(i.open_minor) filter (where i.currency = ${currency})
          * (${today}::date - min(i.due_on) filter (where i.open_minor > 0)) as worth
      from due_item i
      join follows on follows.debtor_id = i.debtor_id
      left join step on step."policyId" = follows.policy_id and step.reached = i.level
      where i.company_id = ${companyId} and i.open_minor <> 0 and i.due_on < ${today}
      group by i.debtor_id
    ), asked as (
      select t.*, case t.kind when 'dispatch_refused' then 'dispatch_failed' else 'task' end as work_kind
      from task t
      where t.company_id = ${companyId} and t.done_at is null and t.due_on <= ${today} and t.kind <> 'dispatch_unknown'
    ), work as (
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
      join debtor d on d.company_id = ${companyId} and d.id = w.debtor_id
      where w.due and w.worth > 0 and (d.contacted_on is null or d.contacted_on <= ${today}::date - ${contactDays}::int)
        and w.debtor_id not in (select h.debtor_id from hold h
          where h.company_id = ${companyId} and h.released_at is null and h.until_on >= ${today} and h.due_item_id is null)
        and w.debtor_id not in (select a.debtor_id from asked a where a.debtor_id is not null)
        and w.debtor_id not in (select p.debtor_id from proposal p join run r on r.company_id = p.company_id and r.id = p.run_id
          where p.company_id = ${companyId} and r.state in ('planning', 'planned', 'approved', 'sending'))
    )`;
}
