/** The words that the core, the API and the database share for who owes what. */

export const DOCUMENT_KINDS = ['invoice', 'credit_note', 'payment_on_account', 'miscellaneous'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** The law asks first who the debtor is: a firm, a private person, or a public authority. */
export const DEBTOR_KINDS = ['business', 'consumer', 'public'] as const;
export type DebtorKind = (typeof DEBTOR_KINDS)[number];

export const CONTACT_ROLES = ['accounts_payable', 'buyer', 'director', 'other'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

export const CHANNELS = ['mail', 'post', 'registered_post', 'fax', 'call', 'portal'] as const;
export type Channel = (typeof CHANNELS)[number];

export const LANGUAGES = ['fr', 'nl', 'en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Where a due date was taken from; a guessed one is shown as such. */
export const DUE_SOURCES = [
  'document',
  'payment_means',
  'terms_text',
  'debtor_terms',
  'company_default',
] as const;
export type DueSource = (typeof DUE_SOURCES)[number];
