import { belgianIban, enterpriseNumber } from './check-digits.ts';

/** Brasserie Lambert, which never was: a family brewery in Namur that lets cafés, hotels and a town hall pay later. */
export const DEMO_COMPANY = {
  key: 'lambert',
  name: 'Brasserie Lambert SA',
  country: 'BE',
  language: 'fr',
  currency: 'EUR',
  timeZone: 'Europe/Brussels',
  street: 'Rue de la Source 12',
  postalCode: '5000',
  city: 'Namur',
  vatNumber: `BE${enterpriseNumber('07654321').replaceAll('.', '')}`,
  enterpriseNumber: enterpriseNumber('07654321'),
  iban: belgianIban('7320456781'),
  bic: 'CREGBEBB',
  phone: '+32 81 55 12 00',
  email: 'comptes@brasserie-lambert.example',
  website: 'www.brasserie-lambert.example',
  legalFooter: `Brasserie Lambert SA · RPM Liège, division Namur · TVA BE ${enterpriseNumber('07654321')}`,
  mailFromName: 'Brasserie Lambert',
  mailFromAddress: 'comptes@brasserie-lambert.example',
} as const;

export const DEMO_LAYOUT = {
  accent: '#7a4a12',
  addressWindow: 'right',
  signature: 'Élise Lambert, comptes clients',
} as const;

/** Days on which the brewery imported its list and sent its reminders before the demo begins. */
export const DEMO_RUN_DAYS = [
  '2025-09-30',
  '2025-10-31',
  '2025-11-28',
  '2025-12-30',
  '2026-01-30',
  '2026-02-27',
];
