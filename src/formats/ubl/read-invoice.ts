import { dayFrom } from '#core/calendar/days.ts';
import { type Currency, isCurrency } from '#core/money/currencies.ts';
import { money, parseMoney, toDecimal } from '#core/money/money.ts';
import type { Problem } from '#core/problem.ts';
import type { DueSource } from '#core/receivables/kinds.ts';
import { isIban, structuredReferenceFrom } from '#core/receivables/structured-reference.ts';
import { Refusal, type RefusalCode, refuse } from '#core/refusal.ts';
import { type Party, readParty } from './read-party.ts';
import { instalmentsOf } from './read-terms.ts';
import { all, type Element, find, readXml, textAt } from './read-xml.ts';

/** One due item of an electronic invoice, its amount in the smallest unit. */
export type Instalment = {
  readonly dueOn: Temporal.PlainDate | null;
  readonly dueSource: DueSource;
  readonly amount: bigint;
};

/** An invoice or credit note as its sender issued it. Amounts: the debtor owes, positive. */
export type ElectronicInvoice = {
  readonly kind: 'invoice' | 'credit_note';
  readonly number: string;
  readonly issuedOn: Temporal.PlainDate;
  readonly currency: Currency;
  /** BT-112, with VAT. */
  readonly total: bigint;
  /** BT-115, what is still to be paid. */
  readonly payable: bigint;
  readonly instalments: readonly Instalment[];
  readonly structuredReference: string | null;
  readonly iban: string | null;
  readonly linkedNumber: string | null;
  readonly seller: Party;
  readonly buyer: Party;
  readonly pdf: { readonly name: string; readonly bytes: Buffer } | null;
  /** Paid by direct debit: never reminded by itself. */
  readonly directDebit: boolean;
};

export type ReadInvoice =
  | { readonly invoice: ElectronicInvoice; readonly problems: readonly [] }
  | { readonly invoice: null; readonly problems: readonly Problem[] };

const NAMESPACES = /^urn:oasis:names:(specification|tc):(ubl|ubl:schema):.*(Invoice|CreditNote)-/;

/** Whether an XML's root is an invoice or credit note in UBL. */
export function isUbl(root: Element): boolean {
  return (root.name === 'Invoice' || root.name === 'CreditNote') && NAMESPACES.test(root.namespace);
}

/**
 * Reads UBL 2.x, of which Peppol BIS 3, XRechnung and e-FFF are dialects. @throws Refusal if it is no UBL at all; what
 * is wrong inside is told as problems, each at the line and path of its element.
 */
export function readInvoice(bytes: Buffer, file: string): ReadInvoice {
  const root = readXml(bytes, file);
  if (!isUbl(root)) refuse('file_kind_unknown', { file, found: `XML <${root.name.slice(0, 60)}>` });
  const reader = new Reader(root);
  const invoice = reader.invoice();
  return invoice && reader.problems.length === 0
    ? { invoice, problems: [] }
    : { invoice: null, problems: reader.problems };
}

class Reader {
  readonly problems: Problem[] = [];
  readonly #root: Element;

  constructor(root: Element) {
    this.#root = root;
  }

