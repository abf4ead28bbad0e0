import type { Language } from '#core/receivables/kinds.ts';
import type { Company } from './CompanyScreen.tsx';

const WORDS = [
  'street',
  'postalCode',
  'city',
  'vatNumber',
  'enterpriseNumber',
  'iban',
  'bic',
  'phone',
  'email',
  'website',
  'legalFooter',
] as const;
type Word = (typeof WORDS)[number];

/** The form mirrors the screen: a field is a text, never null. */
export type CompanyFormValues = Record<Word, string> & {
  name: string;
  country: string;
  language: Language;
  timeZone: string;
  defaultTermsDays: number | string;
  promiseToleranceDays: number | string;
  ageingBounds: number[];
};

export function companyFormOf(company: Company): CompanyFormValues {
  const words = Object.fromEntries(WORDS.map((word) => [word, company[word] ?? ''])) as Record<Word, string>;
  const { name, country, language, timeZone, ageingBounds } = company;
  const { defaultTermsDays, promiseToleranceDays } = company;
  const days = { defaultTermsDays, promiseToleranceDays };
  return { ...words, ...days, name, country, language, timeZone, ageingBounds };
}

/** The form turned into the request: an empty field is nothing. */
export function companyWanted(values: CompanyFormValues) {
  const words = Object.fromEntries(WORDS.map((word) => [word, values[word].trim() || null])) as Record<
    Word,
    string | null
  >;
  const { name, country, language, timeZone, ageingBounds } = values;
  return {
    ...words,
    name,
    country,
    language,
    timeZone,
    ageingBounds,
    defaultTermsDays: Number(values.defaultTermsDays),
    promiseToleranceDays: Number(values.promiseToleranceDays),
  };
}
