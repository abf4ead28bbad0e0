import type { DebtorFacts, ImportedContact } from '#core/receivables/imported-row.ts';
import { CHANNELS, CONTACT_ROLES, DEBTOR_KINDS, LANGUAGES } from '#core/receivables/kinds.ts';
import type { TableKind } from './fields.ts';
import type { Line } from './line.ts';
import { channelOf, contactRoleOf, countryOf, debtorKindOf, languageOf } from './words.ts';

/** What a row says of its debtor, and of one contact of it. Further addresses in the e-mail cell become contacts. */
export function readDebtor(
  line: Line,
  kind: TableKind,
): { facts: DebtorFacts; contacts: readonly ImportedContact[] } {
  const name = kind === 'debtors' ? line.required('debtor_name') : line.text('debtor_name');
  const [email = null, ...more] = emailsOf(line, 'debtor_email');
  const facts: DebtorFacts = {
    name,
    kind: line.word('kind', debtorKindOf, DEBTOR_KINDS.join(', ')),
    language: line.word('language', languageOf, LANGUAGES.join(', ')),
    country: line.word('country', countryOf, 'BE, FR, NL, DE, LU, …'),
    street: line.text('street'),
    postalCode: line.text('postal_code', 20),
    city: line.text('city'),
    email,
    phone: line.text('phone', 40),
    fax: line.text('fax', 40),
    vatNumber: compact(line.text('vat_number', 40)),
    enterpriseNumber: compact(line.text('enterprise_number', 40)),
    termsDays: termsOf(line),
    preferredChannel: line.word('channel', channelOf, CHANNELS.join(', ')),
    payerNumber: line.text('payer_number', 60),
  };
  const others = more.map((address) => ({
    role: 'accounts_payable' as const,
    name: null,
    email: address,
    phone: null,
  }));
  return { facts, contacts: [...contactOf(line), ...others] };
}

function contactOf(line: Line): ImportedContact[] {
  const [email = null] = emailsOf(line, 'contact_email');
  const name = line.text('contact_name');
  const phone = line.text('contact_phone', 40);
  const role = line.word('contact_role', contactRoleOf, CONTACT_ROLES.join(', '));
  return name || email || phone ? [{ role: role ?? 'other', name, email, phone }] : [];
}

// One address, without a display name: what a mail server is certain to take, and no header can be slipped into.
const EMAIL =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?(?:\.[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?)+$/u;

/** Whether a text is one plain e-mail address. */
export function isEmail(text: string): boolean {
  return text.length <= 254 && EMAIL.test(text) && !text.includes('..') && !text.startsWith('.');
}

function emailsOf(line: Line, field: 'debtor_email' | 'contact_email'): string[] {
  const text = line.text(field, 1000);
  if (text === null) return [];
  const addresses = text.split(/[;,]\s*|\s+/).filter((part) => part !== '');
  for (const address of addresses) {
    if (!isEmail(address)) line.refuse(field, 'email_unreadable', { given: address.slice(0, 80) });
  }
  return addresses;
}

function compact(text: string | null): string | null {
  return text === null ? null : text.replace(/[\s.]/g, '').toUpperCase();
}

/** '30', '30 jours', '30 dagen netto'. */
function termsOf(line: Line): number | null {
  const text = line.text('terms_days', 80);
  if (text === null) return null;
  const days = /^\D{0,30}?(\d{1,3})\b/.exec(text)?.[1];
  const count = days === undefined ? null : Number(days);
  if (count !== null && count <= 365) return count;
  line.refuse('terms_days', 'value_unknown', {
    field: 'terms_days',
    given: text.slice(0, 60),
    allowed: '0–365',
  });
  return null;
}
