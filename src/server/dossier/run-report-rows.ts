import { sql } from 'kysely';
import type { DispatchState } from '#core/dunning/notice-state.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import type { ProposalEdit } from '#core/dunning/proposal.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Channel } from '#core/receivables/kinds.ts';
import { IN_NUMBER_ORDER } from '#server/debtors/number-order.ts';
import type { Trx } from '#server/platform/db.ts';

type OfDebtor = { readonly debtorNumber: string; readonly debtorName: string };
type Asked = {
  readonly stepKind: StepKind;
  readonly level: number | null;
  readonly currency: Currency;
  readonly open: bigint;
  readonly interest: bigint;
  readonly fee: bigint;
  readonly total: bigint;
};

export type ReportedNotice = OfDebtor &
  Asked & {
    readonly number: number;
    readonly isUndone: boolean;
    readonly ways: readonly {
      readonly channel: Channel;
      readonly state: DispatchState;
      readonly purpose: 'notice' | 'correction';
    }[];
  };

/** The notices a run issued, by debtor; amounts in minor units. */
export async function listReportedNotices(
  trx: Trx,
  companyId: string,
  runId: string,
): Promise<ReportedNotice[]> {
  const { rows } = await sql<ReportedNotice>`
    select n.number, d.number as debtor_number, d.name as debtor_name, n.step_kind, n.level, n.currency,
      n.open_minor as open, n.interest_minor as interest, n.fee_minor as fee, n.total_minor as total,
      n.undone_at is not null as is_undone,
      (select coalesce(json_agg(json_build_object('channel', x.channel, 'state', x.state, 'purpose', x.purpose)
        order by x.purpose desc, x.id), '[]')
        from dispatch x where x.company_id = n.company_id and x.notice_id = n.id) as ways
    from notice n join debtor d on d.company_id = n.company_id and d.id = n.debtor_id
    where n.company_id = ${companyId} and n.run_id = ${runId} order by ${IN_NUMBER_ORDER}, n.number`.execute(
    trx,
  );
  return rows;
}

export type ReportedAct = OfDebtor & Asked;

/** What became work for people: calls, tasks, hand-overs. */
export async function listReportedActs(trx: Trx, companyId: string, runId: string): Promise<ReportedAct[]> {
  const { rows } = await sql<ReportedAct>`
    select d.number as debtor_number, d.name as debtor_name, p.step_kind, p.level, p.currency,
      p.open_minor as open, p.interest_minor as interest, p.fee_minor as fee, p.total_minor as total
    from proposal p join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
    where p.company_id = ${companyId} and p.run_id = ${runId} and p.state = 'issued'
      and p.step_kind in ('call', 'task', 'hand_over') order by ${IN_NUMBER_ORDER}, p.position`.execute(trx);
  return rows;
}

export type ReportedStop = OfDebtor &
  Asked & {
    /** Why Rappel did not issue it; null: a person left it out. */
    readonly because: string | null;
  };

/** What was proposed and not issued. */
export async function listReportedStops(trx: Trx, companyId: string, runId: string): Promise<ReportedStop[]> {
  const { rows } = await sql<ReportedStop>`
    select d.number as debtor_number, d.name as debtor_name, p.step_kind, p.level, p.currency,
      p.open_minor as open, p.interest_minor as interest, p.fee_minor as fee, p.total_minor as total,
      (select substr(w ->> 'code', 11) from jsonb_array_elements(p.warnings) w
        where w ->> 'code' like 'withdrawn\\_%' limit 1) as because
    from proposal p join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
    where p.company_id = ${companyId} and p.run_id = ${runId} and p.state = 'dropped'
    order by ${IN_NUMBER_ORDER}, p.position`.execute(trx);
  return rows;
}

export type ReportedEdit = OfDebtor & {
  readonly edit: ProposalEdit;
  /** The number of the document it is about; '' where it is about the whole notice. */
  readonly document: string;
};

/** What people changed on the proposals and did not take back, in the order they did. */
export async function listReportedEdits(trx: Trx, companyId: string, runId: string): Promise<ReportedEdit[]> {
  const { rows } = await sql<ReportedEdit>`
    select d.number as debtor_number, d.name as debtor_name, e.edit, coalesce(doc.number, '') as document
    from proposal p join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
    cross join lateral jsonb_array_elements(p.edits) with ordinality as e (edit, nth)
    left join due_item i on i.company_id = p.company_id and i.id = (e.edit -> 'change' ->> 'dueItemId')::uuid
    left join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    where p.company_id = ${companyId} and p.run_id = ${runId} and p.edits <> '[]'
    order by e.edit ->> 'at', ${IN_NUMBER_ORDER}, e.nth`.execute(trx);
  return rows;
}

export type ReportedEvent = {
  readonly at: Temporal.Instant;
  readonly actor: string | null;
  readonly kind: string;
  readonly facts: Readonly<Record<string, string>>;
};

/** What a whole company's sending depends on: told where it falls between the planning and the end of a run. */
const AROUND_A_RUN = [
  'sending_held',
  'sending_released',
  'audit_failed',
  'audit_mended',
  'audit_overridden',
  'mode_changed',
  'sending_limits_changed',
  'statement_overridden',
];
const OF_A_RUN = [
  'run_planned',
  'run_approved',
  'bank_data_overridden',
  'run_cancelled',
  'run_sent',
  'run_undone',
  'run_stopped',
  'run_failed',
  'run_report_printed',
  'notice_resolved',
  'notice_undone',
];

/** The course of a run: its own steps, doubts that people settled, and what held sending back or let it go on meanwhile. */
export async function listReportedEvents(
  trx: Trx,
  companyId: string,
  run: { readonly id: string; readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): Promise<ReportedEvent[]> {
  const { rows } = await sql<ReportedEvent>`
    select at, actor, kind, facts || coalesce(personal, '{}') as facts from timeline_entry
    where company_id = ${companyId} and (
      run_id = ${run.id} and kind = any(${OF_A_RUN})
      or kind = any(${AROUND_A_RUN}) and at between ${run.from} and ${run.to})
    order by id`.execute(trx);
  return rows;
}
