import { isIban } from '#core/receivables/structured-reference.ts';

/** What has the shape of an IBAN, blanks cut; its check digits are not asked, since banks pass on what they were given. */
export function ibanShaped(text: string): string | null {
  const plain = text.replace(/\s/g, '').toUpperCase();
  return /^[A-Z]{2}\d{2}[0-9A-Z]{10,30}$/.test(plain) ? plain : null;
}

/** The IBAN of a Belgian account of twelve digits; null if its own check (mod 97) fails. */
export function ibanFromBelgian(account: string): string | null {
  if (!/^\d{12}$/.test(account) || /^0+$/.test(account)) return null;
  const rest = Number(account.slice(0, 10)) % 97;
  return (rest === 0 ? 97 : rest) === Number(account.slice(10)) ? withCheck('BE', account) : null;
}

/** The IBAN of a French account: bank, branch and account, whose key (clé RIB) is worked out. Null if one is no such. */
export function ibanFromFrench(bank: string, branch: string, account: string): string | null {
  const plain = `${bank}${branch}${account}`.toUpperCase();
  if (!/^\d{10}[0-9A-Z]{11}$/.test(plain)) return null;
  const digits = plain.replace(/[A-Z]/g, (letter) => RIB_DIGITS[letter.charCodeAt(0) - 65] ?? '0');
  const key = 97n - ((BigInt(digits) * 100n) % 97n);
  return withCheck('FR', `${plain}${String(key).padStart(2, '0')}`);
}

/** A to Z in a French account number: A J = 1, B K S = 2, … I R Z = 9. */
const RIB_DIGITS = '12345678912345678923456789';

function withCheck(country: string, account: string): string | null {
  const digits = `${account}${country}00`.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  const check = 98n - (BigInt(digits) % 97n);
  const iban = `${country}${String(check).padStart(2, '0')}${account}`;
  return isIban(iban) ? iban : null;
}
