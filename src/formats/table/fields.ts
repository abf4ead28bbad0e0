/** What a column of a list of open items or of debtors may hold. */
export const ITEM_FIELDS = [
  'document_kind',
  'document_number',
  'issued_on',
  'due_on',
  'currency',
  'amount',
  'open',
  'debit',
  'credit',
  'structured_reference',
  'iban',
  'linked_number',
] as const;

export const DEBTOR_FIELDS = [
  'debtor_number',
  'debtor_name',
  'debtor_email',
  'language',
  'kind',
  'street',
  'postal_code',
  'city',
  'country',
  'phone',
  'fax',
  'vat_number',
  'enterprise_number',
  'terms_days',
  'channel',
  'contact_name',
  'contact_role',
  'contact_email',
  'contact_phone',
] as const;

export const FIELDS = [...DEBTOR_FIELDS, ...ITEM_FIELDS] as const;
export type Field = (typeof FIELDS)[number];
export type TableKind = 'open_items' | 'debtors';

export function isField(text: string): text is Field {
  return (FIELDS as readonly string[]).includes(text);
}

/** Fields whose column writes amounts or days, which have styles to be detected. */
export const HOLDS: Partial<Record<Field, 'amount' | 'day'>> = {
  amount: 'amount',
  open: 'amount',
  debit: 'amount',
  credit: 'amount',
  issued_on: 'day',
  due_on: 'day',
};
