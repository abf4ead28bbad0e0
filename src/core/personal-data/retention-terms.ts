/** What is kept for a term of its own. */
export const RETENTION_SUBJECTS = ['invoices', 'correspondence', 'contacts', 'bank_files'] as const;
export type RetentionSubject = (typeof RETENTION_SUBJECTS)[number];

/** So many whole years, counted from the first of January after the year of the paper, and the text that says so. */
export type RetentionTerm = { readonly years: number; readonly source: string };
export type RetentionTerms = Readonly<Record<RetentionSubject, RetentionTerm>>;

/** No law says how long: a person who answers for an invoice is known as long as a new one may follow. */
const CONTACTS = {
  years: 3,
  source: 'CNIL, référentiel gestion commerciale (2022): 3 years after the last contact',
};

const terms = (
  invoices: RetentionTerm,
  correspondence: RetentionTerm = invoices,
  bankFiles: RetentionTerm = invoices,
): RetentionTerms => ({ invoices, correspondence, contacts: CONTACTS, bank_files: bankFiles });

/** By country, as the law has it in 2026. A company may set its own, with its reason. */
const BY_COUNTRY: Readonly<Record<string, RetentionTerms>> = {
  BE: terms({ years: 10, source: 'Code TVA art. 60 (loi du 20 novembre 2022); CDE art. III.86' }),
  FR: terms({ years: 10, source: 'Code de commerce art. L123-22' }),
  DE: terms(
    { years: 8, source: '§ 147 Abs. 3 AO, § 257 Abs. 4 HGB (BEG IV, 2025)' },
    { years: 6, source: '§ 147 Abs. 3 AO, § 257 Abs. 4 HGB' },
    { years: 8, source: '§ 147 Abs. 3 AO (BEG IV, 2025)' },
  ),
  NL: terms({ years: 7, source: 'Algemene wet inzake rijksbelastingen art. 52 lid 4' }),
  LU: terms({ years: 10, source: 'Code de commerce art. 16' }),
};

/** Where no term is known, the longest of those that are. */
const UNKNOWN: RetentionTerms = terms({
  years: 10,
  source: 'no term known for this country: the longest of those that are',
});

export function retentionTermsOf(country: string): RetentionTerms {
  return BY_COUNTRY[country] ?? UNKNOWN;
}

export const RETENTION_COUNTRIES = Object.keys(BY_COUNTRY);

/** The last day a paper of this day is kept: `years` whole years after the end of its own. */
export function keptUntil(
  paperOn: Temporal.PlainDate,
  { years }: Pick<RetentionTerm, 'years'>,
): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year: paperOn.year + years, month: 12, day: 31 });
}
