import { PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { toDecimal } from '#core/money/money.ts';
import { structuredReference, vatNumber } from './check-digits.ts';
import { DEMO_COMPANY } from './company.ts';
import type { DemoDebtor } from './debtors.ts';

export type DemoInvoice = {
  readonly debtor: DemoDebtor;
  readonly number: string;
  readonly issuedOn: Temporal.PlainDate;
  readonly isCredit?: boolean;
  readonly lines: readonly { readonly name: string; readonly quantity: number; readonly price: bigint }[];
};

const euros = (minor: bigint) => toDecimal({ minor, currency: 'EUR' });
const netOf = ({ lines }: DemoInvoice) =>
  lines.reduce((sum, line) => sum + BigInt(line.quantity) * line.price, 0n);
const inXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A Peppol BIS 3 invoice or credit note, with the invoice as people see it inside. */
export async function ublInvoice(invoice: DemoInvoice): Promise<string> {
  const pdf = await invoicePdf(invoice);
  const root = invoice.isCredit ? 'CreditNote' : 'Invoice';
  const type = invoice.isCredit
    ? '<cbc:CreditNoteTypeCode>381</cbc:CreditNoteTypeCode>'
    : `<cbc:DueDate>${dueOn(invoice)}</cbc:DueDate>\n  <cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<${root} xmlns="urn:oasis:names:specification:ubl:schema:xsd:${root}-2" xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2" xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:CustomizationID>urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0</cbc:CustomizationID>
  <cbc:ProfileID>urn:fdc:peppol.eu:2017:poacc:billing:01:1.0</cbc:ProfileID>
  <cbc:ID>${invoice.number}</cbc:ID>
  <cbc:IssueDate>${invoice.issuedOn}</cbc:IssueDate>
  ${type}
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cbc:BuyerReference>${invoice.debtor.number}</cbc:BuyerReference>
  <cac:AdditionalDocumentReference>
    <cbc:ID>${invoice.number}</cbc:ID>
    <cac:Attachment>
      <cbc:EmbeddedDocumentBinaryObject mimeCode="application/pdf" filename="${invoice.number}.pdf">${pdf.toString('base64')}</cbc:EmbeddedDocumentBinaryObject>
    </cac:Attachment>
  </cac:AdditionalDocumentReference>
${seller()}
${buyer(invoice.debtor)}
  <cac:PaymentMeans>
    <cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>
    <cbc:PaymentID>${referenceOf(invoice)}</cbc:PaymentID>
    <cac:PayeeFinancialAccount><cbc:ID>${DEMO_COMPANY.iban}</cbc:ID></cac:PayeeFinancialAccount>
  </cac:PaymentMeans>
${totals(invoice)}
${invoice.lines.map((line, index) => lineOf(invoice, line, index)).join('\n')}
</${root}>
`;
}

function seller(): string {
  return party('AccountingSupplierParty', {
    name: DEMO_COMPANY.name,
    street: DEMO_COMPANY.street,
    postalCode: DEMO_COMPANY.postalCode,
    city: DEMO_COMPANY.city,
    country: DEMO_COMPANY.country,
    vat: DEMO_COMPANY.vatNumber,
    email: DEMO_COMPANY.email,
  });
}

function buyer(debtor: DemoDebtor): string {
  return party('AccountingCustomerParty', {
    ...debtor,
    vat: vatNumber(debtor.country, Number(debtor.number)),
  });
}

type PartyFacts = {
  readonly name: string;
  readonly street: string;
  readonly postalCode: string;
  readonly city: string;
  readonly country: string;
  readonly vat: string;
  readonly email: string;
};

function party(role: string, { name, street, postalCode, city, country, vat, email }: PartyFacts): string {
  const endpoint = country === 'BE' ? `<cbc:EndpointID schemeID="0208">${vat.slice(2)}</cbc:EndpointID>` : '';
  return `  <cac:${role}>
    <cac:Party>
      ${endpoint}
      <cac:PartyName><cbc:Name>${inXml(name)}</cbc:Name></cac:PartyName>
      <cac:PostalAddress>
        <cbc:StreetName>${inXml(street)}</cbc:StreetName><cbc:CityName>${inXml(city)}</cbc:CityName><cbc:PostalZone>${postalCode}</cbc:PostalZone>
        <cac:Country><cbc:IdentificationCode>${country}</cbc:IdentificationCode></cac:Country>
      </cac:PostalAddress>
      <cac:PartyTaxScheme><cbc:CompanyID>${vat}</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
      <cac:PartyLegalEntity><cbc:RegistrationName>${inXml(name)}</cbc:RegistrationName></cac:PartyLegalEntity>
      <cac:Contact><cbc:ElectronicMail>${email}</cbc:ElectronicMail></cac:Contact>
    </cac:Party>
  </cac:${role}>`;
}

function totals(invoice: DemoInvoice): string {
  const net = netOf(invoice);
  const vat = vatOf(net);
  const amount = (name: string, minor: bigint) =>
    `<cbc:${name} currencyID="EUR">${euros(minor)}</cbc:${name}>`;
  return `  <cac:TaxTotal>
    ${amount('TaxAmount', vat)}
    <cac:TaxSubtotal>${amount('TaxableAmount', net)}${amount('TaxAmount', vat)}<cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal>
  </cac:TaxTotal>
  <cac:LegalMonetaryTotal>
    ${amount('LineExtensionAmount', net)}${amount('TaxExclusiveAmount', net)}${amount('TaxInclusiveAmount', net + vat)}${amount('PayableAmount', net + vat)}
  </cac:LegalMonetaryTotal>`;
}

function lineOf({ isCredit }: DemoInvoice, line: DemoInvoice['lines'][number], index: number): string {
  const [name, quantity] = isCredit
    ? ['CreditNoteLine', 'CreditedQuantity']
    : ['InvoiceLine', 'InvoicedQuantity'];
  return `  <cac:${name}>
    <cbc:ID>${index + 1}</cbc:ID>
    <cbc:${quantity} unitCode="C62">${line.quantity}</cbc:${quantity}>
    <cbc:LineExtensionAmount currencyID="EUR">${euros(BigInt(line.quantity) * line.price)}</cbc:LineExtensionAmount>
    <cac:Item><cbc:Name>${inXml(line.name)}</cbc:Name><cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:ClassifiedTaxCategory></cac:Item>
    <cac:Price><cbc:PriceAmount currencyID="EUR">${euros(line.price)}</cbc:PriceAmount></cac:Price>
  </cac:${name}>`;
}

/** One page: who, to whom, what, how much. */
async function invoicePdf(invoice: DemoInvoice): Promise<Buffer> {
  const file = await PDFDocument.create();
  const made = new Date(`${invoice.issuedOn}T08:00:00Z`);
  file.setCreationDate(made);
  file.setModificationDate(made);
  const [plain, bold] = [
    await file.embedFont(StandardFonts.Helvetica),
    await file.embedFont(StandardFonts.HelveticaBold),
  ];
  const page = file.addPage([595, 842]);
  const title = `${invoice.isCredit ? 'Note de crédit' : 'Facture'} ${invoice.number}`;
  page.drawText(DEMO_COMPANY.name, { x: 60, y: 770, size: 18, font: bold, color: rgb(0.48, 0.29, 0.07) });
  page.drawText(`${DEMO_COMPANY.street}, ${DEMO_COMPANY.postalCode} ${DEMO_COMPANY.city}`, {
    x: 60,
    y: 752,
    size: 9,
    font: plain,
  });
  page.drawText(invoice.debtor.name, { x: 340, y: 700, size: 11, font: plain });
  page.drawText(`${invoice.debtor.street}, ${invoice.debtor.postalCode} ${invoice.debtor.city}`, {
    x: 340,
    y: 685,
    size: 9,
    font: plain,
  });
  page.drawText(title, { x: 60, y: 620, size: 14, font: bold });
  const net = netOf(invoice);
  const rows = [
    ...invoice.lines.map((line) => [
      `${line.quantity} × ${line.name}`,
      euros(BigInt(line.quantity) * line.price),
    ]),
    ['TVA 21 %', euros(vatOf(net))],
    ['Total EUR', euros(net + vatOf(net))],
  ];
  rows.forEach(([what = '', amount = ''], index) => {
    const y = 580 - index * 20;
    page.drawText(what, { x: 60, y, size: 10, font: plain });
    page.drawText(amount, { x: 520 - plain.widthOfTextAtSize(amount, 10), y, size: 10, font: plain });
  });
  page.drawText(`Communication ${referenceOf(invoice)}  ·  ${DEMO_COMPANY.iban}`, {
    x: 60,
    y: 90,
    size: 9,
    font: plain,
  });
  return Buffer.from(await file.save());
}

function vatOf(net: bigint): bigint {
  return (net * 21n + 50n) / 100n;
}

function dueOn({ issuedOn, debtor }: DemoInvoice): Temporal.PlainDate {
  return issuedOn.add({ days: debtor.termsDays });
}

function referenceOf({ number }: DemoInvoice): string {
  return `+++${structuredReference(number.replaceAll(/\D/g, '').padStart(10, '0'))}+++`;
}
