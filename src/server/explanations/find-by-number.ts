import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';

/** The due items of the documents with this number, the oldest due date first: two debtors may have the same. */
export async function listItemsByDocument(trx: Trx, companyId: string, number: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select i.id
    from document doc
    join due_item i on i.company_id = doc.company_id and i.document_id = doc.id
    where doc.company_id = ${companyId} and doc.number = ${number}
    order by i.due_on, i.id`.execute(trx);
  return rows.map(({ id }) => id);
}
