import type { Currency } from '#core/money/currencies.ts';

type Defaults = { readonly currency: Currency; readonly timeZone: string };

/** What most firms of a country use; each can be chosen otherwise when a company is added. */
const DEFAULTS: Record<string, Defaults> = {
  BE: { currency: 'EUR', timeZone: 'Europe/Brussels' },
  NL: { currency: 'EUR', timeZone: 'Europe/Amsterdam' },
  FR: { currency: 'EUR', timeZone: 'Europe/Paris' },
  DE: { currency: 'EUR', timeZone: 'Europe/Berlin' },
  LU: { currency: 'EUR', timeZone: 'Europe/Luxembourg' },
  AT: { currency: 'EUR', timeZone: 'Europe/Vienna' },
  IT: { currency: 'EUR', timeZone: 'Europe/Rome' },
  ES: { currency: 'EUR', timeZone: 'Europe/Madrid' },
  PT: { currency: 'EUR', timeZone: 'Europe/Lisbon' },
  IE: { currency: 'EUR', timeZone: 'Europe/Dublin' },
  CH: { currency: 'CHF', timeZone: 'Europe/Zurich' },
  GB: { currency: 'GBP', timeZone: 'Europe/London' },
  PL: { currency: 'PLN', timeZone: 'Europe/Warsaw' },
  US: { currency: 'USD', timeZone: 'America/New_York' },
  CA: { currency: 'CAD', timeZone: 'America/Toronto' },
  MA: { currency: 'MAD', timeZone: 'Africa/Casablanca' },
  TN: { currency: 'TND', timeZone: 'Africa/Tunis' },
  SN: { currency: 'XOF', timeZone: 'Africa/Dakar' },
  CI: { currency: 'XOF', timeZone: 'Africa/Abidjan' },
  CM: { currency: 'XAF', timeZone: 'Africa/Douala' },
  GA: { currency: 'XAF', timeZone: 'Africa/Libreville' },
  CD: { currency: 'CDF', timeZone: 'Africa/Kinshasa' },
};

export function defaultsOf(country: string): Defaults {
  return DEFAULTS[country] ?? { currency: 'EUR', timeZone: 'Europe/Brussels' };
}
