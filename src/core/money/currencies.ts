import { refuse } from '#core/refusal.ts';

/** Decimals of each currency that may be invoiced (ISO 4217). XOF and XAF, the CFA francs, have none. */
const DECIMALS = {
  EUR: 2,
  USD: 2,
  GBP: 2,
  CHF: 2,
  SEK: 2,
  NOK: 2,
  DKK: 2,
  PLN: 2,
  CZK: 2,
  HUF: 2,
  RON: 2,
  BGN: 2,
  TRY: 2,
  CAD: 2,
  AUD: 2,
  NZD: 2,
  CNY: 2,
  HKD: 2,
  SGD: 2,
  INR: 2,
  AED: 2,
  ZAR: 2,
  MAD: 2,
  TND: 3,
  DZD: 2,
  CDF: 2,
  XOF: 0,
  XAF: 0,
  KMF: 0,
  GNF: 0,
  RWF: 0,
  BIF: 0,
  DJF: 0,
  MGA: 2,
  JPY: 0,
  KRW: 0,
} as const;

export type Currency = keyof typeof DECIMALS;
export const CURRENCIES = Object.keys(DECIMALS) as readonly Currency[];

export function decimalsOf(currency: Currency): number {
  return DECIMALS[currency];
}

export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(DECIMALS, text);
}

/** @throws Refusal currency_unknown */
export function currencyFrom(text: string): Currency {
  const code = text.trim().toUpperCase();
  return isCurrency(code) ? code : refuse('currency_unknown', { given: text });
}
