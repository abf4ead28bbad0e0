import { type RawBuilder, sql } from 'kysely';
import { type PromiseState, promiseState } from '#core/agreements/promise.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';
import { findCompanyDay } from '#server/analytics/company-day.ts';
import { isUnrestricted } from '#server/debtors/restricted.ts';
import { inCompany, type Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listUserNames } from '#server/users/user-names.ts';
import { IS_ABOUT, PAID } from './standing.ts';

type Question = {
  readonly state?: PromiseState | undefined;
  readonly debtor?: string | undefined;
  readonly item?: string | undefined;
  readonly promise?: string;
  readonly page: number;
  readonly perPage: number;
};

type Row = {
  readonly id: string;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly items: readonly { id: string; number: string }[] | null;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
  readonly promisedOn: Temporal.PlainDate;
  readonly toleranceDays: number;
  readonly deadlineOn: Temporal.PlainDate;
  readonly note: string | null;
  readonly madeOn: Temporal.PlainDate;
  readonly madeBy: string | null;
  readonly withdrawnAt: Temporal.Instant | null;
  readonly withdrawal: string | null;
  readonly seenAt: Temporal.Instant | null;
  readonly total: bigint;
};

/** One page of promises, the latest day promised first; how each stands follows from today and from what was paid. */
export async function showPromises(tools: CompanyTools, question: Question) {
  const { rows, today } = await inCompany(tools, async (trx) => {
    const day = await findCompanyDay(trx, tools);
    return { rows: await listPromises(trx, tools.companyId, question, day.today), today: day.today };
  });
  const names = await listUserNames(
    tools.db,
    rows.map(({ madeBy }) => madeBy),
  );
  return { rows: rows.map((row) => viewOf(row, today, names)), total: Number(rows[0]?.total ?? 0n) };
}

export async function showPromise(tools: CompanyTools, { promise }: { promise: string }) {
  const { rows } = await showPromises(tools, { promise, page: 1, perPage: 1 });
  return rows[0] ?? refuse('promise_unknown', { promise });
}

async function listPromises(
  trx: Trx,
  companyId: string,
  question: Question,
  today: Temporal.PlainDate,
): Promise<readonly Row[]> {
  const { page, perPage } = question;
  const { rows } = await sql<Row>`
    select p.id, p.debtor_id, d.number as debtor_number, d.name as debtor_name, p.currency, p.amount_minor,
      ${PAID} as paid_minor, p.promised_on, p.tolerance_days, p.deadline_on, p.note, p.made_on, p.made_by, p.withdrawn_at,
      p.withdrawal, p.seen_at, count(*) over () as total,
      (select jsonb_agg(jsonb_build_object('id', i.id, 'number', doc.number) order by i.due_on, doc.number)
        from promise_item n
        join due_item i on i.company_id = n.company_id and i.id = n.due_item_id
        join document doc on doc.company_id = i.company_id and doc.id = i.document_id
        where n.company_id = p.company_id and n.promise_id = p.id) as items
    from promise p
    join debtor d on d.company_id = p.company_id and d.id = p.debtor_id
    where ${sql.join(conditionsOf(companyId, question, today), sql` and `)}
    order by p.promised_on desc, p.made_at desc, p.id
    limit ${perPage} offset ${(page - 1) * perPage}`.execute(trx);
  return rows;
}

function conditionsOf(
  companyId: string,
  { state, debtor, item, promise }: Question,
  today: Temporal.PlainDate,
): RawBuilder<unknown>[] {
  const conditions = [sql`p.company_id = ${companyId}`];
  if (debtor !== undefined) conditions.push(sql`p.debtor_id = ${debtor}`);
  if (debtor === undefined && item === undefined && promise === undefined)
    conditions.push(isUnrestricted(companyId, sql`p.debtor_id`));
  if (promise !== undefined) conditions.push(sql`p.id = ${promise}`);
  if (item !== undefined) {
    conditions.push(
      sql`exists (select from due_item i where i.company_id = p.company_id and i.id = ${item} and ${IS_ABOUT})`,
    );
  }
  if (state !== undefined) conditions.push(inState(state, today));
  return conditions;
}

/** The same as `promiseState` decides, for a page of one state only. */
function inState(state: PromiseState, today: Temporal.PlainDate): RawBuilder<unknown> {
  if (state === 'withdrawn') return sql`p.withdrawn_at is not null`;
  const paid = state === 'kept' ? sql`${PAID} >= p.amount_minor` : sql`${PAID} < p.amount_minor`;
  const day = {
    kept: sql`true`,
    open: sql`p.deadline_on >= ${today}`,
    broken: sql`p.deadline_on < ${today}`,
  };
  return sql`(p.withdrawn_at is null and ${day[state]} and ${paid})`;
}

function viewOf(row: Row, today: Temporal.PlainDate, names: ReadonlyMap<string, string>) {
  const { currency, amountMinor: amount, paidMinor: paid, deadlineOn, madeBy } = row;
  const withdrawn = row.withdrawnAt !== null;
  return {
    id: row.id,
    debtor: { id: row.debtorId, number: row.debtorNumber, name: row.debtorName },
    items: [...(row.items ?? [])],
    currency,
    amount: toDecimal(money(amount, currency)),
    paid: toDecimal(money(paid, currency)),
    on: row.promisedOn.toString(),
    toleranceDays: row.toleranceDays,
    deadline: deadlineOn.toString(),
    state: promiseState({ amount, paid, deadlineOn, withdrawn }, today),
    note: row.note,
    madeOn: row.madeOn.toString(),
    madeBy: madeBy === null ? null : (names.get(madeBy) ?? madeBy),
    withdrawal: row.withdrawal,
    answered: row.seenAt !== null,
  };
}
