import { type Currency, decimalsOf } from '#core/money/currencies.ts';
import { refuse } from '#core/refusal.ts';

/** An amount in the smallest unit of its currency: 12.50 EUR is { minor: 1250n, currency: 'EUR' }. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

export function money(minor: bigint, currency: Currency): Money {
  return { minor, currency };
}

export function add(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

export function subtract(a: Money, b: Money): Money {
  assertSameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

/** Reads '1234.5' as written by machines. People's spellings ('1 234,50') are the importers' affair. */
export function parseMoney(text: string, currency: Currency): Money {
  const decimals = decimalsOf(currency);
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!found || (found[3] ?? '').length > decimals) {
    return refuse('amount_unreadable', {
      given: text,
      example: decimals ? `1234.${'5'.padEnd(decimals, '0')}` : '1234',
    });
  }
  return money(BigInt(`${found[1]}${found[2]}${(found[3] ?? '').padEnd(decimals, '0')}`), currency);
}

/** Writes '1234.50' for machines (API, CLI, CSV): the inverse of parseMoney. */
export function toDecimal({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${minor < 0n ? '-' : ''}${whole}${decimals ? `.${digits.slice(-decimals)}` : ''}`;
}

/** `numerator / denominator` of whole units, half away from zero: how a person rounds an invoice. */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const [n, d] = [abs(numerator), abs(denominator)];
  const rounded = (2n * n + d) / (2n * d);
  return negative ? -rounded : rounded;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function assertSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency) throw new TypeError(`mixed currencies: ${a.currency} and ${b.currency}`);
}
