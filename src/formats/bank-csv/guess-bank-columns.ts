import { type BankCsvField, type BankCsvProfile, SHARED_FIELDS } from '#core/bank/csv-profile.ts';
import { isIban } from '#core/receivables/structured-reference.ts';
import { amountStyleOf } from '#formats/table/read-amount.ts';
import { dayStyleOf } from '#formats/table/read-day.ts';
import { fieldsOf } from './headings.ts';

/** Which columns hold a field, in the order of the file; and fields that two columns claim with equal right. */
export type BankColumns = {
  readonly indexesOf: ReadonlyMap<BankCsvField, readonly number[]>;
  readonly ambiguous: readonly { readonly field: BankCsvField; readonly headers: readonly string[] }[];
};

type Claim = {
  readonly index: number;
  readonly field: BankCsvField;
  readonly rank: number;
  readonly isPlain: boolean;
};

/** By what a person said, then by the headings that are known, with the values as witness. Nothing is guessed. */
export function guessBankColumns(
  headers: readonly string[],
  rows: readonly (readonly string[])[],
  profile: BankCsvProfile,
): BankColumns {
  const indexesOf = new Map<BankCsvField, number[]>();
  const give = (field: BankCsvField, index: number) =>
    indexesOf.set(field, [...(indexesOf.get(field) ?? []), index]);
  const chosen = profile.columns ?? {};
  const free: number[] = [];
  headers.forEach((header, index) => {
    const choice = chosen[header];
    if (choice === undefined) free.push(index);
    else if (choice !== '') give(choice, index);
  });
  const claims = free.flatMap((index) => claimsOf(headers[index] ?? '', index, valuesOf(rows, index)));
  const ambiguous: { field: BankCsvField; headers: readonly string[] }[] = [];
  const taken = new Set<number>();
  for (const field of ORDER) {
    if (indexesOf.has(field) && !SHARED_FIELDS.has(field)) continue;
    const own = claims.filter((claim) => claim.field === field && !taken.has(claim.index));
    const best = Math.min(...own.map(({ rank }) => rank));
    const winners = SHARED_FIELDS.has(field) ? sharing(field, own) : own.filter(({ rank }) => rank === best);
    if (winners.length > 1 && !SHARED_FIELDS.has(field)) {
      ambiguous.push({ field, headers: winners.map(({ index }) => headers[index] ?? '') });
      continue;
    }
    for (const { index } of winners) {
      taken.add(index);
      give(field, index);
    }
  }
  return { indexesOf, ambiguous };
}

/** What must be right is given first: 'Tegenpartij' is an account before it is a name. */
const ORDER: readonly BankCsvField[] = [
  'booked_on',
  'value_on',
  'amount',
  'debit',
  'credit',
  'sign',
  'balance',
  'currency',
  'iban',
  'account',
  'bic',
  'structured_reference',
  'statement_number',
  'ultimate_party',
  'end_to_end_id',
  'mandate',
  'return_reason',
  'status',
  'counterparty',
  'text',
  'bank_reference',
  'code',
];

/** Beside 'Naam tegenpartij', a plain 'Naam' is that of the account's owner. */
function sharing(field: BankCsvField, claims: readonly Claim[]): readonly Claim[] {
  const named = claims.filter(({ isPlain }) => !isPlain);
  return field === 'counterparty' && named.length > 0 ? named : claims;
}

const PLAIN = /^(name|naam|nom|naam van de rekening)$/i;

function claimsOf(header: string, index: number, values: readonly string[]): Claim[] {
  return fieldsOf(header)
    .filter(({ field }) => isWitnessed(field, values))
    .map(({ field, rank }) => ({ index, field, rank, isPlain: PLAIN.test(header.trim()) }));
}

/** Values speak against a heading: a column of words is no day, whatever it is called. */
function isWitnessed(field: BankCsvField, values: readonly string[]): boolean {
  if (values.length === 0) return true;
  const share = (fits: (text: string) => boolean) => values.filter(fits).length / values.length;
  const isAmount = (text: string) => amountStyleOf(text) !== 'none' && !/^\d{8}$/.test(text);
  if (field === 'booked_on' || field === 'value_on')
    return share((text) => dayStyleOf(text) !== 'none') > 0.5;
  if (field === 'amount' || field === 'debit' || field === 'credit' || field === 'balance')
    return share(isAmount) > 0.5;
  if (field === 'currency') return share((text) => /^[A-Za-z]{3}$/.test(text)) > 0.5;
  if (field === 'account') return new Set(values).size <= 20 && share(isAccount) > 0.5 && !isManifold(values);
  if (field === 'iban') return share(isAccount) > 0.5;
  if (field === 'bic')
    return share((text) => /^[A-Z]{6}[A-Z0-9]{2,5}$|^\d{8}$/i.test(text.replace(/\s/g, ''))) > 0.5;
  if (field === 'counterparty') return share(isAccount) < 0.5 && !isConstant(values);
  return true;
}

/** Whom one trades with changes from line to line; one's own accounts do not. */
function isManifold(values: readonly string[]): boolean {
  return values.length >= 4 && new Set(values).size > values.length / 2;
}

function isConstant(values: readonly string[]): boolean {
  return values.length >= 5 && new Set(values).size === 1;
}

function isAccount(text: string): boolean {
  const plain = text.replace(/[\s.-]/g, '');
  return isIban(plain) || /^[A-Z]{2}\d{2}[A-Z0-9]{8,}$/i.test(plain) || /^\d{6,20}$/.test(plain);
}

function valuesOf(rows: readonly (readonly string[])[], index: number): string[] {
  return rows.map((cells) => cells[index] ?? '').filter((text) => text !== '');
}

/** How many cells of a row are headings that are known. */
export function knownBankHeadings(cells: readonly string[]): number {
  return cells.filter((cell) => cell !== '' && fieldsOf(cell).length > 0).length;
}
