import { article, type Regime } from '#core/interest/regime.ts';
import { flatScale, type Scale } from '#core/interest/scale.ts';

const EUROPEAN = {
  selection: 'floating',
  dayCount: 'actual_365',
  lastDay: true,
  compound: 'never',
  allocation: 'interest_principal',
  formality: 'none',
  agreed: { kind: 'replaces' },
  collectionCosts: null,
  termDaysMax: null,
} as const satisfies Partial<Regime>;

/** What no source said of these countries: the custom of the directive is used, and said to be one. */
function customs(cite: string) {
  return [
    article('last_day', cite, 'The day of payment is counted.', 'memory'),
    article('day_count', cite, 'A year has 365 days.', 'memory'),
    article('allocation', cite, 'A part payment goes to interest before principal.', 'memory'),
  ];
}

export const austriaCommercial: Regime = {
  ...EUROPEAN,
  country: 'AT',
  kinds: ['business', 'public'],
  law: 'Unternehmensgesetzbuch, § 456',
  rates: [
    { series: 'AT_BASE', plus: '8', madeBefore: '2013-03-16' },
    { series: 'AT_BASE', plus: '9.2' },
  ],
  compensation: flatScale('40.00', 'EUR'),
  articles: [
    article(
      'rate',
      'UGB § 456',
      'The base rate of 1 January or 1 July plus 9.2 points; only 4 % where the debtor is not responsible. Plus 8 for contracts before 16 March 2013.',
    ),
    article('selection', 'UGB § 456', 'The base rate of each half-year counts for that half-year.'),
    article('start', 'UGB § 456', 'From the day after the due date.'),
    ...customs('UGB § 456'),
    article('compensation', 'UGB § 458', 'EUR 40.', 'memory'),
  ],
};

export const austriaConsumer: Regime = {
  ...EUROPEAN,
  country: 'AT',
  kinds: ['consumer'],
  law: 'Allgemeines bürgerliches Gesetzbuch, § 1000',
  rates: [{ fixed: '4.00' }],
  compensation: null,
  articles: [
    article('rate', 'ABGB § 1000', '4 %.'),
    article('start', 'ABGB § 1333', 'From the day after the due date.', 'memory'),
    ...customs('ABGB § 1000'),
  ],
};

/** SI 580/2012: by the size of the debt. */
const IRISH_SUMS: Scale = {
  currency: 'EUR',
  steps: [
    { upTo: '1000.00', fixed: '40.00' },
    { upTo: '10000.00', fixed: '70.00' },
    { upTo: null, fixed: '100.00' },
  ],
};

export const irelandCommercial: Regime = {
  ...EUROPEAN,
  country: 'IE',
  kinds: ['business', 'public'],
  law: 'European Communities (Late Payment in Commercial Transactions) Regulations 2012',
  rates: [{ series: 'IE_COMMERCIAL' }],
  selection: 'frozen_on_due',
  allocation: 'principal_first',
  compensation: IRISH_SUMS,
  articles: [
    article('rate', 'SI 580/2012', 'The ECB rate plus 8 points; the daily rate is the rate / 365.'),
    article('selection', 'SI 580/2012', 'The rate of the due date stays for the whole delay.'),
    article('start', 'SI 580/2012', 'From the day after the due date.'),
    article('last_day', 'SI 580/2012', 'The day of payment is counted.', 'memory'),
    article('day_count', 'SI 580/2012', 'A year has 365 days.'),
    article('allocation', 'SI 580/2012', 'A part payment lowers the principal.', 'memory'),
    article(
      'compensation',
      'SI 580/2012',
      'EUR 40 up to 1,000, EUR 70 up to 10,000, EUR 100 above.',
      'memory',
    ),
  ],
};

export const spainCommercial: Regime = {
  ...EUROPEAN,
  country: 'ES',
  kinds: ['business', 'public'],
  law: 'Ley 3/2004, art. 7',
  rates: [{ series: 'ES_COMMERCIAL' }],
  compensation: flatScale('40.00', 'EUR'),
  termDaysMax: 60,
  articles: [
    article(
      'rate',
      'Ley 3/2004, art. 7',
      'The ECB rate plus 8 points (7 before 24 February 2013), published each half-year.',
    ),
    article('selection', 'Ley 3/2004, art. 7', 'A new rate applies to running debts from its half-year.'),
    article('start', 'Ley 3/2004, art. 5', 'From the day after the due date.'),
    ...customs('Ley 3/2004'),
    article('compensation', 'Ley 3/2004, art. 8', 'EUR 40.', 'memory'),
    article('term', 'Ley 3/2004, art. 4', '60 days at most.', 'memory'),
  ],
};

