import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import { addLedgerCredits, addLedgerPayments } from '#server/promises/queries.ts';
import { recordMet } from '#server/settlements/record-met.ts';
import type { WriteContext } from './merge-writer.ts';
import { keepMerged } from './trace-import.ts';

/** The kinds of change in each table of a portion: what none is of needs no statement. */
export type Portion = ReadonlyMap<MergedTable, ReadonlySet<unknown>>;
export type MergedTable =
  | 'merged_debtor'
  | 'merged_contact'
  | 'merged_document'
  | 'merged_item'
  | 'merged_met'
  | 'merged_entry';

/** One portion from the transaction's own tables into the ledger: a statement for each kind of change. */
export async function writeMerged(trx: Trx, context: WriteContext, portion: Portion): Promise<void> {
  if (writesOver(portion)) await keepMerged(trx, context.importId);
  await writeDebtors(trx, portion);
  await writeDocuments(trx, context, portion);
  await addLedgerPayments(trx, context.today);
  await writeItems(trx, context, portion);
  await addLedgerCredits(trx, context.today);
  if (portion.has('merged_met')) await recordMet(trx, context);
  await sql`
    insert into timeline_entry (company_id, at, actor, kind, debtor_id, due_item_id, facts, personal)
    select (select rappel_company()), ${context.at}::timestamptz, ${context.actor}::text, kind, debtor_id, due_item_id,
      facts, personal
    from merged_entry`.execute(trx);
  if (portion.size > 0) await sql`truncate ${sql.join([...portion.keys()].map(sql.table))}`.execute(trx);
}

/** Whether it changes what is there, and not only adds to it. */
function writesOver(portion: Portion): boolean {
  const isOver = (kinds: ReadonlySet<unknown>) => [...kinds].some((kind) => kind !== 'added');
  return [...portion].some(([table, kinds]) => table !== 'merged_entry' && isOver(kinds));
}

async function writeDebtors(trx: Trx, portion: Portion): Promise<void> {
  const [debtors, contacts] = [portion.get('merged_debtor'), portion.get('merged_contact')];
  const columns = sql.raw(
    'name, kind, language, country, street, postal_code, city, email, phone, fax, vat_number, enterprise_number, terms_days, preferred_channel',
  );
  if (debtors?.has('added'))
    await sql`insert into debtor (company_id, id, number, ${columns})
    select (select rappel_company()), id, number, ${columns} from merged_debtor where change = 'added'`.execute(
      trx,
    );
  if (debtors && [...debtors].some((kind) => kind !== 'added'))
    await sql`update debtor d set (${columns}) = (select ${sql.raw(
      'm.name, m.kind, m.language, m.country, m.street, m.postal_code, m.city, m.email, m.phone, m.fax, m.vat_number, m.enterprise_number, m.terms_days, m.preferred_channel',
    )}) from merged_debtor m
    where d.company_id = (select rappel_company()) and d.id = m.id and m.change <> 'added'`.execute(trx);
  if (contacts?.has('added'))
    await sql`insert into debtor_contact (company_id, id, debtor_id, role, name, email, phone)
    select (select rappel_company()), id, debtor_id, role, name, email, phone from merged_contact
    where change = 'added'`.execute(trx);
  if (contacts?.has('changed'))
    await sql`update debtor_contact c set role = m.role, name = m.name, email = m.email, phone = m.phone
    from merged_contact m
    where c.company_id = (select rappel_company()) and c.id = m.id and m.change = 'changed'`.execute(trx);
}

async function writeDocuments(
  trx: Trx,
  { today, source, fileByRow }: WriteContext,
  portion: Portion,
): Promise<void> {
  const documents = portion.get('merged_document');
  // A PDF is kept once: a document that has its own keeps it.
  if (fileByRow.size > 0)
    await sql`
    insert into file (company_id, id, name, media_type, size, sha256, bytes)
    select (select rappel_company()), p.id, p.name, 'application/pdf', length(p.bytes), p.sha256, p.bytes
    from import_pdf p join merged_document m on m.file_id = p.id
    left join document d on d.company_id = (select rappel_company()) and d.id = m.id
    where d.file_id is null`.execute(trx);
  if (documents?.has('added'))
    await sql`
    insert into document (company_id, id, debtor_id, kind, number, issued_on, currency, amount_minor,
      structured_reference, iban, linked_number, file_id, direct_debit, source, imported_on)
    select (select rappel_company()), id, debtor_id, kind, number, issued_on, currency, amount_minor, structured_reference, iban,
      linked_number, file_id, direct_debit, ${source}::text, ${today}::date
    from merged_document where change = 'added'`.execute(trx);
  if (documents?.has('changed'))
    await sql`
    update document d set issued_on = m.issued_on, amount_minor = m.amount_minor,
      structured_reference = m.structured_reference, iban = m.iban, linked_number = m.linked_number,
      file_id = coalesce(d.file_id, m.file_id), direct_debit = d.direct_debit or m.direct_debit
    from merged_document m
    where d.company_id = (select rappel_company()) and d.id = m.id and m.change = 'changed'`.execute(trx);
}

/** Levels are left alone: a notice was issued or it was not. Only an item that opens again starts a new cycle at 0. */
async function writeItems(trx: Trx, { today }: WriteContext, portion: Portion): Promise<void> {
  const items = portion.get('merged_item');
  if (items?.has('added'))
    await sql`
    insert into due_item (company_id, id, document_id, debtor_id, position, due_on, due_source, currency, amount_minor,
      open_minor, settled_on, imported_on)
    select (select rappel_company()), i.id, i.document_id, i.debtor_id, i.position, i.due_on, i.due_source, i.currency,
      i.amount_minor, i.open_minor, case when i.open_minor = 0 then ${today}::date end,
      case when d.id is not null then ${today}::date end
    from merged_item i left join merged_document d on d.id = i.document_id and d.change = 'added'
    where i.change = 'added'`.execute(trx);
  if (items?.has('changed') || items?.has('settled'))
    await sql`
    update due_item i set due_on = m.due_on, due_source = m.due_source, amount_minor = m.amount_minor,
      open_minor = m.open_minor,
      settled_on = case when m.open_minor <> 0 then null when m.change = 'settled' then ${today}::date
        else i.settled_on end
    from merged_item m
    where i.company_id = (select rappel_company()) and i.id = m.id and m.change in ('changed', 'settled')`.execute(
      trx,
    );
  if (items?.has('reopened'))
    await sql`
    update due_item i set due_on = m.due_on, due_source = m.due_source, amount_minor = m.amount_minor,
      open_minor = m.open_minor, settled_on = null, cycle = i.cycle + 1, level = 0, times = 0, courtesy_on = null,
      notified_on = null, deadline_on = null
    from merged_item m
    where i.company_id = (select rappel_company()) and i.id = m.id and m.change = 'reopened'`.execute(trx);
}
