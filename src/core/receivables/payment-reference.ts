import { belgianCheckOf, remainderOf97 } from './check-digits.ts';
import { structuredReferenceFrom, writtenBelgian } from './structured-reference.ts';

/**
 * References a bank carries unharmed: Belgium's structured reference (+++090/9337/55493+++) and the creditor
 * reference of ISO 11649 (RF18 5390 0754 7034), which every SEPA bank knows.
 */
export type PaymentReference = { readonly kind: 'belgian' | 'creditor' | 'free'; readonly text: string };

/** Tells which kind a reference is, by its check digits; what passes neither check is free text. */
export function readReference(given: string): PaymentReference {
  const verified = structuredReferenceFrom(given);
  if (verified === null) return { kind: 'free', text: given.trim() };
  return verified.startsWith('RF')
    ? { kind: 'creditor', text: verified }
    : { kind: 'belgian', text: verified.replace(/\D/g, '') };
}

/** A Belgian structured reference from up to ten digits. */
export function belgianReference(number: bigint): PaymentReference {
  if (number < 0n || number > 9_999_999_999n) throw new RangeError(`not ten digits: ${number}`);
  const digits = number.toString().padStart(10, '0');
  return { kind: 'belgian', text: `${digits}${belgianCheckOf(digits)}` };
}

/** A creditor reference from up to 21 letters and digits. */
export function creditorReference(body: string): PaymentReference {
  const code = body.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (code.length < 1 || code.length > 21) throw new RangeError(`not 1 to 21 letters and digits: ${body}`);
  const check = 98 - remainderOf97(`${code}RF00`);
  return { kind: 'creditor', text: `RF${String(check).padStart(2, '0')}${code}` };
}

/** As people read it: +++090/9337/55493+++, RF18 5390 0754 7034. */
export function printReference({ kind, text }: PaymentReference): string {
  if (kind === 'belgian') return writtenBelgian(text);
  return kind === 'creditor' ? groupByFour(text) : text;
}

/** BE68 5390 0754 7034 */
export function groupByFour(text: string): string {
  return (text.replace(/\s/g, '').match(/.{1,4}/g) ?? []).join(' ');
}
