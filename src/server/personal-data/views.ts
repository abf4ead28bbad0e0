import type { RetentionDay } from './due-queries.ts';
import type { RetentionPreview } from './preview-erasures.ts';

export function dayView({ goesOn, ...counts }: RetentionDay) {
  return { on: goesOn.toString(), ...counts };
}

/** What would go, as the API and the shell show it. */
export function previewView({
  persons,
  contacts,
  files,
  days,
}: RetentionPreview & { readonly days: readonly RetentionDay[] }) {
  return {
    persons: persons.map(({ debtorId, number, name, keptUntil, ...person }) => ({
      ...{ id: debtorId, number, name, keptUntil: keptUntil.toString() },
      documents: Number(person.documents),
      notices: Number(person.notices),
      contacts: Number(person.contacts),
    })),
    contacts: contacts.map(({ contactId, name, debtorId, debtorNumber, debtorName, keptUntil }) => ({
      id: contactId,
      name,
      debtor: { id: debtorId, number: debtorNumber, name: debtorName },
      keptUntil: keptUntil.toString(),
    })),
    files: files.map(({ fileId, name, keptUntil }) => ({
      id: fileId,
      name,
      keptUntil: keptUntil.toString(),
    })),
    days: days.map(dayView),
  };
}
