import { type RawBuilder, sql } from 'kysely';
import type { DisputeOutcome, DisputeReason, DisputeState } from '#core/agreements/dispute.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { isUnrestricted } from '#server/debtors/restricted.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';

type Question = {
  readonly view: 'standing' | 'closed' | 'all';
  readonly debtor?: string | undefined;
  readonly item?: string | undefined;
  readonly dispute?: string;
  readonly page: number;
  readonly perPage: number;
};

type Row = {
  readonly id: string;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly itemId: string;
  readonly itemNumber: string;
  readonly dueOn: Temporal.PlainDate;
  readonly openNow: bigint;
  readonly currency: Currency;
  readonly amountMinor: bigint | null;
  readonly reason: DisputeReason;
  readonly note: string | null;
  readonly openedOn: Temporal.PlainDate;
  readonly openedBy: string | null;
  readonly answerOn: Temporal.PlainDate;
  readonly assignedTo: string | null;
  readonly state: DisputeState;
  readonly outcome: DisputeOutcome | null;
  readonly answer: string | null;
  readonly resolvedOn: Temporal.PlainDate | null;
  readonly resolvedBy: string | null;
  readonly total: bigint;
};

/** One page of disputes: those that stand first, the soonest to answer before the others; then the latest. */
export async function showDisputes(tools: CompanyTools, question: Question) {
  const rows = await inCompany(tools, (trx) => listDisputes(trx, tools.companyId, question));
  const people = rows.flatMap(({ openedBy, assignedTo, resolvedBy }) => [openedBy, assignedTo, resolvedBy]);
  const names = await listUserNames(tools.db, people);
  return { rows: rows.map((row) => viewOf(row, names)), total: Number(rows[0]?.total ?? 0n) };
}

export async function showDispute(tools: CompanyTools, { dispute }: { dispute: string }) {
  const { rows } = await showDisputes(tools, { view: 'all', dispute, page: 1, perPage: 1 });
  return rows[0] ?? refuse('dispute_unknown', { dispute });
}

async function listDisputes(trx: Trx, companyId: string, question: Question): Promise<readonly Row[]> {
  const { page, perPage } = question;
  const { rows } = await sql<Row>`
    select x.id, x.debtor_id, d.number as debtor_number, d.name as debtor_name, i.id as item_id, doc.number as item_number,
      i.due_on, i.open_minor as open_now, x.currency, x.amount_minor, x.reason, x.note, x.opened_on, x.opened_by, x.answer_on,
      x.assigned_to, x.state, x.outcome, x.answer, x.resolved_on, x.resolved_by, count(*) over () as total
    from dispute x
    join due_item i on i.company_id = x.company_id and i.id = x.due_item_id
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = x.company_id and d.id = x.debtor_id
    where ${sql.join(conditionsOf(companyId, question), sql` and `)}
    order by x.state = 'closed', case when x.state <> 'closed' then x.answer_on end, x.opened_at desc, x.id
    limit ${perPage} offset ${(page - 1) * perPage}`.execute(trx);
  return rows;
}

function conditionsOf(companyId: string, { view, debtor, item, dispute }: Question): RawBuilder<unknown>[] {
  const conditions = [sql`x.company_id = ${companyId}`];
  if (view === 'standing') conditions.push(sql`x.state <> 'closed'`);
  if (view === 'closed') conditions.push(sql`x.state = 'closed'`);
  if (debtor !== undefined) conditions.push(sql`x.debtor_id = ${debtor}`);
  if (debtor === undefined && item === undefined && dispute === undefined)
    conditions.push(isUnrestricted(companyId, sql`x.debtor_id`));
  if (item !== undefined) conditions.push(sql`x.due_item_id = ${item}`);
  if (dispute !== undefined) conditions.push(sql`x.id = ${dispute}`);
  return conditions;
}

function viewOf(row: Row, names: ReadonlyMap<string, string>) {
  const { currency, amountMinor, assignedTo, reason, note, state, outcome, answer } = row;
  const nameOf = (id: string | null) => (id === null ? null : (names.get(id) ?? id));
  const { itemId, itemNumber, dueOn, openNow } = row;
  const open = toDecimal(money(openNow, currency));
  return {
    id: row.id,
    debtor: { id: row.debtorId, number: row.debtorNumber, name: row.debtorName },
    item: { id: itemId, number: itemNumber, dueOn: dueOn.toString(), open },
    currency,
    amount: amountMinor === null ? null : toDecimal(money(amountMinor, currency)),
    reason,
    note,
    openedOn: row.openedOn.toString(),
    openedBy: nameOf(row.openedBy),
    answerBy: row.answerOn.toString(),
    assignedTo: assignedTo === null ? null : { id: assignedTo, name: names.get(assignedTo) ?? assignedTo },
    state,
    outcome,
    answer,
    resolvedOn: row.resolvedOn?.toString() ?? null,
    resolvedBy: nameOf(row.resolvedBy),
  };
}
