import type { Insertable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { DebtorContactTable, DebtorTable, HoldTable } from './tables.ts';

export function findDebtor(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('debtor')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export function lockDebtor(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('debtor')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Several of them by their ids, locked in one order: two that lock the same debtors wait, and never for each other. */
export async function lockDebtors(trx: Trx, companyId: string, ids: readonly string[]) {
  const rows = await trx
    .selectFrom('debtor')
    .selectAll()
    .where('companyId', '=', companyId)
    .where(sql<boolean>`id = any(${[...ids]}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** The ids that are debtors of this company. */
export async function listKnownDebtors(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await trx
    .selectFrom('debtor')
    .select('id')
    .where('companyId', '=', companyId)
    .where('id', 'in', ids)
    .execute();
  return new Set(rows.map(({ id }) => id));
}

export async function markDebtor(trx: Trx, companyId: string, id: string, changes: Updateable<DebtorTable>) {
  await trx
    .updateTable('debtor')
    .set(changes)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** Whether any other debtor names this one as its payer. */
export async function paysForOthers(trx: Trx, companyId: string, id: string): Promise<boolean> {
  const found = await trx
    .selectFrom('debtor')
    .select('id')
    .where('companyId', '=', companyId)
    .where('payerId', '=', id)
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/** The debtor with its payer and the policy that each place names, so that the one in force can be told. */
export function findDebtorRelations(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('debtor as d')
    .innerJoin('company as c', 'c.id', 'd.companyId')
    .leftJoin('debtorGroup as g', (on) =>
      on.onRef('g.companyId', '=', 'd.companyId').onRef('g.id', '=', 'd.groupId'),
    )
    .leftJoin('debtor as p', (on) =>
      on.onRef('p.companyId', '=', 'd.companyId').onRef('p.id', '=', 'd.payerId'),
    )
    .leftJoin('dunningPolicy as y', (on) =>
      on
        .onRef('y.companyId', '=', 'd.companyId')
        .on('y.id', '=', sql`coalesce(d.policy_id, g.policy_id, c.default_policy_id)`),
    )
    .selectAll('d')
    .select([
      'g.policyId as groupPolicyId',
      'p.number as payerNumber',
      'p.name as payerName',
      'y.id as policyInForceId',
      'y.name as policyInForceName',
    ])
    .where('d.companyId', '=', companyId)
    .where('d.id', '=', id)
    .executeTakeFirst();
}

export function listContacts(trx: Trx, companyId: string, debtorId: string) {
  return trx
    .selectFrom('debtorContact')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('debtorId', '=', debtorId)
    .orderBy('role')
    .orderBy('name')
    .execute();
}

export function findContact(trx: Trx, companyId: string, debtorId: string, id: string) {
  return trx
    .selectFrom('debtorContact')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('debtorId', '=', debtorId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function addContactRow(trx: Trx, contact: Insertable<DebtorContactTable>) {
  await trx.insertInto('debtorContact').values(contact).execute();
}

export async function markContact(
  trx: Trx,
  companyId: string,
  id: string,
  to: Updateable<DebtorContactTable>,
) {
  await trx
    .updateTable('debtorContact')
    .set(to)
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** The contact that was removed, or undefined where somebody was faster. */
export function removeContactRow(trx: Trx, companyId: string, debtorId: string, id: string) {
  return trx
    .deleteFrom('debtorContact')
    .where('companyId', '=', companyId)
    .where('debtorId', '=', debtorId)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst();
}

/** The holds in force on a day: on the debtor as a whole, or on single due items of it. */
export function listHolds(
  trx: Trx,
  of: { companyId: string; debtorId: string; dueItemId?: string; today: Temporal.PlainDate },
) {
  return trx
    .selectFrom('hold as h')
    .leftJoin('dueItem as i', (on) =>
      on.onRef('i.companyId', '=', 'h.companyId').onRef('i.id', '=', 'h.dueItemId'),
    )
    .leftJoin('document as doc', (on) =>
      on.onRef('doc.companyId', '=', 'i.companyId').onRef('doc.id', '=', 'i.documentId'),
    )
    .selectAll('h')
    .select('doc.number as documentNumber')
    .where('h.companyId', '=', of.companyId)
    .where('h.debtorId', '=', of.debtorId)
    .where('h.releasedAt', 'is', null)
    .where((where) => where.or([where('h.untilOn', 'is', null), where('h.untilOn', '>=', of.today)]))
    .$if(of.dueItemId !== undefined, (query) =>
      query.where((where) =>
        where.or([where('h.dueItemId', 'is', null), where('h.dueItemId', '=', of.dueItemId ?? null)]),
      ),
    )
    .orderBy('h.untilOn')
    .execute();
}

export function lockHold(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('hold')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
}

/** Several of them, locked in one order, with the number of the document an item hangs on. */
export function lockHolds(trx: Trx, companyId: string, ids: readonly string[]) {
  return trx
    .selectFrom('hold')
    .selectAll('hold')
    .select((hold) =>
      hold
        .selectFrom('dueItem as i')
        .innerJoin('document as doc', (on) =>
          on.onRef('doc.companyId', '=', 'i.companyId').onRef('doc.id', '=', 'i.documentId'),
        )
        .select('doc.number')
        .whereRef('i.companyId', '=', 'hold.companyId')
        .whereRef('i.id', '=', 'hold.dueItemId')
        .as('documentNumber'),
    )
    .where('hold.companyId', '=', companyId)
    .where('hold.id', 'in', [...ids])
    .orderBy('hold.id')
    .forUpdate()
    .execute();
}

export async function markHoldsReleased(
  trx: Trx,
  companyId: string,
  ids: readonly string[],
  { at, by }: { at: Temporal.Instant; by: string | null },
) {
  await trx
    .updateTable('hold')
    .set({ releasedAt: at, releasedBy: by })
    .where('companyId', '=', companyId)
    .where('id', 'in', [...ids])
    .where('releasedAt', 'is', null)
    .execute();
}

/** Lets the holds that gave way to these hold again: of the same reach, ended in the moment these were placed. */
export async function markReplacedHoldsBack(trx: Trx, companyId: string, ids: readonly string[]) {
  await sql`
    update hold before set released_at = null, released_by = null
    from hold since
    where since.company_id = ${companyId} and since.id = any (${[...ids]}::uuid[])
      and before.company_id = since.company_id and before.debtor_id = since.debtor_id
      and before.due_item_id is not distinct from since.due_item_id
      and before.released_at = since.placed_at and before.placed_at < since.placed_at`.execute(trx);
}

export async function addHolds(trx: Trx, holds: readonly Insertable<HoldTable>[]) {
  if (holds.length > 0) await trx.insertInto('hold').values(holds).execute();
}

/** Releases the holds of exactly this reach: of these debtors as a whole, and of these due items. */
export async function markHoldsReplaced(
  trx: Trx,
  companyId: string,
  reach: { debtorIds: readonly string[]; itemIds: readonly string[]; at: Temporal.Instant },
) {
  await sql`
    update hold set released_at = ${reach.at}
    where company_id = ${companyId} and released_at is null
      and ((due_item_id is null and debtor_id = any (${[...reach.debtorIds]}::uuid[]))
        or due_item_id = any (${[...reach.itemIds]}::uuid[]))`.execute(trx);
}

/** The day a person spoke with a debtor: the interval between two contacts counts from it. */
export async function markContacted(
  trx: Trx,
  companyId: string,
  debtorId: string,
  on: Temporal.PlainDate,
): Promise<void> {
  await sql`update debtor set contacted_on = greatest(contacted_on, ${on})
    where company_id = ${companyId} and id = ${debtorId}`.execute(trx);
}
