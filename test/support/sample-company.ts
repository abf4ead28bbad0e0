/** Whose letters are printed where only the letter matters. */
export const SAMPLE_COMPANY = {
  name: 'Lambert',
  country: 'BE',
  language: 'fr' as const,
  street: 'Rue 1',
  postalCode: '1000',
  city: 'Bruxelles',
  vatNumber: null,
  enterpriseNumber: null,
  iban: 'BE68539007547034',
  bic: null,
  phone: null,
  email: null,
  website: null,
  legalFooter: null,
};

export const SAMPLE_LAYOUT = {
  accent: '#1f4e5f',
  addressWindow: 'right' as const,
  foldMarks: true,
  font: 'source-sans-3',
  showQr: true,
  signature: null,
  logo: null,
};
