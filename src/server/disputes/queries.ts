import { type Insertable, type RawBuilder, sql, type Updateable } from 'kysely';
import { type DisputeReason, disputedNow } from '#core/agreements/dispute.ts';
import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { GivenGate } from '#core/dunning/facts.ts';
import { moneyFact } from '#core/dunning/item-gates.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import type { DisputeTable } from './tables.ts';

/**
 * What credit notes that name the document of due item `i` have to give it, in its currency: the oldest due item of the
 * document takes first, as a run sets them against it.
 */
export const CREDITED: RawBuilder<bigint> = sql<bigint>`
  (select least(greatest(i.open_minor, 0), greatest(0, coalesce(-sum(c.open_minor), 0)
    - (select coalesce(sum(o.open_minor), 0) from due_item o
      where o.company_id = i.company_id and o.document_id = i.document_id and o.open_minor > 0
        and (o.due_on, o.id) < (i.due_on, i.id))))::bigint
  from document own
  join document credit on credit.company_id = own.company_id and credit.debtor_id = own.debtor_id
    and credit.kind = 'credit_note' and credit.linked_number = own.number
  join due_item c on c.company_id = credit.company_id and c.document_id = credit.id and c.currency = i.currency
    and c.open_minor < 0
  where own.company_id = i.company_id and own.id = i.document_id)`;

export type StandingDispute = {
  readonly id: string;
  readonly debtorId: string;
  readonly dueItemId: string;
  readonly currency: Currency;
  readonly amountMinor: bigint | null;
  readonly openMinor: bigint;
  readonly reason: DisputeReason;
  readonly openedOn: EpochDay;
  readonly documentNumber: string;
  readonly openNow: bigint;
  /** What credit notes have to give it, and how much of that came since it was opened. */
  readonly credited: bigint;
  readonly creditedSince: bigint;
};

/** The disputes that stand, each with how its item stands: all of the company's, or those on the items given. */
export async function listStandingDisputes(
  trx: Trx,
  companyId: string,
  itemIds?: readonly string[],
): Promise<StandingDispute[]> {
  const narrowed = itemIds ? sql`and x.due_item_id = any(${[...new Set(itemIds)]}::uuid[])` : sql``;
  const { rows } = await sql<StandingDispute>`
    select x.id, x.debtor_id, x.due_item_id, x.currency, x.amount_minor, x.open_minor - x.credited_minor as open_minor,
      x.reason, x.opened_on - date '1970-01-01' as opened_on, doc.number as document_number, i.open_minor as open_now,
      c.credited, greatest(c.credited - x.credited_minor, 0) as credited_since
    from dispute x
    join due_item i on i.company_id = x.company_id and i.id = x.due_item_id
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    cross join lateral (select ${CREDITED} as credited) c
    where x.company_id = ${companyId} and x.state <> 'closed' ${narrowed}
    order by x.opened_at, x.id`.execute(trx);
  return rows;
}

/** What a standing dispute still takes away of its item; null where it has ended by itself. `amount` null: all of it. */
export function takenAway(dispute: StandingDispute): { readonly amount: bigint | null } | null {
  const { amountMinor: amount, openMinor: openBefore, openNow: open, creditedSince: credited } = dispute;
  const now = disputedNow({ amount, openBefore }, { open, credited });
  return now.ended === null ? { amount: now.amount } : null;
}

/** The gates that disputes close, by due item: a part of it keeps only that part back. */
export async function listDisputeGates(
  trx: Trx,
  companyId: string,
): Promise<ReadonlyMap<string, readonly GivenGate[]>> {
  const gates = new Map<string, readonly GivenGate[]>();
  for (const dispute of await listStandingDisputes(trx, companyId)) {
    const taken = takenAway(dispute);
    if (taken === null) continue;
    const { reason, openedOn, currency } = dispute;
    const { amount } = taken;
    const facts = {
      reason,
      since: isoDay(openedOn),
      amount: amount === null ? '' : moneyFact(amount, currency),
    };
    const gate = { because: 'disputed' as const, facts, until: null };
    gates.set(dispute.dueItemId, [amount === null ? gate : { ...gate, amount }]);
  }
  return gates;
}