  invoice(): ElectronicInvoice | null {
    const root = this.#root;
    const number = this.#required('ID');
    const issuedText = this.#required('IssueDate');
    const currencyText = this.#required('DocumentCurrencyCode');
    const issuedOn = issuedText ? this.#tried('IssueDate', () => dayFrom(issuedText.slice(0, 10))) : null;
    const currency = currencyText ? this.#currency(currencyText) : null;
    if (!number || !issuedOn || !currency) return null;
    const payable = this.#amount(currency, 'LegalMonetaryTotal', 'PayableAmount');
    if (payable === null) return null;
    this.#checkTotals(currency, payable);
    const seller = readParty(find(root, 'AccountingSupplierParty'));
    const buyer = readParty(find(root, 'AccountingCustomerParty'));
    if (!buyer.name)
      this.#problem(
        'value_missing',
        { field: 'AccountingCustomerParty/PartyName' },
        'AccountingCustomerParty',
      );
    const sign = this.#sign();
    const total = this.#optionalAmount(currency, 'TaxInclusiveAmount') ?? payable;
    const means = all(root, 'PaymentMeans');
    return {
      kind: sign * payable < 0n || (payable === 0n && sign < 0n) ? 'credit_note' : 'invoice',
      number: number.slice(0, 80),
      issuedOn,
      currency,
      total: sign * total,
      payable: sign * payable,
      instalments: instalmentsOf(root, sign * payable, currency, issuedOn),
      structuredReference: referenceOf(root, means),
      iban: ibanOf(means),
      linkedNumber: textAt(root, 'BillingReference', 'InvoiceDocumentReference', 'ID'),
      seller,
      buyer,
      pdf: pdfOf(root),
      directDebit: means.some((one) => ['49', '59'].includes(textAt(one, 'PaymentMeansCode') ?? '')),
    };
  }

  /** A credit note writes positive amounts that lower the debt; a negative invoice is a credit by itself. */
  #sign(): 1n | -1n {
    const code = textAt(this.#root, 'InvoiceTypeCode') ?? textAt(this.#root, 'CreditNoteTypeCode');
    return this.#root.name === 'CreditNote' || CREDIT_CODES.has(code ?? '') ? -1n : 1n;
  }

  /** BT-115 = BT-112 − BT-113 + BT-114, within a cent; what is collected for third parties (XRechnung) comes on top. */
  #checkTotals(currency: Currency, payable: bigint): void {
    const total = this.#optionalAmount(currency, 'TaxInclusiveAmount');
    if (total === null) return;
    const prepaid = this.#optionalAmount(currency, 'PrepaidAmount') ?? 0n;
    const rounding = this.#optionalAmount(currency, 'PayableRoundingAmount') ?? 0n;
    const expected = total - prepaid + rounding + this.#collectedForOthers(currency);
    const off = expected - payable;
    if (off > 1n || off < -1n) {
      const facts = { given: this.#raw('PayableAmount'), expected: decimal(expected, currency) };
      this.#problem('totals_disagree', facts, 'LegalMonetaryTotal', 'PayableAmount');
    }
  }

  #collectedForOthers(currency: Currency): bigint {
    return all(this.#root, 'PrepaidPayment')
      .map((one) =>
        this.#tried('PrepaidPayment/PaidAmount', () => minorFrom(textAt(one, 'PaidAmount') ?? '0', currency)),
      )
      .reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
  }

  #raw(name: string): string {
    return textAt(this.#root, 'LegalMonetaryTotal', name) ?? '';
  }

  #optionalAmount(currency: Currency, name: string): bigint | null {
    return this.#raw(name) === '' ? null : this.#amount(currency, 'LegalMonetaryTotal', name);
  }

  #amount(currency: Currency, ...path: string[]): bigint | null {
    const text = this.#required(...path);
    if (text === null) return null;
    const stated = find(this.#root, ...path)?.attributes.currencyID;
    if (stated && stated !== currency) {
      this.#problem(
        'currency_changed',
        { document: textAt(this.#root, 'ID') ?? '', before: currency, after: stated },
        ...path,
      );
      return null;
    }
    return this.#tried(path.join('/'), () => minorFrom(text, currency));
  }

  #currency(text: string): Currency | null {
    if (isCurrency(text)) return text;
    this.#problem('currency_unknown', { given: text.slice(0, 20) }, 'DocumentCurrencyCode');
    return null;
  }

  #required(...path: string[]): string | null {
    const text = textAt(this.#root, ...path);
    if (text === null) this.#problem('value_missing', { field: path.join('/') }, ...path);
    return text;
  }

  #tried<T>(path: string, read: () => T): T | null {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#problem(error.code, error.facts, ...path.split('/'));
      return null;
    }
  }

  #problem(code: RefusalCode, facts: Readonly<Record<string, string>>, ...path: string[]): void {
    const element = find(this.#root, ...path) ?? find(this.#root, path[0] ?? '') ?? this.#root;
    this.problems.push({ code, facts, at: { row: element.line, column: path.join('/') } });
  }
}

/** UNTDID 1001: the documents that credit. */
const CREDIT_CODES = new Set('381 396 261 262 296 308 420 458 532 83 81'.split(' '));

/** Amounts in UBL may carry more decimals than the currency has, where they are zeros. */
function minorFrom(text: string, currency: Currency): bigint {
  if (text.length > 17) refuse('amount_unreadable', { given: text.slice(0, 60), example: '1234.50' });
  return parseMoney(
    text
      .replace(/^\+/, '')
      .replace(/(\.\d*?)0+$/, '$1')
      .replace(/\.$/, ''),
    currency,
  ).minor;
}

function decimal(minor: bigint, currency: Currency): string {
  return `${toDecimal(money(minor, currency))} ${currency}`;
}

function referenceOf(root: Element, means: readonly Element[]): string | null {
  const candidates = [
    ...means.flatMap((one) => [
      textAt(one, 'PaymentID'),
      textAt(one, 'InstructionID'),
      textAt(one, 'InstructionNote'),
    ]),
    ...all(root, 'PaymentTerms').map((terms) => textAt(terms, 'Note')),
  ];
  for (const text of candidates) {
    const reference = text && text.length < 60 ? structuredReferenceFrom(text) : null;
    if (reference) return reference;
  }
  return null;
}

function ibanOf(means: readonly Element[]): string | null {
  for (const one of means) {
    const account = textAt(one, 'PayeeFinancialAccount', 'ID')?.replace(/\s/g, '').toUpperCase();
    if (account && isIban(account)) return account;
  }
  return null;
}

/** The first embedded PDF: by its bytes, not by what it is called. */
function pdfOf(root: Element): ElectronicInvoice['pdf'] {
  for (const reference of all(root, 'AdditionalDocumentReference')) {
    const embedded = find(reference, 'Attachment', 'EmbeddedDocumentBinaryObject');
    if (!embedded || embedded.text.length === 0) continue;
    const bytes = Buffer.from(embedded.text, 'base64');
    if (!bytes.subarray(0, 5).equals(Buffer.from('%PDF-'))) continue;
    const name = embedded.attributes.filename ?? textAt(reference, 'ID') ?? 'invoice';
    return {
      name: `${name
        .replace(/\.pdf$/i, '')
        .replace(/[^\p{L}\p{N}._ -]/gu, '_')
        .slice(0, 80)}.pdf`,
      bytes,
    };
  }
  return null;
}
