import { type Insertable, sql, type Updateable } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import { IS_ABOUT, IS_FOR_ALL, PAID } from './standing.ts';
import type { PromiseTable } from './tables.ts';

/** A promise that was not withdrawn, with what was paid of it by its deadline. */
export type FoundPromise = {
  readonly id: string;
  readonly debtorId: string;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly promisedOn: Temporal.PlainDate;
  readonly deadlineOn: Temporal.PlainDate;
  readonly outcome: 'kept' | 'broken' | null;
  readonly paidMinor: bigint;
  /** Null: all that the debtor owes in its currency. */
  readonly itemIds: readonly string[] | null;
};

const FOUND = sql`p.id, p.debtor_id, p.currency, p.amount_minor, p.promised_on, p.deadline_on, p.outcome,
  ${PAID} as paid_minor, (select array_agg(n.due_item_id::text) from promise_item n
    where n.company_id = p.company_id and n.promise_id = p.id) as item_ids`;

/**
 * Promises with what was paid of them, locked: those of the debtors given, or all of which the dossier does not know yet
 * how they ended.
 */
export async function lockPromises(
  trx: Trx,
  companyId: string,
  debtorIds?: readonly string[],
): Promise<FoundPromise[]> {
  const narrowed = debtorIds
    ? sql`p.debtor_id = any(${[...new Set(debtorIds)]}::uuid[])`
    : sql`p.outcome is null`;
  const { rows } = await sql<FoundPromise>`
    select ${FOUND} from promise p
    where p.company_id = ${companyId} and p.withdrawn_at is null and ${narrowed}
    order by p.id for update of p`.execute(trx);
  return rows;
}

/** The promises of a debtor that may still stand, oldest first. */
export async function listUndecided(trx: Trx, companyId: string, debtorId: string): Promise<FoundPromise[]> {
  const { rows } = await sql<FoundPromise>`
    select ${FOUND} from promise p
    where p.company_id = ${companyId} and p.withdrawn_at is null and p.outcome is null and p.debtor_id = ${debtorId}
    order by p.id`.execute(trx);
  return rows;
}

/** One promise, locked, withdrawn or not. */
export async function lockPromise(trx: Trx, companyId: string, id: string) {
  const { rows } = await sql<
    FoundPromise & { withdrawnAt: Temporal.Instant | null; seenAt: Temporal.Instant | null }
  >`
    select ${FOUND}, p.withdrawn_at, p.seen_at
    from promise p where p.company_id = ${companyId} and p.id = ${id} for update of p`.execute(trx);
  return rows[0];
}

export async function addPromise(
  trx: Trx,
  promise: Insertable<PromiseTable>,
  itemIds: readonly string[],
): Promise<void> {
  await trx.insertInto('promise').values(promise).execute();
  if (itemIds.length === 0) return;
  const { companyId, id: promiseId } = promise;
  const items = itemIds.map((dueItemId) => ({ companyId, promiseId, dueItemId }));
  await trx.insertInto('promiseItem').values(items).execute();
}

export async function markPromise(
  trx: Trx,
  companyId: string,
  id: string,
  changes: Updateable<PromiseTable>,
): Promise<void> {
  await trx
    .updateTable('promise')
    .set(changes)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** Records how promises ended, or that they are open again. */
export async function markOutcomes(
  trx: Trx,
  companyId: string,
  decided: readonly { readonly id: string; readonly outcome: 'kept' | 'broken' | null }[],
  at: Temporal.Instant,
): Promise<void> {
  await sql`
    update promise p set outcome = w.outcome, decided_at = case when w.outcome is null then null else ${at}::timestamptz end
    from jsonb_to_recordset(${JSON.stringify(decided)}::jsonb) as w (id uuid, outcome text)
    where p.company_id = ${companyId} and p.id = w.id`.execute(trx);
}

/** What a debtor owes in a currency: its claims, and all of it after its credits, in minor units. */
export async function findOwed(trx: Trx, companyId: string, debtorId: string, currency: Currency) {
  const { rows } = await sql<{ claims: bigint; net: bigint }>`
    select coalesce(sum(open_minor) filter (where open_minor > 0), 0)::bigint as claims,
      coalesce(sum(open_minor), 0)::bigint as net
    from due_item
    where company_id = ${companyId} and debtor_id = ${debtorId} and currency = ${currency} and open_minor <> 0`.execute(
    trx,
  );
  return rows[0] ?? { claims: 0n, net: 0n };
}

/** The open claims of a debtor in a currency: what a promise for all of it is about. */
export async function listClaims(trx: Trx, companyId: string, debtorId: string, currency: Currency) {
  const { rows } = await sql<{ id: string }>`
    select id from due_item
    where company_id = ${companyId} and debtor_id = ${debtorId} and currency = ${currency} and open_minor > 0`.execute(
    trx,
  );
  return rows.map(({ id }) => id);
}

const ONCE_A_DAY = sql`on conflict (company_id, promise_id, due_item_id, paid_on)
  do update set amount_minor = promise_payment.amount_minor + excluded.amount_minor`;

/**
 * Notes what an import is about to take off, or put back on, the items of promises whose deadline has not passed: before it
 * writes them. A credit note that the ledger sets against an invoice takes off as much as it puts on: no money came.
 */
export async function addLedgerPayments(trx: Trx, today: Temporal.PlainDate): Promise<void> {
  await sql`
    insert into promise_payment (company_id, promise_id, due_item_id, paid_on, amount_minor)
    select p.company_id, p.id, i.id, ${today}::date, i.open_minor - m.open_minor
    from promise p
    join merged_item m on m.debtor_id = p.debtor_id and m.change <> 'added'
    join due_item i on i.company_id = p.company_id and i.id = m.id and i.open_minor <> m.open_minor and ${IS_ABOUT}
    where p.company_id = (select rappel_company()) and p.withdrawn_at is null and p.deadline_on >= ${today}
    ${ONCE_A_DAY}`.execute(trx);
}

/** The same for money that the ledger newly holds on account, after it was written: paid, though for no item yet. */
export async function addLedgerCredits(trx: Trx, today: Temporal.PlainDate): Promise<void> {
  await sql`
    insert into promise_payment (company_id, promise_id, due_item_id, paid_on, amount_minor)
    select p.company_id, p.id, i.id, ${today}::date, -i.open_minor
    from promise p
    join merged_item m on m.debtor_id = p.debtor_id and m.change = 'added' and m.open_minor < 0
    join merged_document d on d.id = m.document_id and d.kind = 'payment_on_account'
    join due_item i on i.company_id = p.company_id and i.id = m.id and ${IS_ABOUT}
    where p.company_id = (select rappel_company()) and p.withdrawn_at is null and p.deadline_on >= ${today}
    ${ONCE_A_DAY}`.execute(trx);
}

/** Money on account that the ledger now has as its own was counted as paid when the bank showed it: it counts once. */
export async function addGivenWay(
  trx: Trx,
  companyId: string,
  itemIds: readonly string[],
  today: Temporal.PlainDate,
): Promise<void> {
  await sql`
    insert into promise_payment (company_id, promise_id, due_item_id, paid_on, amount_minor)
    select p.company_id, p.id, i.id, ${today}::date, i.open_minor
    from due_item i
    join promise p on p.company_id = i.company_id and p.debtor_id = i.debtor_id and p.currency = i.currency
      and p.withdrawn_at is null and p.deadline_on >= ${today} and ${IS_FOR_ALL}
    where i.company_id = ${companyId} and i.id = any(${[...itemIds]}::uuid[]) and i.open_minor < 0
    ${ONCE_A_DAY}`.execute(trx);
}
