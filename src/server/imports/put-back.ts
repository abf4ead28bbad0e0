import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { TracedTable } from './trace-import.ts';
import type { Trace } from './undo-queries.ts';

/** What an import writes over in each table, and how its rows are found again. */
const WRITTEN = {
  debtor: [
    'name, kind, language, country, street, postal_code, city, email, phone, fax, vat_number, enterprise_number, terms_days, preferred_channel, payer_id',
    'r.id = w.id',
  ],
  debtor_contact: ['role, name, email, phone', 'r.id = w.id'],
  document: [
    'issued_on, amount_minor, structured_reference, iban, linked_number, file_id, direct_debit',
    'r.id = w.id',
  ],
  due_item: [
    'due_on, due_source, amount_minor, open_minor, provisional_minor, settled_on, cycle, level, times, courtesy_on, notified_on, deadline_on',
    'r.id = w.id',
  ],
  settlement_part: [
    'confirmed_minor, confirmed_at',
    'r.settlement_id = w.settlement_id and r.position = w.position',
  ],
  ledger_difference: [
    'expected_minor, found_minor, found_on, resolution, resolved_by, resolved_at',
    'r.id = w.id',
  ],
} as const satisfies Record<TracedTable, readonly [columns: string, same: string]>;

/** Rows as they stood before the import. */
export async function putBack(trx: Trx, importId: string): Promise<void> {
  for (const [table, [columns, same]] of Object.entries(WRITTEN)) {
    const given = columns.split(', ').map((column) => `w.${column}`);
    await sql`
      update ${sql.table(table)} r set (${sql.raw(columns)}) = (select ${sql.raw(given.join(', '))})
      from (select w.* from import_before b cross join lateral jsonb_populate_record(null::${sql.table(table)}, b.before) w
        where b.company_id = (select rappel_company()) and b.import_id = ${importId} and b.table_name = ${table}) w
      where r.company_id = w.company_id and ${sql.raw(same)}`.execute(trx);
  }
}

/** Everything the import added, from what hangs to what it hangs on. @returns the bank lines that were matched with it */
export async function removeAdded(trx: Trx, { transaction }: Trace): Promise<string[]> {
  const company = sql`company_id = (select rappel_company())`;
  const { rows } = await sql<{ lineId: string }>`
    delete from line_match where ${company} and (debtor_id in (select id from undone_debtor where added)
      or item_ids && (select coalesce(array_agg(id), '{}') from undone_due_item where added))
    returning line_id`.execute(trx);
  await sql`delete from ledger_difference r where ${company} and xmin::text = ${transaction}
    and r.id::text not in (select row_key from import_before b where b.company_id = r.company_id
      and b.table_name = 'ledger_difference')`.execute(trx);
  for (const table of ['due_item', 'document', 'debtor_contact', 'debtor'])
    await sql`delete from ${sql.table(table)} where ${company}
      and id in (select id from ${sql.table(`undone_${table}`)} where added)`.execute(trx);
  // The PDFs of its electronic invoices: no document shows them any more.
  await sql`delete from file where ${company} and xmin::text = ${transaction}`.execute(trx);
  return [...new Set(rows.map(({ lineId }) => lineId))];
}
