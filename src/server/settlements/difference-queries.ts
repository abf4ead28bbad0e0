import { sql } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { DocumentKind } from '#core/receivables/kinds.ts';
import type { DifferenceKind } from '#core/receivables/settlement-words.ts';
import type { Trx } from '#server/platform/db.ts';

export type ProvisionalRow = {
  readonly difference: string | null;
  readonly kind: 'waiting' | DifferenceKind;
  readonly settlement: string | null;
  readonly itemId: string;
  readonly number: string;
  readonly documentKind: DocumentKind;
  readonly otherId: string | null;
  readonly otherNumber: string | null;
  readonly debtorId: string;
  readonly debtorNumber: string;
  readonly debtorName: string;
  readonly currency: Currency;
  readonly expectedMinor: bigint;
  readonly foundMinor: bigint;
  readonly bookedOn: Temporal.PlainDate | null;
  readonly sinceOn: Temporal.PlainDate;
};

type Paged = { readonly offset: number; readonly limit: number };

/** What the bank settled and no list has shown yet, the longest first. */
export async function listWaiting(
  trx: Trx,
  companyId: string,
  { offset, limit }: Paged,
): Promise<ProvisionalRow[]> {
  const { rows } = await sql<ProvisionalRow>`
    select null as difference, 'waiting' as kind, s.id as settlement, i.id as item_id, doc.number, doc.kind as document_kind,
      null as other_id, null as other_number, d.id as debtor_id, d.number as debtor_number, d.name as debtor_name, p.currency,
      p.amount_minor as expected_minor, p.confirmed_minor as found_minor, s.booked_on, s.booked_on as since_on
    from settlement_part p
    join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
    join due_item i on i.company_id = p.company_id and i.id = p.due_item_id
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = i.company_id and d.id = i.debtor_id
    where p.company_id = ${companyId} and not p.undone and p.confirmed_minor <> p.amount_minor
    order by s.booked_on, s.id, p.position limit ${limit} offset ${offset}`.execute(trx);
  return rows;
}

/** Where ledger and bank disagree and nobody has resolved it, the oldest first. */
export async function listDiffering(
  trx: Trx,
  companyId: string,
  { offset, limit }: Paged,
): Promise<ProvisionalRow[]> {
  const { rows } = await sql<ProvisionalRow>`
    select f.id as difference, f.kind, latest.id as settlement, i.id as item_id, doc.number, doc.kind as document_kind,
      o.id as other_id, other.number as other_number, d.id as debtor_id, d.number as debtor_number, d.name as debtor_name,
      f.currency, f.expected_minor, f.found_minor, latest.booked_on, f.found_on as since_on
    from ledger_difference f
    join due_item i on i.company_id = f.company_id and i.id = f.due_item_id
    join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    join debtor d on d.company_id = f.company_id and d.id = f.debtor_id
    left join due_item o on o.company_id = f.company_id and o.id = f.other_item_id
    left join document other on other.company_id = o.company_id and other.id = o.document_id
    left join lateral (
      select s.id, s.booked_on from settlement_part p
      join settlement s on s.company_id = p.company_id and s.id = p.settlement_id
      where p.company_id = f.company_id and p.due_item_id = f.due_item_id and not p.undone
      order by s.made_at desc limit 1) latest on true
    where f.company_id = ${companyId} and f.resolved_at is null
    order by f.found_at, f.id limit ${limit} offset ${offset}`.execute(trx);
  return rows;
}

export async function countProvisional(
  trx: Trx,
  companyId: string,
): Promise<{ waiting: number; differing: number }> {
  const { rows } = await sql<{ waiting: bigint; differing: bigint }>`
    select (select count(*) from settlement_part where company_id = ${companyId} and not undone and due_item_id is not null
        and confirmed_minor <> amount_minor) as waiting,
      (select count(*) from ledger_difference where company_id = ${companyId} and resolved_at is null) as differing`.execute(
    trx,
  );
  return { waiting: Number(rows[0]?.waiting ?? 0n), differing: Number(rows[0]?.differing ?? 0n) };
}

export function lockDifference(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('ledgerDifference')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('resolvedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

/** Of these items, differences that nobody has resolved yet; their number. */
export async function markDifferencesResolved(
  trx: Trx,
  companyId: string,
  itemIds: readonly string[],
  resolved: { resolution: 'ledger' | 'bank' | 'ledger_followed'; at: Temporal.Instant; by: string | null },
): Promise<void> {
  if (itemIds.length === 0) return;
  await trx
    .updateTable('ledgerDifference')
    .set({ resolution: resolved.resolution, resolvedAt: resolved.at, resolvedBy: resolved.by })
    .where('companyId', '=', companyId)
    .where('dueItemId', 'in', [...itemIds])
    .where('resolvedAt', 'is', null)
    .execute();
}

/** Settlements that stand on an item and that the ledger does not show whole. */
export async function listUnconfirmedSettlements(
  trx: Trx,
  companyId: string,
  itemId: string,
): Promise<string[]> {
  const rows = await trx
    .selectFrom('settlementPart')
    .select('settlementId')
    .distinct()
    .where('companyId', '=', companyId)
    .where('dueItemId', '=', itemId)
    .where('undone', '=', false)
    .whereRef('confirmedMinor', '<>', 'amountMinor')
    .execute();
  return rows.map(({ settlementId }) => settlementId);
}
