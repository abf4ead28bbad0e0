import { emailAddressFrom } from '#core/receivables/email-address.ts';
import type { ContactRole } from '#core/receivables/kinds.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { addTimelineEntries } from '#server/timeline/queries.ts';
import { addContactRow, findContact, lockDebtor, markContact, removeContactRow } from './queries.ts';

export type ContactDetails = {
  readonly role: ContactRole;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly fax: string | null;
};

/** Adds a person, or a desk, at a debtor. */
export function addContact(
  tools: CompanyTools,
  input: { debtor: string; contact: ContactDetails },
): Promise<string> {
  const { companyId, actor, clock } = tools;
  const contact = usable(input.contact);
  return inCompany(tools, async (trx) => {
    const debtor =
      (await lockDebtor(trx, companyId, input.debtor)) ?? refuse('debtor_unknown', { debtor: input.debtor });
    if (debtor.erasedAt !== null) refuse('debtor_erased', { debtor: debtor.number });
    const id = newId();
    await addContactRow(trx, { companyId, id, debtorId: debtor.id, ...contact });
    await addTimelineEntries(trx, companyId, [
      { kind: 'contact_added', facts: factsOf(contact), at: clock.now(), actor, debtorId: debtor.id },
    ]);
    return id;
  });
}

/** Writes a contact anew; saying the same again changes nothing. */
export function changeContact(
  tools: CompanyTools,
  input: { debtor: string; contactId: string; contact: ContactDetails },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  const contact = usable(input.contact);
  return inCompany(tools, async (trx) => {
    const debtor =
      (await lockDebtor(trx, companyId, input.debtor)) ?? refuse('debtor_unknown', { debtor: input.debtor });
    if (debtor.erasedAt !== null) refuse('debtor_erased', { debtor: debtor.number });
    const before =
      (await findContact(trx, companyId, debtor.id, input.contactId)) ??
      refuse('contact_unknown', { contact: input.contactId });
    const fields = ['role', 'name', 'email', 'phone', 'fax'] as const;
    if (fields.every((field) => before[field] === contact[field])) return;
    await markContact(trx, companyId, before.id, contact);
    await addTimelineEntries(trx, companyId, [
      { kind: 'contact_changed', facts: factsOf(contact), at: clock.now(), actor, debtorId: debtor.id },
    ]);
  });
}

/** Removes a contact. Where it is gone already, there is nothing to do. */
export function removeContact(
  tools: CompanyTools,
  input: { debtor: string; contactId: string },
): Promise<void> {
  const { companyId, actor, clock } = tools;
  return inCompany(tools, async (trx) => {
    const debtor =
      (await lockDebtor(trx, companyId, input.debtor)) ?? refuse('debtor_unknown', { debtor: input.debtor });
    const removed = await removeContactRow(trx, companyId, debtor.id, input.contactId);
    if (!removed) return;
    await addTimelineEntries(trx, companyId, [
      { kind: 'contact_removed', facts: factsOf(removed), at: clock.now(), actor, debtorId: debtor.id },
    ]);
  });
}

function usable(given: ContactDetails): ContactDetails {
  const contact = {
    role: given.role,
    name: given.name || null,
    email: given.email ? emailAddressFrom(given.email) : null,
    phone: given.phone || null,
    fax: given.fax || null,
  };
  if (!contact.name && !contact.email && !contact.phone && !contact.fax) refuse('contact_unreachable', {});
  return contact;
}

function factsOf({ name, email, role }: ContactDetails) {
  return { name: name ?? email ?? '', role };
}
