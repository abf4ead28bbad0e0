/**
 * References a bank carries unharmed: Belgium's structured reference (+++090/9337/55493+++) and the creditor
 * reference of ISO 11649 (RF18 5390 0754 7034), which every SEPA bank knows.
 */
export type PaymentReference = { readonly kind: 'belgian' | 'creditor' | 'free'; readonly text: string };

/** Tells which kind a reference is, by its check digits; what passes neither check is free text. */
export function readReference(given: string): PaymentReference {
  const digits = given.replace(/^[+*]{3}|[+*]{3}$|[\s/.-]/g, '');
  if (/^\d{12}$/.test(digits) && checkOf(BigInt(digits.slice(0, 10))) === digits.slice(10))
    return { kind: 'belgian', text: digits };
  const code = given.replace(/\s/g, '').toUpperCase();
  if (/^RF\d{2}[A-Z0-9]{1,21}$/.test(code) && remainderOf(code.slice(4) + code.slice(0, 4)) === 1)
    return { kind: 'creditor', text: code };
  return { kind: 'free', text: given.trim() };
}

/** A Belgian structured reference from up to ten digits. */
export function belgianReference(number: bigint): PaymentReference {
  if (number < 0n || number > 9_999_999_999n) throw new RangeError(`not ten digits: ${number}`);
  return { kind: 'belgian', text: `${number.toString().padStart(10, '0')}${checkOf(number)}` };
}

/** A creditor reference from up to 21 letters and digits. */
export function creditorReference(body: string): PaymentReference {
  const code = body.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (code.length < 1 || code.length > 21) throw new RangeError(`not 1 to 21 letters and digits: ${body}`);
  const check = 98 - remainderOf(`${code}RF00`);
  return { kind: 'creditor', text: `RF${String(check).padStart(2, '0')}${code}` };
}

/** As people read it: +++090/9337/55493+++, RF18 5390 0754 7034. */
export function printReference({ kind, text }: PaymentReference): string {
  if (kind === 'belgian') return `+++${text.slice(0, 3)}/${text.slice(3, 7)}/${text.slice(7)}+++`;
  return kind === 'creditor' ? groupByFour(text) : text;
}

/** BE68 5390 0754 7034 */
export function groupByFour(text: string): string {
  return (text.replace(/\s/g, '').match(/.{1,4}/g) ?? []).join(' ');
}

function checkOf(number: bigint): string {
  const rest = number % 97n;
  return (rest === 0n ? 97n : rest).toString().padStart(2, '0');
}

/** A=10 … Z=35, then modulo 97. */
function remainderOf(code: string): number {
  let rest = 0;
  for (const char of code) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}
