/**
 * A reference a bank will carry unchanged, in its written form: '+++090/9337/55493+++' (Belgian, with its check of 97)
 * or 'RF18539007547034' (ISO 11649). Null if the text is neither, or its check digits do not hold.
 */
export function structuredReferenceFrom(text: string): string | null {
  const plain = text.replace(/[\s+*/.-]/g, '').toUpperCase();
  if (/^\d{12}$/.test(plain)) return isBelgian(plain) ? writtenBelgian(plain) : null;
  return /^RF\d{2}[0-9A-Z]{1,21}$/.test(plain) && remainderOf97(plain.slice(4) + plain.slice(0, 4)) === 1
    ? plain
    : null;
}

/** Whether an account number passes the check of ISO 13616. */
export function isIban(text: string): boolean {
  const plain = text.replace(/\s/g, '').toUpperCase();
  return (
    /^[A-Z]{2}\d{2}[0-9A-Z]{11,30}$/.test(plain) && remainderOf97(plain.slice(4) + plain.slice(0, 4)) === 1
  );
}

function isBelgian(digits: string): boolean {
  const rest = Number(digits.slice(0, 10)) % 97;
  return (rest === 0 ? 97 : rest) === Number(digits.slice(10));
}

function writtenBelgian(digits: string): string {
  return `+++${digits.slice(0, 3)}/${digits.slice(3, 7)}/${digits.slice(7)}+++`;
}

/** The remainder by 97, letters counting from A = 10. */
function remainderOf97(text: string): number {
  let rest = 0;
  for (const sign of text) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
