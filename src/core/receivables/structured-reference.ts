import { belgianCheckOf, holdsTogether } from './check-digits.ts';

/**
 * A reference a bank will carry unchanged, in its written form: '+++090/9337/55493+++' (Belgian, with its check of 97)
 * or 'RF18539007547034' (ISO 11649). Null if the text is neither, or its check digits do not hold.
 */
export function structuredReferenceFrom(text: string): string | null {
  const plain = text.replace(/[\s+*/.-]/g, '').toUpperCase();
  if (/^\d{12}$/.test(plain)) return isBelgian(plain) ? writtenBelgian(plain) : null;
  return /^RF\d{2}[0-9A-Z]{1,21}$/.test(plain) && holdsTogether(plain) ? plain : null;
}

/** Whether an account number passes the check of ISO 13616. */
export function isIban(text: string): boolean {
  const plain = text.replace(/\s/g, '').toUpperCase();
  return /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(plain) && holdsTogether(plain);
}

/** '090933755493' as people read it: '+++090/9337/55493+++'. */
export function writtenBelgian(digits: string): string {
  return `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`;
}

function isBelgian(digits: string): boolean {
  return belgianCheckOf(digits.slice(0, 10)) === digits.slice(10);
}
