import { type RawBuilder, sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/** What an import may write over, by what its rows are known by. */
const KEYS = {
  debtor: 'id',
  debtor_contact: 'id',
  document: 'id',
  due_item: 'id',
  settlement_part: "settlement_id || ' ' || position",
  ledger_difference: 'id',
} as const;
export type TracedTable = keyof typeof KEYS;

/** Rows that an import added, by table. */
export type AddedCounts = Record<'debtors' | 'contacts' | 'documents' | 'items', number>;

/** Keeps rows as they stand, before an import writes over them; those it wrote over before are kept already. */
export async function keepBefore(
  trx: Trx,
  importId: string,
  table: TracedTable,
  /** Of the rows, as `r`. */
  which: RawBuilder<unknown>,
): Promise<void> {
  const key = sql.raw(KEYS[table].replace(/\b(id|settlement_id|position)\b/g, 'r.$1'));
  await sql`
    insert into import_before (company_id, import_id, table_name, row_key, before)
    select r.company_id, ${importId}, ${table}, (${key})::text, to_jsonb(r)
    from ${sql.table(table)} r where r.company_id = (select rappel_company()) and ${which}
      and r.xmin <> pg_current_xact_id()::xid
    on conflict do nothing`.execute(trx);
}

/** What `merged_…` tables are about to change. */
export async function keepMerged(trx: Trx, importId: string): Promise<void> {
  const changed = (table: string) =>
    sql`r.id in (select m.id from ${sql.table(table)} m where m.change <> 'added')`;
  await keepBefore(trx, importId, 'debtor', changed('merged_debtor'));
  await keepBefore(trx, importId, 'debtor_contact', changed('merged_contact'));
  await keepBefore(trx, importId, 'document', changed('merged_document'));
  await keepBefore(
    trx,
    importId,
    'due_item',
    sql`(${changed('merged_item')} or r.id in (select m.due_item_id from merged_met m))`,
  );
  const met = sql`r.due_item_id in (select m.due_item_id from merged_met m)`;
  await keepBefore(trx, importId, 'settlement_part', sql`${met} and not r.undone`);
  await keepBefore(trx, importId, 'ledger_difference', sql`${met} and r.resolved_at is null`);
}

/** Says that this import can be taken back, and that the ones before it no longer can. */
export async function addTrace(
  trx: Trx,
  companyId: string,
  importId: string,
  added: AddedCounts,
): Promise<void> {
  await sql`delete from import_trace where company_id = ${companyId} and import_id <> ${importId}`.execute(
    trx,
  );
  await sql`delete from import_before where company_id = ${companyId} and import_id <> ${importId}`.execute(
    trx,
  );
  await sql`
    insert into import_trace (company_id, import_id, transaction, added)
    values (${companyId}, ${importId}, pg_current_xact_id()::xid::text, ${JSON.stringify(added)}::jsonb)
    on conflict (company_id, import_id) do update set transaction = excluded.transaction, added = excluded.added`.execute(
    trx,
  );
}
