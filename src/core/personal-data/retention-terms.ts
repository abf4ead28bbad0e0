/** What is kept for a term of its own. */
export const RETENTION_SUBJECTS = ['invoices', 'correspondence', 'contacts', 'bank_files'] as const;
export type RetentionSubject = (typeof RETENTION_SUBJECTS)[number];

/** So many whole years, counted from the first of January after the year of the paper, and the text that says so. */
export type RetentionTerm = { readonly years: number; readonly source: string };
/** What a country says: a `law` is the least that is kept; a `guideline` and `nothing` known leave the term to the company. */
export type CountryTerm = RetentionTerm & { readonly basis: 'law' | 'guideline' | 'nothing' };
export type CountryTerms = Readonly<Record<RetentionSubject, CountryTerm>>;
export type RetentionTerms = Readonly<Record<RetentionSubject, RetentionTerm>>;

/** No law says how long: a person who answers for an invoice is known as long as a new one may follow. */
const CONTACTS: CountryTerm = {
  basis: 'guideline',
  years: 3,
  source: 'CNIL, référentiel gestion commerciale (2022): 3 years after the last contact',
};

const byLaw = (
  invoices: RetentionTerm,
  correspondence: RetentionTerm = invoices,
  bankFiles: RetentionTerm = invoices,
): CountryTerms => ({
  invoices: { ...invoices, basis: 'law' },
  correspondence: { ...correspondence, basis: 'law' },
  contacts: CONTACTS,
  bank_files: { ...bankFiles, basis: 'law' },
});

/** By country, as the law has it in 2026. A company may set its own, with its reason. */
const BY_COUNTRY: Readonly<Record<string, CountryTerms>> = {
  BE: byLaw({ years: 10, source: 'Code TVA art. 60 (loi du 20 novembre 2022); CDE art. III.86' }),
  FR: byLaw({ years: 10, source: 'Code de commerce art. L123-22' }),
  DE: byLaw(
    { years: 8, source: '§ 147 Abs. 3 AO, § 257 Abs. 4 HGB (BEG IV, 2025)' },
    { years: 6, source: '§ 147 Abs. 3 AO, § 257 Abs. 4 HGB' },
    { years: 8, source: '§ 147 Abs. 3 AO (BEG IV, 2025)' },
  ),
  NL: byLaw({ years: 7, source: 'Algemene wet inzake rijksbelastingen art. 52 lid 4' }),
  LU: byLaw({ years: 10, source: 'Code de commerce art. 16' }),
};

const UNKNOWN: CountryTerm = {
  basis: 'nothing',
  years: 10,
  source: 'no term known for this country: the longest of those that are',
};

/** What a country says of each kind of record; where no term is known, the longest of those that are. */
export function retentionTermsOf(country: string): CountryTerms {
  return (
    BY_COUNTRY[country] ?? {
      invoices: UNKNOWN,
      correspondence: UNKNOWN,
      contacts: CONTACTS,
      bank_files: UNKNOWN,
    }
  );
}

export const RETENTION_COUNTRIES = Object.keys(BY_COUNTRY);

/** The fewest years that a country lets a company keep a kind of record: none where no law says so. */
export function leastYears({ basis, years }: CountryTerm): number {
  return basis === 'law' ? years : 0;
}

/**
 * The terms in force: a country's, and a company's own where it departs from them. One that was set when the law asked
 * for less does not undercut it.
 */
export function termsInForce(
  country: string,
  own: ReadonlyMap<RetentionSubject, RetentionTerm>,
): RetentionTerms {
  const lawful = retentionTermsOf(country);
  const inForce = (subject: RetentionSubject): RetentionTerm => {
    const { years, source } = lawful[subject];
    const term = own.get(subject);
    return term && term.years >= leastYears(lawful[subject]) ? term : { years, source };
  };
  return {
    invoices: inForce('invoices'),
    correspondence: inForce('correspondence'),
    contacts: inForce('contacts'),
    bank_files: inForce('bank_files'),
  };
}
