import type { Currency } from '#core/money/currencies.ts';
import type {
  Channel,
  ContactRole,
  DebtorKind,
  DocumentKind,
  DueSource,
  Language,
} from '#core/receivables/kinds.ts';

/** What a file says of a debtor. Null: it does not say, so what is known stays. */
export type DebtorFacts = {
  readonly name: string | null;
  readonly kind: DebtorKind | null;
  readonly language: Language | null;
  readonly country: string | null;
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly fax: string | null;
  readonly vatNumber: string | null;
  readonly enterpriseNumber: string | null;
  readonly termsDays: number | null;
  readonly preferredChannel: Channel | null;
  /** The number of the debtor that pays for this one. */
  readonly payerNumber: string | null;
};

export const NO_DEBTOR_FACTS: DebtorFacts = {
  name: null,
  kind: null,
  language: null,
  country: null,
  street: null,
  postalCode: null,
  city: null,
  email: null,
  phone: null,
  fax: null,
  vatNumber: null,
  enterpriseNumber: null,
  termsDays: null,
  preferredChannel: null,
  payerNumber: null,
};

export type ImportedContact = {
  readonly role: ContactRole;
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
};

/** One due item as a file gives it. Signs are as in the file: signedItem makes them ours. */
export type ImportedItem = {
  readonly kind: DocumentKind | null;
  readonly number: string;
  readonly issuedOn: Temporal.PlainDate | null;
  readonly dueOn: Temporal.PlainDate | null;
  readonly dueSource: DueSource;
  readonly currency: Currency;
  /** Null: the file only says what is open. */
  readonly amount: bigint | null;
  readonly open: bigint;
  readonly structuredReference: string | null;
  readonly iban: string | null;
  readonly linkedNumber: string | null;
};

/** One row that reads: a debtor, and in lists of open items one due item of it. */
export type ImportedRow = {
  readonly row: number;
  readonly debtorNumber: string;
  readonly debtor: DebtorFacts;
  readonly contacts: readonly ImportedContact[];
  readonly item: ImportedItem | null;
};

/**
 * A row that does not read. What it names is still in the list, so a mirror must not take it for settled; where even
 * that is unreadable, it protects the whole debtor, or everything.
 */
export type RejectedRow = {
  readonly row: number;
  readonly debtorNumber: string | null;
  readonly documentNumber: string | null;
};

export type SignedItem = ImportedItem & { readonly kind: DocumentKind };

/**
 * Makes the signs ours: the debtor owes, positive. A credit note or payment on account is negative however the file
 * writes it; an invoice with a negative amount is a credit note; a kind left blank follows the sign.
 */
export function signedItem(item: ImportedItem): SignedItem {
  const lead = item.amount ?? item.open;
  const kind =
    item.kind === null || item.kind === 'invoice' ? (lead < 0n ? 'credit_note' : 'invoice') : item.kind;
  if (kind !== 'credit_note' && kind !== 'payment_on_account') return { ...item, kind };
  return { ...item, kind, amount: item.amount === null ? null : -abs(item.amount), open: -abs(item.open) };
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
