import type { BankLine } from './bank-reading.ts';

/**
 * What a movement is known by when it is told again, in the same statement or in another: the bank's own reference
 * where it is one, else all that the bank says of it. The day and the amount always belong to it, since some banks
 * repeat their references. Two payments that are alike in all of this are told apart by counting them, never merged.
 */
export function identityOf(line: BankLine): string {
  const { bookedOn, amount, currency, bankReference, pending } = line;
  // What is pending and what is booked are two tellings of one movement: the second replaces the first, and is not it.
  const start = `${pending ? 'pending' : 'booked'}\n${bookedOn}\n${amount}\n${currency}`;
  if (isReliable(bankReference)) return `${start}\nreference\n${bankReference}`;
  const { iban, counterparty, structuredReference, endToEndId, mandate, text } = line;
  return `${start}\n${iban}\n${counterparty}\n${structuredReference}\n${endToEndId}\n${mandate}\n${text}`;
}

/** A reference that tells one movement from another: long enough, and not just a word or one sign repeated. */
export function isReliable(reference: string | null): reference is string {
  if (reference === null || reference.length < 6) return false;
  return (reference.match(/\d/g)?.length ?? 0) >= 4 && !/^(.)\1*$/.test(reference);
}
