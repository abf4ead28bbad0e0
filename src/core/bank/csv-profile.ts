import { refuse } from '#core/refusal.ts';

/** What a column of a bank's CSV may hold. */
export const BANK_CSV_FIELDS = [
  'booked_on',
  'value_on',
  /** Signed, or without a sign beside a column that says which way. */
  'amount',
  'debit',
  'credit',
  /** 'D' or 'C', 'Af' or 'Bij'. */
  'sign',
  'currency',
  /** Of the account behind the movement: what proves that no line is missing. */
  'balance',
  /** The account of the statement; several accounts make several statements. */
  'account',
  'statement_number',
  'counterparty',
  'iban',
  'bic',
  'ultimate_party',
  'structured_reference',
  'text',
  'end_to_end_id',
  'bank_reference',
  'mandate',
  'code',
  'return_reason',
  'status',
] as const;
export type BankCsvField = (typeof BANK_CSV_FIELDS)[number];

/** Fields that several columns may share: their texts are joined, of names the first that is filled counts. */
export const SHARED_FIELDS: ReadonlySet<BankCsvField> = new Set(['text', 'counterparty']);

export const CSV_SEPARATORS = [';', ',', '\t', '|'] as const;
export const CSV_DECIMALS = [',', '.'] as const;
export const CSV_DAY_ORDERS = ['dmy', 'mdy'] as const;

/**
 * How one bank writes its CSV. All of it may be left out: what is not said is told from the file, and asked for where
 * the file does not tell it for certain.
 */
export type BankCsvProfile = {
  /** By heading, as the file has it; '' ignores a column. */
  readonly columns?: Readonly<Record<string, BankCsvField | ''>>;
  readonly separator?: (typeof CSV_SEPARATORS)[number];
  readonly decimal?: (typeof CSV_DECIMALS)[number];
  readonly days?: (typeof CSV_DAY_ORDERS)[number];
  /** The account that the file is about, where no column says it. */
  readonly account?: string;
  readonly currency?: string;
  /** Words of the column `sign` that mean money out, beside those that are known. */
  readonly debitWords?: readonly string[];
};

/** A profile as a person or a file gives it. @throws Refusal bank_profile_unreadable */
export function csvProfileFrom(given: unknown): BankCsvProfile {
  if (!isRecord(given)) return unreadable('profile', given, '{ "columns": { … } }');
  const known = ['columns', 'separator', 'decimal', 'days', 'account', 'currency', 'debitWords'];
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) unreadable(key, given[key], known.join(', '));
  }
  const { columns, account, currency, debitWords } = given;
  return {
    ...(columns !== undefined && { columns: columnsFrom(columns) }),
    ...oneOf(given, 'separator', CSV_SEPARATORS),
    ...oneOf(given, 'decimal', CSV_DECIMALS),
    ...oneOf(given, 'days', CSV_DAY_ORDERS),
    ...(account !== undefined && {
      account: textFrom('account', account, /^[0-9A-Za-z /.-]{3,40}$/, 'BE68539007547034'),
    }),
    ...(currency !== undefined && { currency: textFrom('currency', currency, /^[A-Z]{3}$/, 'EUR') }),
    ...(debitWords !== undefined && { debitWords: wordsFrom(debitWords) }),
  };
}

function columnsFrom(given: unknown): Record<string, BankCsvField | ''> {
  if (!isRecord(given)) return unreadable('columns', given, '{ "Datum": "booked_on" }');
  const single = new Map<BankCsvField, string>();
  const columns: Record<string, BankCsvField | ''> = {};
  for (const [heading, field] of Object.entries(given)) {
    if (field !== '' && !isField(field)) return unreadable(heading, field, BANK_CSV_FIELDS.join(', '));
    if (field !== '' && !SHARED_FIELDS.has(field)) {
      const before = single.get(field);
      if (before !== undefined) return unreadable(heading, field, `${before}: ${field}`);
      single.set(field, heading);
    }
    columns[heading] = field;
  }
  return columns;
}

function isField(value: unknown): value is BankCsvField {
  return (BANK_CSV_FIELDS as readonly unknown[]).includes(value);
}

function oneOf<Key extends string, Word extends string>(
  given: Readonly<Record<string, unknown>>,
  key: Key,
  words: readonly Word[],
): { readonly [K in Key]?: Word } {
  const value = given[key];
  if (value === undefined) return {};
  const word = words.find((each) => each === value);
  if (word === undefined) return unreadable(key, value, words.map((each) => JSON.stringify(each)).join(', '));
  return { [key]: word } as { readonly [K in Key]?: Word };
}

function textFrom(key: string, given: unknown, pattern: RegExp, example: string): string {
  if (typeof given !== 'string' || !pattern.test(given)) return unreadable(key, given, example);
  return given.replace(/\s/g, '');
}

function wordsFrom(given: unknown): readonly string[] {
  const isList = Array.isArray(given) && given.every((word) => typeof word === 'string' && word.length <= 40);
  return isList ? (given as string[]) : unreadable('debitWords', given, '["Af"]');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unreadable(field: string, given: unknown, expected: string): never {
  const words = typeof given === 'string' ? given : (JSON.stringify(given) ?? '');
  return refuse('bank_profile_unreadable', { field, given: words.slice(0, 80), expected });
}
