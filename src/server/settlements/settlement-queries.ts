import { type RawBuilder, sql } from 'kysely';
import type { PartKind } from '#core/matching/match-facts.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { Trx } from '#server/platform/db.ts';
import type { StoredSettlement } from './queries.ts';

/** A settlement with what its line says. */
export type SettlementRow = StoredSettlement & {
  readonly lineAmountMinor: bigint;
  readonly counterparty: string | null;
  readonly text: string;
  readonly accountName: string;
  /** The return that took it back. */
  readonly returnedBy: string | null;
};

export type PartRow = {
  readonly settlementId: string;
  readonly kind: PartKind;
  readonly debtorId: string | null;
  readonly dueItemId: string | null;
  readonly number: string | null;
  readonly currency: Currency;
  readonly amountMinor: bigint;
  readonly confirmedMinor: bigint;
  readonly openBeforeMinor: bigint;
  readonly openAfterMinor: bigint;
};

export type SettlementFilter = {
  readonly ids?: readonly string[];
  readonly item?: string;
  readonly debtor?: string;
  readonly kind?: string | undefined;
  readonly origin?: string | undefined;
};

/** Newest first. */
export async function listSettlementRows(
  trx: Trx,
  companyId: string,
  filter: SettlementFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<SettlementRow[]> {
  const { rows } = await sql<SettlementRow>`
    select s.*, l.amount_minor as line_amount_minor, l.counterparty, l.text, a.name as account_name,
      (select r.id from settlement r where r.company_id = s.company_id and r.takes_back_line_id = s.line_id
        and r.undone_at is null limit 1) as returned_by
    from settlement s
    join bank_line l on l.company_id = s.company_id and l.id = s.line_id
    join bank_account a on a.company_id = l.company_id and a.id = l.account_id
    where ${conditions(companyId, filter)}
    order by s.made_at desc, s.id desc limit ${limit} offset ${offset}`.execute(trx);
  return rows;
}

export async function countSettlements(
  trx: Trx,
  companyId: string,
  filter: SettlementFilter,
): Promise<number> {
  const { rows } = await sql<{ total: bigint }>`
    select count(*) as total from settlement s where ${conditions(companyId, filter)}`.execute(trx);
  return Number(rows[0]?.total ?? 0n);
}

function conditions(
  companyId: string,
  { ids, item, debtor, kind, origin }: SettlementFilter,
): RawBuilder<unknown> {
  const withPart = (some: RawBuilder<unknown>) =>
    sql`s.id in (select p.settlement_id from settlement_part p where p.company_id = ${companyId} and ${some})`;
  return sql.join(
    [
      sql`s.company_id = ${companyId}`,
      ...(ids ? [sql`s.id = any(${[...ids]}::uuid[])`] : []),
      ...(item ? [withPart(sql`p.due_item_id = ${item}`)] : []),
      ...(debtor ? [withPart(sql`p.debtor_id = ${debtor}`)] : []),
      ...(kind ? [sql`s.kind = ${kind}`] : []),
      ...(origin ? [sql`s.origin = ${origin}`] : []),
    ],
    sql` and `,
  );
}

export async function listPartRows(trx: Trx, companyId: string, ids: readonly string[]): Promise<PartRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<PartRow>`
    select p.settlement_id, p.kind, p.debtor_id, p.due_item_id, doc.number, p.currency, p.amount_minor, p.confirmed_minor,
      p.open_before_minor, p.open_after_minor
    from settlement_part p
    left join due_item i on i.company_id = p.company_id and i.id = p.due_item_id
    left join document doc on doc.company_id = i.company_id and doc.id = i.document_id
    where p.company_id = ${companyId} and p.settlement_id = any(${[...ids]}::uuid[])
    order by p.settlement_id, p.position`.execute(trx);
  return rows;
}

/** Whether open amounts come from lists of an accounting package, which then confirm what the bank settled. */
export async function isLedgerMirrored(trx: Trx, companyId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from import where company_id = ${companyId} and kind = 'open_items' and state = 'applied'
      and coalesce((options ->> 'mirror')::boolean, false) limit 1`.execute(trx);
  return rows.length > 0;
}

/** Lines that wait and were matched with an item, or with what a debtor owes. */
export async function listPendingMatches(
  trx: Trx,
  companyId: string,
  of: { readonly item?: string; readonly debtor?: string },
): Promise<readonly { readonly lineId: string; readonly rank: number }[]> {
  const concerns = of.item
    ? sql`${of.item}::uuid = any(m.item_ids)`
    : sql`(m.debtor_id = ${of.debtor} or m.item_ids && array(select i.id from due_item i
        where i.company_id = ${companyId} and i.debtor_id = ${of.debtor} and i.open_minor <> 0))`;
  const { rows } = await sql<{ lineId: string; rank: number }>`
    select distinct on (l.booked_on, l.id) l.id as line_id, m.rank
    from bank_line l join line_match m on m.company_id = l.company_id and m.line_id = l.id
    where l.company_id = ${companyId} and l.remaining_minor <> 0
      and (l.state in ('open', 'partly') or l.state = 'pending') and ${concerns}
    order by l.booked_on, l.id, m.rank limit 100`.execute(trx);
  return rows;
}

export function listIbansOf(trx: Trx, companyId: string, debtorId: string) {
  return trx
    .selectFrom('debtorIban')
    .select(['iban', 'name', 'learntAt'])
    .where('companyId', '=', companyId)
    .where('debtorId', '=', debtorId)
    .orderBy('learntAt', 'desc')
    .execute();
}
