import { all, type Element, find, textAt } from './read-xml.ts';

/** Who sells or buys, with every number it goes by. */
export type Party = {
  readonly name: string | null;
  /** The number the seller gave its customer. */
  readonly accountNumber: string | null;
  readonly vatNumber: string | null;
  readonly enterpriseNumber: string | null;
  /** Every identifier, compacted: what the seller check compares. */
  readonly identifiers: readonly string[];
  readonly names: readonly string[];
  readonly street: string | null;
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly country: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly contactName: string | null;
};

export function readParty(holder: Element | undefined): Party {
  const party = find(holder, 'Party');
  const identifications = all(party, 'PartyIdentification').map((one) => textAt(one, 'ID'));
  const vatNumber = vatOf(party);
  const legal = textAt(party, 'PartyLegalEntity', 'CompanyID');
  const endpoint = textAt(party, 'EndpointID');
  const names = [
    textAt(party, 'PartyLegalEntity', 'RegistrationName'),
    textAt(party, 'PartyName', 'Name'),
  ].filter((name) => name !== null);
  const address = find(party, 'PostalAddress');
  const account = textAt(holder, 'SupplierAssignedAccountID') ?? textAt(holder, 'CustomerAssignedAccountID');
  return {
    name: names[0]?.slice(0, 300) ?? null,
    names,
    accountNumber: account ?? identifications[0] ?? null,
    vatNumber,
    enterpriseNumber: legal ? compacted(legal) : null,
    identifiers: [vatNumber, legal, endpoint, ...identifications].filter((id) => id !== null).map(compacted),
    street:
      [textAt(address, 'StreetName'), textAt(address, 'BuildingNumber')].filter(Boolean).join(' ') || null,
    postalCode: textAt(address, 'PostalZone'),
    city: textAt(address, 'CityName'),
    country: countryOf(textAt(address, 'Country', 'IdentificationCode')),
    email: textAt(party, 'Contact', 'ElectronicMail'),
    phone: textAt(party, 'Contact', 'Telephone')?.slice(0, 40) ?? null,
    contactName: textAt(party, 'Contact', 'Name'),
  };
}

/** The tax scheme VAT; an old file may leave the scheme out. */
function vatOf(party: Element | undefined): string | null {
  const schemes = all(party, 'PartyTaxScheme');
  const vat = schemes.find((one) => textAt(one, 'TaxScheme', 'ID') === 'VAT') ?? schemes[0];
  const number = textAt(vat, 'CompanyID');
  return number && /\d/.test(number) ? compacted(number) : null;
}

function countryOf(code: string | null): string | null {
  return code && /^[A-Z]{2}$/.test(code) ? code : null;
}

/** 'BE 0505.890.632' and 'be0505890632' are one. */
export function compacted(number: string): string {
  return number.replace(/[^0-9A-Za-z]/g, '').toUpperCase();
}

type Seller = {
  readonly name: string;
  readonly vatNumber: string | null;
  readonly enterpriseNumber: string | null;
};

/** Whether a party is this company: by a number it goes by; by its name only where the company has no numbers. */
export function isSameParty(party: Party, company: Seller): boolean {
  const numbers = [company.vatNumber, company.enterpriseNumber].filter(
    (number) => number !== null && number !== '',
  );
  if (numbers.length > 0) {
    const known = new Set(numbers.map((number) => digitsOf(compacted(number ?? ''))));
    return party.identifiers.some((id) => known.has(digitsOf(id)));
  }
  return party.names.some((name) => plainName(name) === plainName(company.name));
}

/** The digits without the country: BE0505890632 and 0505890632 are one number. */
function digitsOf(id: string): string {
  return id.replace(/^[A-Z]{2}(?=\d)/, '');
}

const LEGAL_FORMS =
  /\b(sa|nv|srl|bv|bvba|sprl|sas|sarl|gmbh|ag|ltd|limited|vof|snc|scrl|cvba|sc|asbl|vzw|kg|ug|inc)\b/g;

function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}|\./gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(LEGAL_FORMS, '')
    .replace(/\s+/g, ' ')
    .trim();
}