export const italyCommercial: Regime = {
  ...EUROPEAN,
  country: 'IT',
  kinds: ['business', 'public'],
  law: 'D.Lgs. 231/2002',
  rates: [{ series: 'IT_COMMERCIAL' }],
  compensation: flatScale('40.00', 'EUR'),
  articles: [
    article(
      'rate',
      'D.Lgs. 231/2002, art. 5',
      'The reference rate of 1 January or 1 July plus 8 points; agricultural and food products have a higher one.',
      'memory',
    ),
    article(
      'selection',
      'D.Lgs. 231/2002, art. 5 c. 2',
      'A new reference rate applies to running debts from its half-year.',
    ),
    article('start', 'D.Lgs. 231/2002, art. 4', 'From the day after the term.'),
    ...customs('D.Lgs. 231/2002'),
    article('compensation', 'D.Lgs. 231/2002, art. 6', 'EUR 40.'),
  ],
};

export const portugalCommercial: Regime = {
  ...EUROPEAN,
  country: 'PT',
  kinds: ['business', 'public'],
  law: 'Decreto-Lei 62/2013',
  rates: [{ series: 'PT_COMMERCIAL' }],
  compensation: flatScale('40.00', 'EUR'),
  articles: [
    article('rate', 'DL 62/2013', 'The ECB rate plus 8 points; other commercial debts plus 7.'),
    article('selection', 'DL 62/2013', 'A new rate applies to running debts from its half-year.'),
    article('start', 'DL 62/2013, art. 4', 'From the day after the due date.'),
    ...customs('DL 62/2013'),
    article('compensation', 'DL 62/2013, art. 7', 'EUR 40.'),
  ],
};

/** Section 5A: by the size of the debt, once for each invoice. */
export const BRITISH_SUMS: Scale = {
  currency: 'GBP',
  steps: [
    { upTo: '999.99', fixed: '40.00' },
    { upTo: '9999.99', fixed: '70.00' },
    { upTo: null, fixed: '100.00' },
  ],
};

export const unitedKingdomCommercial: Regime = {
  ...EUROPEAN,
  country: 'GB',
  kinds: ['business', 'public'],
  law: 'Late Payment of Commercial Debts (Interest) Act 1998',
  rates: [{ series: 'UK_BANK_RATE', plus: '8' }],
  selection: 'frozen_at_start',
  allocation: 'principal_first',
  agreedEndsCompensation: true,
  compensation: BRITISH_SUMS,
  termDaysMax: 60,
  articles: [
    article('scope', 'Act 1998, s. 8', 'Not where the contract sets a substantial remedy of its own.'),
    article(
      'rate',
      'SI 2002/1675, art. 4',
      'The Bank Rate of 31 December or 30 June before interest starts, plus 8 points.',
    ),
    article('selection', 'SI 2002/1675, art. 4', 'Fixed on the day interest starts.'),
    article('start', 'Act 1998, s. 4', 'From the day after the due date.'),
    article('last_day', 'Act 1998, s. 4', 'The day of payment is counted.', 'memory'),
    article(
      'day_count',
      'Act 1998',
      'A year has 365 days: a convention, no source prescribes one.',
      'one_source',
    ),
    article('compounding', 'Act 1998, s. 1', 'Simple interest.'),
    article('allocation', 'Act 1998', 'A part payment lowers the principal.', 'memory'),
    article(
      'compensation',
      'Act 1998, s. 5A',
      'GBP 40 below 1,000, GBP 70 below 10,000, GBP 100 from there, and reasonable costs above it.',
    ),
    article('term', 'Act 1998, s. 4', 'Public bodies 30 days, businesses 60 unless longer is fair.'),
  ],
};

export const switzerlandAll: Regime = {
  ...EUROPEAN,
  country: 'CH',
  kinds: ['business', 'consumer', 'public'],
  law: 'Obligationenrecht, Art. 104',
  rates: [{ series: 'CH_STATUTE' }],
  agreed: { kind: 'raises' },
  dayCount: 'thirty_360',
  formality: 'none',
  compensation: null,
  articles: [
    article('rate', 'OR Art. 104', '5 % a year; merchants may ask a higher usual bank discount rate.'),
    article('agreed_rate', 'OR Art. 104 Abs. 2', 'An agreed higher rate continues.'),
    article('start', 'OR Art. 102', 'From a reminder, or from the day after an agreed expiry day.'),
    article('day_count', 'OR Art. 104', '30/360, by custom.'),
    article('last_day', 'OR Art. 104', 'The day of payment is counted.', 'memory'),
    article('compounding', 'OR Art. 105 Abs. 3', 'No interest on interest.'),
    article('allocation', 'OR Art. 85', 'A part payment goes to interest before principal.', 'memory'),
  ],
};
