import { sql } from 'kysely';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';

export type ErasedContact = {
  readonly contactId: string;
  readonly debtorId: string;
  readonly erasedAt: Temporal.Instant;
};

/**
 * Takes contact persons away, and from the timeline of their debtors whatever names a contact who is not there any more.
 * The letters they were written to stay as long as letters do. In the caller's transaction; told once per debtor.
 */
export async function eraseContacts(
  trx: Trx,
  tools: Pick<CompanyTools, 'companyId' | 'actor' | 'clock'>,
  contacts: readonly ErasedContact[],
): Promise<void> {
  if (contacts.length === 0) return;
  const { companyId, actor, clock } = tools;
  const ids = sql`${contacts.map(({ contactId }) => contactId)}::uuid[]`;
  const debtors = [...new Set(contacts.map(({ debtorId }) => debtorId))];
  await sql`
    insert into contact_erasure (company_id, contact_id, debtor_id, erased_at, erased_by)
    select ${companyId}::uuid, contact_id, debtor_id, erased_at, ${actor}::text
    from unnest(${ids}, ${contacts.map(({ debtorId }) => debtorId)}::uuid[],
      ${contacts.map(({ erasedAt }) => erasedAt.toString())}::timestamptz[]) as one (contact_id, debtor_id, erased_at)
    on conflict do nothing`.execute(trx);
  await sql`delete from debtor_contact where company_id = ${companyId} and id = any(${ids})`.execute(trx);
  await sql`delete from import_before where company_id = ${companyId} and before ->> 'id' = any(${ids}::text[])`.execute(
    trx,
  );
  await sql`
    update timeline_entry t set personal = null, salt = null
    where t.company_id = ${companyId} and t.personal is not null and t.debtor_id = any(${debtors}::uuid[])
      and t.kind in ('contact_added', 'contact_changed', 'contact_removed')
      and exists (select from contact_erasure e where e.company_id = t.company_id and e.debtor_id = t.debtor_id
        and e.erased_at >= t.at)
      and not exists (select from debtor_contact c where c.company_id = t.company_id and c.debtor_id = t.debtor_id
        and coalesce(c.name, c.email) = t.personal ->> 'name')`.execute(trx);
  await addTimelineEntries(
    trx,
    companyId,
    debtors.map((debtorId) => ({
      kind: 'contacts_erased' as const,
      facts: { contacts: String(contacts.filter((one) => one.debtorId === debtorId).length) },
      at: clock.now(),
      actor,
      debtorId,
    })),
  );
}
