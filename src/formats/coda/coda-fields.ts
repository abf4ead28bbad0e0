import { fineFromDigits } from '#core/bank/bank-amount.ts';
import { dayFromDdmmyy } from '#core/bank/bank-day.ts';
import { refuse } from '#core/refusal.ts';

/** Where a zone was found: what a refusal names. */
export type Place = { readonly file: string; readonly row: number };

const DECIMALS = 3;
/** CODA began in 1990: a year above is of the last century. */
const PIVOT = 79;

/** An amount of twelve and three digits with its sign: 0 is money in, 1 money out. Blanks stand for zeros. */
export function amountFrom(digits: string, sign: string, field: string, place: Place): bigint {
  if (sign !== '0' && sign !== '1' && sign !== ' ') unreadable(`${field} sign`, sign, '0', place);
  const amount = unsignedFrom(digits, field, place);
  return sign === '1' ? -amount : amount;
}

export function unsignedFrom(digits: string, field: string, place: Place): bigint {
  const amount = fineFromDigits(digits.replaceAll(' ', '0'), DECIMALS);
  return amount ?? unreadable(field, digits, '000000000125000', place);
}

/** A whole number, blanks standing for zeros. */
export function countFrom(digits: string, field: string, place: Place): number {
  const plain = digits.replaceAll(' ', '0');
  return /^\d+$/.test(plain) ? Number(plain) : unreadable(field, digits, '000012', place);
}

/** A day, or null where it is left open by zeros or blanks. */
export function dayOrNull(text: string, field: string, place: Place): string | null {
  if (text === '000000' || text.trim() === '') return null;
  return dayFromDdmmyy(text.replaceAll(' ', '0'), PIVOT) ?? unreadable(field, text, '310326', place);
}

export function unreadable(field: string, given: string, example: string, { file, row }: Place): never {
  return refuse('bank_field_unreadable', { file, line: String(row), field, given, example });
}