/** What is left to ask for of disputed items, after credits and what is contested, by due item: 0 where all of it is. */
export async function listUndisputed(
  trx: Trx,
  companyId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const left = new Map<string, bigint>();
  for (const dispute of await listStandingDisputes(trx, companyId, itemIds)) {
    const taken = takenAway(dispute);
    if (taken === null) continue;
    const owed = dispute.openNow - dispute.credited;
    left.set(dispute.dueItemId, taken.amount === null || taken.amount > owed ? 0n : owed - taken.amount);
  }
  return left;
}

/** The parts of due items that are contested, by due item: what a letter asks is so much less. */
export async function listPartsDisputed(
  trx: Trx,
  companyId: string,
  itemIds: readonly string[],
): Promise<ReadonlyMap<string, bigint>> {
  const parts = new Map<string, bigint>();
  for (const dispute of await listStandingDisputes(trx, companyId, itemIds)) {
    const taken = takenAway(dispute);
    if (taken?.amount) parts.set(dispute.dueItemId, taken.amount);
  }
  return parts;
}

/** Due items of which all is disputed, for a query that leaves them out. */
export function wholeDisputedItems(companyId: string): RawBuilder<unknown> {
  return sql`
    select x.debtor_id, x.due_item_id
    from dispute x
    join due_item i on i.company_id = x.company_id and i.id = x.due_item_id and i.open_minor > 0
    where x.company_id = ${companyId} and x.state <> 'closed' and coalesce(x.amount_minor, i.open_minor) >= i.open_minor`;
}

export async function addDispute(trx: Trx, dispute: Insertable<DisputeTable>): Promise<void> {
  await trx.insertInto('dispute').values(dispute).execute();
}

/** A dispute, locked, with the number of the document it is about. */
export function lockDispute(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('dispute')
    .innerJoin('dueItem as i', (on) =>
      on.onRef('i.companyId', '=', 'dispute.companyId').onRef('i.id', '=', 'dispute.dueItemId'),
    )
    .innerJoin('document as doc', (on) =>
      on.onRef('doc.companyId', '=', 'i.companyId').onRef('doc.id', '=', 'i.documentId'),
    )
    .selectAll('dispute')
    .select(['doc.number as documentNumber', 'i.openMinor as openNow', 'i.settledOn as itemSettledOn'])
    .where('dispute.companyId', '=', companyId)
    .where('dispute.id', '=', id)
    .forUpdate('dispute')
    .executeTakeFirst();
}

/** The one that stands on an item, if any. */
export function findStandingDispute(trx: Trx, companyId: string, dueItemId: string) {
  return trx
    .selectFrom('dispute')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('dueItemId', '=', dueItemId)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
}

export async function findDisputedItem(trx: Trx, companyId: string, id: string) {
  const query = trx
    .selectFrom('dispute')
    .select(['debtorId', 'dueItemId'])
    .where('companyId', '=', companyId);
  return query.where('id', '=', id).executeTakeFirst();
}

/** What the credit notes of an item's document have to give. */
export async function findCredited(trx: Trx, companyId: string, dueItemId: string): Promise<bigint> {
  const { rows } = await sql<{ credited: bigint }>`
    select ${CREDITED} as credited from due_item i where i.company_id = ${companyId} and i.id = ${dueItemId}`.execute(
    trx,
  );
  return rows[0]?.credited ?? 0n;
}

export async function markDispute(
  trx: Trx,
  companyId: string,
  id: string,
  changes: Updateable<DisputeTable>,
): Promise<void> {
  await trx
    .updateTable('dispute')
    .set(changes)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** Closes those that ended by themselves; one that somebody closed in the same moment stays as that left it. */
export async function markDisputesEnded(
  trx: Trx,
  companyId: string,
  ended: readonly { readonly id: string; readonly outcome: 'paid' | 'credited' }[],
  { at, today }: { at: Temporal.Instant; today: Temporal.PlainDate },
): Promise<void> {
  await sql`
    update dispute x set state = 'closed', outcome = w.outcome, resolved_on = ${today}, resolved_at = ${at},
      resolved_by = null
    from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as w (id uuid, outcome text)
    where x.company_id = ${companyId} and x.id = w.id and x.state <> 'closed'`.execute(trx);
}
