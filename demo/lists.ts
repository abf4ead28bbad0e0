import { stringify } from 'csv-stringify/sync';
import { toDecimal } from '#core/money/money.ts';
import { vatNumber } from './check-digits.ts';
import { DEMO_COMPANY } from './company.ts';
import { DEMO_DEBTORS } from './debtors.ts';
import { type DemoDocument, type DemoItem, openOn } from './ledger.ts';

/** The debtors, with headings that need no mapping. */
export function debtorsCsv(): string {
  const rows = DEMO_DEBTORS.map((debtor) => ({
    debtor_number: debtor.number,
    debtor_name: debtor.name,
    kind: debtor.kind,
    language: debtor.language,
    street: debtor.street,
    postal_code: debtor.postalCode,
    city: debtor.city,
    country: debtor.country,
    debtor_email: debtor.email,
    phone: debtor.phone,
    vat_number: debtor.kind === 'consumer' ? '' : vatNumber(debtor.country, Number(debtor.number)),
    terms_days: String(debtor.termsDays),
    channel: debtor.channel,
  }));
  return stringify(rows, { header: true });
}

/** What was open at the end of a day: a full list, so that what is missing from the next one was paid. */
export function openItemsCsv(day: Temporal.PlainDate): string {
  const rows = openOn(day).map(({ document, item, open }) => ({
    debtor_number: document.debtor.number,
    debtor_name: document.debtor.name,
    document_kind: document.kind,
    document_number: document.number,
    issued_on: String(document.issuedOn),
    due_on: String(item.dueOn),
    currency: document.debtor.currency,
    amount: decimal(document, item.amount),
    open: decimal(document, open),
    structured_reference: document.reference,
    iban: DEMO_COMPANY.iban,
    linked_number: document.linkedNumber,
  }));
  return stringify(rows, { header: true });
}

/** The same list as an accounting package of the neighbourhood writes it: its own headings, points, commas and order of days. */
export function ledgerExport(
  entries: readonly { document: DemoDocument; item: DemoItem; open: bigint }[],
): string {
  const rows = entries.map(({ document, item, open }) => ({
    'N° client': document.debtor.number,
    'Nom du client': document.debtor.name,
    'Type de pièce': KINDS[document.kind],
    'N° pièce': document.number,
    'Date pièce': belgianDay(document.issuedOn),
    Échéance: belgianDay(item.dueOn),
    Devise: document.debtor.currency,
    'Montant TVAC': belgian(decimal(document, item.amount)),
    'Solde ouvert': belgian(decimal(document, open)),
    Communication: document.reference,
  }));
  return stringify(rows, { header: true, delimiter: ';', record_delimiter: '\r\n' });
}

const KINDS = {
  invoice: 'Facture',
  credit_note: 'Note de crédit',
  payment_on_account: 'Acompte',
  miscellaneous: 'OD',
} as const;

function decimal({ debtor }: DemoDocument, minor: bigint): string {
  return toDecimal({ minor, currency: debtor.currency });
}

/** 31/12/2026 */
function belgianDay(day: Temporal.PlainDate): string {
  return String(day).split('-').toReversed().join('/');
}

/** 1.234,56 and, where less than nothing is owed, 1.234,56- */
function belgian(amount: string): string {
  const [whole = '', cents] = amount.replace('-', '').split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, '.');
  return `${grouped}${cents ? `,${cents}` : ''}${amount.startsWith('-') ? '-' : ''}`;
}
