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
