import { article, type Regime } from '#core/interest/regime.ts';
import { flatScale, type Scale } from '#core/interest/scale.ts';

/** Besluit vergoeding voor buitengerechtelijke incassokosten of 27 March 2012, art. 2: on the principal alone. */
export const BIK: Scale = {
  currency: 'EUR',
  steps: [
    { upTo: '2500.00', fixed: '0.00', percent: '15.00', over: '0.00' },
    { upTo: '5000.00', fixed: '375.00', percent: '10.00', over: '2500.00' },
    { upTo: '10000.00', fixed: '625.00', percent: '5.00', over: '5000.00' },
    { upTo: '200000.00', fixed: '875.00', percent: '1.00', over: '10000.00' },
    { upTo: null, fixed: '2775.00', percent: '0.50', over: '200000.00' },
  ],
  least: '40.00',
  most: '6775.00',
};

const DUTCH = {
  country: 'NL',
  selection: 'floating',
  dayCount: 'actual_365',
  lastDay: true,
  compound: 'yearly',
  allocation: 'costs_interest_principal',
  agreed: { kind: 'replaces' },
} as const satisfies Partial<Regime>;

const DUTCH_ARTICLES = [
  article(
    'day_count',
    'BW, art. 6:119',
    'A year has 365 days, leap years too: the custom of every source, not in the law.',
  ),
  article('allocation', 'BW, art. 6:44', 'A part payment goes to costs, then interest, then principal.'),
];

const COMMERCIAL = {
  ...DUTCH,
  rates: [{ series: 'NL_COMMERCIAL' }],
  formality: 'none',
  compensation: flatScale('40.00', 'EUR'),
  collectionCosts: BIK,
  costsIncludeCompensation: true,
} as const satisfies Partial<Regime>;

function commercialArticles(cite: string) {
  return [
    ...DUTCH_ARTICLES,
    article(
      'rate',
      'BW, art. 6:120 lid 2',
      'The ECB rate of the last operation before the half-year plus 8 points.',
    ),
    article(
      'selection',
      'BW, art. 6:120 lid 2',
      'Running interest takes the new rate on the first day of each half-year.',
    ),
    article('start', `${cite} lid 1`, 'From the day after the last day agreed for payment.'),
    article('last_day', `${cite} lid 1`, 'Up to and including the day of payment.'),
    article('compounding', `${cite} lid 3`, 'After each year, the interest due over it bears interest too.'),
    article('agreed_rate', `${cite} lid 8`, 'An agreed rate takes the place of that of the law.'),
    article(
      'compensation',
      'BW, art. 6:96 lid 4',
      'At least EUR 40 from the day after the term, without reminder. Dearer collection by the scale of the Besluit includes it.',
    ),
  ];
}

export const netherlandsBusiness: Regime = {
  ...COMMERCIAL,
  kinds: ['business'],
  law: 'Burgerlijk Wetboek, art. 6:119a',
  termDaysMax: 60,
  articles: [
    ...commercialArticles('BW, art. 6:119a'),
    article(
      'term',
      'BW, art. 6:119a lid 5 and 6',
      '60 days unless express and not grossly unfair; 30 where the debtor is large and the creditor is not (since 1 July 2022).',
    ),
  ],
};

export const netherlandsPublic: Regime = {
  ...COMMERCIAL,
  kinds: ['public'],
  law: 'Burgerlijk Wetboek, art. 6:119b',
  termDaysMax: 60,
  termDaysOrdinary: 30,
  termLongerFor: 'justified',
  articles: [
    ...commercialArticles('BW, art. 6:119b'),
    article('term', 'BW, art. 6:119b', '30 days; up to 60 where express and justified.'),
  ],
};

export const netherlandsConsumer: Regime = {
  ...DUTCH,
  kinds: ['consumer'],
  law: 'Burgerlijk Wetboek, art. 6:119',
  rates: [{ series: 'NL_CIVIL' }],
  formality: 'fourteen_day_letter',
  compensation: null,
  collectionCosts: BIK,
  termDaysMax: null,
  articles: [
    ...DUTCH_ARTICLES,
    article('rate', 'BW, art. 6:120 lid 1', 'The rate set by decree.'),
    article(
      'selection',
      'BW, art. 6:120 lid 1',
      'Running interest takes the new rate on the day of the decree.',
    ),
    article(
      'start',
      'BW, art. 6:83 sub a',
      'From the day after an agreed term, without notice; else after a written notice with a reasonable term.',
    ),
    article('last_day', 'BW, art. 6:119 lid 1', 'Up to and including the day of payment.'),
    article(
      'compounding',
      'BW, art. 6:119 lid 2',
      'After each year, the interest due over it bears interest too.',
    ),
    article('agreed_rate', 'BW, art. 6:119 lid 3', 'An agreed higher rate continues.', 'memory'),
    article(
      'formality',
      'BW, art. 6:96 lid 6',
      'A letter that says what will be asked, the amount included, and leaves fourteen days from the day after it was received.',
    ),
    article(
      'collection_costs',
      'Besluit vergoeding voor buitengerechtelijke incassokosten, art. 2',
      '15 % of the first 2,500, 10 % of the next 2,500, 5 % of the next 5,000, 1 % of the next 190,000, 0.5 % above; at least EUR 40, at most EUR 6,775, on the principal alone, and once on claims that go in one letter.',
    ),
  ],
};
