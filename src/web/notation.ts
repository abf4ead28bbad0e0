import type { Language } from '#core/receivables/kinds.ts';

/** Countries in which a language has a notation of its own; elsewhere its usual one. */
const NOTATIONS: Readonly<Record<Language, { usual: string; own: readonly string[] }>> = {
  fr: {
    usual: 'fr-FR',
    own: [
      'BE',
      'LU',
      'CH',
      'CA',
      'CI',
      'SN',
      'CM',
      'BF',
      'BJ',
      'TG',
      'ML',
      'NE',
      'GA',
      'CG',
      'CD',
      'MA',
      'TN',
    ],
  },
  nl: { usual: 'nl-NL', own: ['BE'] },
  de: { usual: 'de-DE', own: ['AT', 'BE', 'CH', 'LI', 'LU'] },
  en: { usual: 'en-GB', own: ['US', 'CA', 'AU', 'NZ', 'IE', 'ZA', 'IN'] },
};

/** The locale by which numbers and days are written: the reader's language, the company's country. */
export function notationOf(language: Language, country?: string): string {
  const { usual, own } = NOTATIONS[language];
  return country && own.includes(country) ? `${language}-${country}` : usual;
}

const IN_ITSELF: Readonly<Record<Language, string>> = {
  en: 'English',
  fr: 'Français',
  nl: 'Nederlands',
  de: 'Deutsch',
};

/** A language by its own name: who does not read the present one still finds theirs. */
export function languageInItself(language: Language): string {
  return IN_ITSELF[language];
}

/** Countries that can be chosen, those where Rappel is used most first; their names come from Intl. */
export const COUNTRIES_FIRST = ['BE', 'FR', 'NL', 'DE', 'LU'] as const;
export const COUNTRIES_REST =
  'AT BF BG BI BJ CA CD CF CG CH CI CM CY CZ DK DZ EE ES FI GA GB GN GQ GR GW HR HU IE IN IT KM LI LT LV MA MC MG ML MT NE NO PL PT RO RW SE SI SK SN TD TG TN TR US ZA'.split(
    ' ',
  );
