import type { Problem } from '#core/problem.ts';
import { type ImportedRow, NO_DEBTOR_FACTS, type RejectedRow } from '#core/receivables/imported-row.ts';
import { Refusal } from '#core/refusal.ts';
import { isEmail } from '#formats/table/read-debtor.ts';
import { type ElectronicInvoice, readInvoice } from '#formats/ubl/read-invoice.ts';
import { isSameParty } from '#formats/ubl/read-party.ts';
import type { ZipEntry } from '#formats/zip/read-zip.ts';
import type { SourcePortion } from './import-source.ts';

export type Seller = {
  readonly name: string;
  readonly vatNumber: string | null;
  readonly enterpriseNumber: string | null;
};

/** By row: the numbers its buyer goes by, the PDF that came inside, and whether the seller collects it. */
export type Invoices = ReadonlyMap<number, InvoiceExtras>;
export type InvoiceExtras = {
  readonly vatNumber: string | null;
  readonly enterpriseNumber: string | null;
  readonly pdf: ElectronicInvoice['pdf'];
  readonly directDebit: boolean;
  /** Where it names its buyer, as problems say it. */
  readonly buyerPlace: string;
};

const PORTION = 20;

/** Electronic invoices one by one: a due item each, or one per instalment. A file that fails leaves the others alone. */
export async function* readInvoices(
  files: Iterable<ZipEntry> | AsyncIterable<ZipEntry>,
  company: Seller,
  { inArchive }: { readonly inArchive: boolean },
): AsyncGenerator<SourcePortion> {
  let count = 0;
  let portion = empty();
  for await (const file of files) {
    count += 1;
    const inFile = placeIn(file.name, inArchive);
    const read = readOne(file, company, inFile);
    if ('problems' in read) {
      portion.problems.push(...read.problems);
      portion.rejected.push({ row: count, debtorNumber: null, documentNumber: null });
      continue;
    }
    portion.rows.push(...rowsOf(read, count));
    portion.invoices.set(count, {
      vatNumber: read.buyer.vatNumber,
      enterpriseNumber: read.buyer.enterpriseNumber,
      pdf: read.pdf,
      directDebit: read.directDebit,
      buyerPlace: inFile('AccountingCustomerParty'),
    });
    if (portion.rows.length >= PORTION) {
      yield portion;
      portion = empty();
    }
  }
  yield portion;
}

function empty() {
  return {
    rows: [] as ImportedRow[],
    problems: [] as Problem[],
    rejected: [] as RejectedRow[],
    invoices: new Map<number, InvoiceExtras>(),
  };
}

/** A place in an archive begins with the name of the file in it. */
function placeIn(name: string, inArchive: boolean) {
  return (column: string) => (inArchive ? [name, column].filter(Boolean).join(': ') : column);
}

function readOne(
  { name, bytes }: ZipEntry,
  company: Seller,
  inFile: (column: string) => string,
): ElectronicInvoice | { problems: Problem[] } {
  try {
    const { invoice, problems } = readInvoice(bytes, name);
    if (!invoice)
      return {
        problems: problems.map((one) => ({ ...one, at: { ...one.at, column: inFile(one.at.column) } })),
      };
    if (isSameParty(invoice.seller, company)) return invoice;
    const facts = { seller: invoice.seller.name ?? '?', company: company.name };
    return {
      problems: [
        { code: 'seller_not_company', facts, at: { row: 1, column: inFile('AccountingSupplierParty') } },
      ],
    };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const row = Number(error.facts.line ?? 1);
    return { problems: [{ code: error.code, facts: error.facts, at: { row, column: inFile('') } }] };
  }
}

function rowsOf(invoice: ElectronicInvoice, row: number): ImportedRow[] {
  const { buyer } = invoice;
  const email = buyer.email && isEmail(buyer.email) ? buyer.email : null;
  const debtor = {
    ...NO_DEBTOR_FACTS,
    name: buyer.name,
    country: buyer.country,
    street: buyer.street,
    postalCode: buyer.postalCode?.slice(0, 20) ?? null,
    city: buyer.city,
    email,
    phone: buyer.phone,
    vatNumber: buyer.vatNumber,
    enterpriseNumber: buyer.enterpriseNumber,
  };
  const contact = buyer.contactName && {
    role: 'other' as const,
    name: buyer.contactName,
    email,
    phone: buyer.phone,
  };
  const number = buyer.accountNumber ?? buyer.enterpriseNumber ?? buyer.vatNumber ?? buyer.name ?? '';
  return invoice.instalments.map(({ dueOn, dueSource, amount }) => ({
    row,
    debtorNumber: number.slice(0, 60),
    debtor,
    contacts: contact ? [contact] : [],
    item: {
      kind: invoice.kind,
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      dueOn,
      dueSource,
      currency: invoice.currency,
      amount: invoice.instalments.length === 1 && abs(invoice.total) >= abs(amount) ? invoice.total : amount,
      open: amount,
      structuredReference: invoice.structuredReference,
      iban: invoice.iban,
      linkedNumber: invoice.linkedNumber,
    },
  }));
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
