import { ibanFromBelgian, ibanShaped } from '#core/bank/bank-account.ts';
import { type Place, unreadable } from './coda-fields.ts';

/** How the account and its currency lie in the zone of 37 characters, by the structure that the old balance names. */
const STRUCTURES: Readonly<Record<string, { account: [number, number]; currency: [number, number] }>> = {
  '0': { account: [0, 12], currency: [13, 16] },
  '1': { account: [0, 34], currency: [34, 37] },
  '2': { account: [0, 31], currency: [34, 37] },
  '3': { account: [0, 34], currency: [34, 37] },
};

/** The account of a statement and its currency, '' where it is left out. */
export function ownAccount(zone: string, structure: string, place: Place) {
  const found = STRUCTURES[structure] ?? unreadable('account structure', structure, '2', place);
  const account = zone.slice(...found.account).replaceAll(' ', '');
  const currency = zone.slice(...found.currency).trim();
  if (account === '') unreadable('account', zone.trim(), 'BE68539007547034', place);
  if (currency !== '' && !/^[A-Z]{3}$/.test(currency)) unreadable('currency', currency, 'EUR', place);
  return { account, currency };
}

/** The other side's account stands as the payment carried it: an IBAN, a Belgian number, or something else. */
export function otherIban(zone: string): string | null {
  const plain = zone.trimEnd();
  if (plain === '') return null;
  const [first = ''] = plain.trimStart().split(/\s{2,}| (?=[A-Z]{3}$)| (?=EUR)/);
  return ibanShaped(withoutCurrency(first, zone)) ?? ibanFromBelgian(plain.slice(0, 12));
}

/** A currency may stand right behind the number where that fills its zone. */
function withoutCurrency(account: string, zone: string): string {
  const full = account.length > 34 && zone.length === 37;
  return full ? account.slice(0, 34) : account;
}
