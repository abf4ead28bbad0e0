/** What a column of an imported list may hold, for an open item. */
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

/** The same for a debtor; a list of open items may hold these too. */
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
  'payer_number',
  'contact_name',
  'contact_role',
  'contact_email',
  'contact_phone',
] as const;

export const LIST_FIELDS = [...DEBTOR_FIELDS, ...ITEM_FIELDS] as const;
export type ListField = (typeof LIST_FIELDS)[number];
