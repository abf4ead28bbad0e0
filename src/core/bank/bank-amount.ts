import { type Currency, decimalsOf, isCurrency } from '#core/money/currencies.ts';
import { FINE_DECIMALS } from './bank-reading.ts';

/** One unit of a currency, as amounts of bank files are kept. */
export const FINE_UNIT = 10n ** BigInt(FINE_DECIMALS);

/**
 * An amount as a bank writes it: '1234.50', '-1234,5', '+7', '500,', '.5', with a comma or a point and no sign between
 * thousands. Null if it is not that, or finer than a hundred-thousandth.
 */
export function fineFrom(text: string): bigint | null {
  const found = /^([+-]?)(\d{0,18})(?:[.,](\d*))?$/.exec(text.trim());
  if (!found) return null;
  const [, sign = '', whole = '', fraction = ''] = found;
  const digits = fraction.replace(/0+$/, '');
  if ((whole === '' && fraction === '') || digits.length > FINE_DECIMALS) return null;
  const fine = BigInt(`${whole}${digits.padEnd(FINE_DECIMALS, '0')}`);
  return sign === '-' ? -fine : fine;
}

/** Digits with a number of decimals that is agreed on: '0000000012500' with 3 is 12.5. Null if finer than that. */
export function fineFromDigits(digits: string, decimals: number): bigint | null {
  if (!/^\d{1,24}$/.test(digits) || decimals < 0) return null;
  if (decimals <= FINE_DECIMALS) return BigInt(digits) * 10n ** BigInt(FINE_DECIMALS - decimals);
  const divisor = 10n ** BigInt(decimals - FINE_DECIMALS);
  const value = BigInt(digits);
  return value % divisor === 0n ? value / divisor : null;
}

/** '-1234.50' for machines: the decimals of its currency, or more where the amount has more. */
export function fineToDecimal(fine: bigint, currency: string): string {
  const least = isCurrency(currency) ? decimalsOf(currency) : USUAL_DECIMALS;
  const digits = (fine < 0n ? -fine : fine).toString().padStart(FINE_DECIMALS + 1, '0');
  const whole = digits.slice(0, -FINE_DECIMALS);
  const fraction = digits.slice(-FINE_DECIMALS).replace(/0+$/, '').padEnd(least, '0');
  return `${fine < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

const USUAL_DECIMALS = 2;

/** The smallest units of its currency; null where the amount is finer than those. */
export function fineToMinor(fine: bigint, currency: Currency): bigint | null {
  const divisor = 10n ** BigInt(FINE_DECIMALS - decimalsOf(currency));
  return fine % divisor === 0n ? fine / divisor : null;
}

/** The inverse of `fineToMinor`. */
export function fineFromMinor(minor: bigint, currency: Currency): bigint {
  return minor * 10n ** BigInt(FINE_DECIMALS - decimalsOf(currency));
}
