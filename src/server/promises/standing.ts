import { type RawBuilder, sql } from 'kysely';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { GivenGate } from '#core/dunning/facts.ts';
import { moneyFact } from '#core/dunning/item-gates.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';

/** Whether promise `p` is for all that its debtor owes in its currency, and not for items it names. */
export const IS_FOR_ALL: RawBuilder<boolean> = sql<boolean>`
  not exists (select from promise_item n where n.company_id = p.company_id and n.promise_id = p.id)`;

/** Whether promise `p` is about due item `i`. */
export const IS_ABOUT: RawBuilder<boolean> = sql<boolean>`
  (i.debtor_id = p.debtor_id and i.currency = p.currency and (${IS_FOR_ALL}
    or i.id in (select n.due_item_id from promise_item n where n.company_id = p.company_id and n.promise_id = p.id)))`;

/**
 * What was paid of promise `p` by its deadline, in minor units: what the bank settled since it was made, by the day the bank
 * booked it, and what imports took off. A payment that went back takes off what it gave, and so does a credit that was used.
 */
export const PAID: RawBuilder<bigint> = sql<bigint>`
  (coalesce((
    select sum(x.amount_minor) from settlement_part x
    join settlement s on s.company_id = x.company_id and s.id = x.settlement_id
    where x.company_id = p.company_id and x.debtor_id = p.debtor_id and x.currency = p.currency and not x.undone
      and x.due_item_id is not null and s.made_at >= p.made_at and s.booked_on <= p.deadline_on
      and (${IS_FOR_ALL} or x.due_item_id in
        (select n.due_item_id from promise_item n where n.company_id = p.company_id and n.promise_id = p.id))), 0)
  + coalesce((select sum(y.amount_minor) from promise_payment y
    where y.company_id = p.company_id and y.promise_id = p.id), 0))::bigint`;

/** Whether promise `p` may still hold something back: not withdrawn, not told to be over, and not all of it paid. */
const STANDS = sql`p.withdrawn_at is null and p.outcome is null and ${PAID} < p.amount_minor`;

/** Whether promise `p` is broken by a day, told or not. */
export function isBroken(today: Temporal.PlainDate): RawBuilder<boolean> {
  return sql<boolean>`(p.withdrawn_at is null and (p.outcome = 'broken'
    or (p.outcome is null and p.deadline_on < ${today} and ${PAID} < p.amount_minor)))`;
}

/** The last promise that debtor `d` broke about what it still owes: about what it owed that day, where it named nothing. */
export const lastBrokenPromise = sql`
  select p.amount_minor, p.currency, p.promised_on
  from promise p
  where p.company_id = d.company_id and p.debtor_id = d.id and p.outcome = 'broken' and p.withdrawn_at is null
    and exists (select from due_item i
      join document m on m.company_id = i.company_id and m.id = i.document_id and m.issued_on <= p.made_on
      where i.company_id = p.company_id and i.open_minor > 0 and ${IS_ABOUT})
  order by p.promised_on desc, p.id desc limit 1`;

/** The gates that promises close: of single items by their ids, and of all a debtor owes in a currency. */
export type PromiseGates = {
  readonly ofItems: ReadonlyMap<string, readonly GivenGate[]>;
  readonly ofDebtors: ReadonlyMap<
    string,
    readonly { readonly currency: Currency; readonly gate: GivenGate }[]
  >;
};

export async function listPromiseGates(trx: Trx, companyId: string): Promise<PromiseGates> {
  const { rows } = await sql<{
    debtorId: string;
    currency: Currency;
    amount: bigint;
    on: EpochDay;
    deadlineOn: EpochDay;
    itemIds: string[] | null;
  }>`
    select p.debtor_id, p.currency, p.amount_minor as amount, p.promised_on - date '1970-01-01' as on,
      p.deadline_on - date '1970-01-01' as deadline_on,
      (select array_agg(n.due_item_id::text) from promise_item n where n.company_id = p.company_id and n.promise_id = p.id)
        as item_ids
    from promise p
    where p.company_id = ${companyId} and ${STANDS}`.execute(trx);
  const ofItems = new Map<string, GivenGate[]>();
  const ofDebtors = new Map<string, { currency: Currency; gate: GivenGate }[]>();
  for (const { debtorId, currency, amount, on, deadlineOn, itemIds } of rows) {
    const facts = { amount: moneyFact(amount, currency), on: isoDay(on) };
    const gate: GivenGate = { because: 'promised', facts, until: deadlineOn + 1 };
    if (itemIds === null) pushTo(ofDebtors, debtorId, { currency, gate });
    else for (const id of itemIds) pushTo(ofItems, id, gate);
  }
  return { ofItems, ofDebtors };
}

function pushTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

/** Due items that a standing promise holds back on a day, with their debtors, for a query that leaves them out. */
export function promisedItems(companyId: string, today: Temporal.PlainDate): RawBuilder<unknown> {
  return sql`
    select i.debtor_id, i.id as due_item_id
    from promise p
    join due_item i on i.company_id = p.company_id and i.open_minor > 0 and ${IS_ABOUT}
    where p.company_id = ${companyId} and p.deadline_on >= ${today} and ${STANDS}`;
}

/** Which of these due items a standing promise holds back on a day. */
export async function listPromised(
  trx: Trx,
  companyId: string,
  itemIds: readonly string[],
  today: Temporal.PlainDate,
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ dueItemId: string }>`
    select held.due_item_id from (${promisedItems(companyId, today)}) held
    where held.due_item_id = any(${[...new Set(itemIds)]}::uuid[])`.execute(trx);
  return new Set(rows.map(({ dueItemId }) => dueItemId));
}
