import { article, type Regime } from '#core/interest/regime.ts';
import { flatScale, type Scale } from '#core/interest/scale.ts';

const LAW = 'Loi du 2 août 2002';

/** Art. 5 and 6 of the law of 2 August 2002: the ECB rate + 8, rounded up to the half point, and EUR 40. */
const COMMERCIAL = {
  country: 'BE',
  law: `${LAW} concernant la lutte contre le retard de paiement dans les transactions commerciales`,
  rates: [
    { series: 'BE_COMMERCIAL_BEFORE_2013', madeBefore: '2013-03-16', daysBefore: '2015-03-16' },
    { series: 'BE_COMMERCIAL' },
  ],
  selection: 'floating',
  dayCount: 'actual_365',
  lastDay: true,
  compound: 'never',
  allocation: 'interest_principal',
  formality: 'none',
  compensation: flatScale('40.00', 'EUR'),
  compensationFrom: '2013-03-16',
  collectionCosts: null,
} as const satisfies Partial<Regime>;

const COMMERCIAL_ARTICLES = [
  article(
    'rate',
    `${LAW}, art. 5 al. 2`,
    'The ECB rate of the half-year plus 8 points, rounded up to the half point, as published each half-year; plus 7 for contracts made before 16 March 2013, until 15 March 2015.',
  ),
  article('selection', `${LAW}, art. 5`, 'A new rate applies to running debts from its day.', 'memory'),
  article('start', `${LAW}, art. 5`, 'From the day after the due date, of right and without notice.'),
  article('last_day', `${LAW}, art. 5`, 'The day of payment is counted.', 'memory'),
  article('day_count', `${LAW}, art. 5`, 'A year has 365 days.', 'one_source'),
  article(
    'compounding',
    'Code civil, art. 5.207',
    'Simple interest, unless a court or an agreement capitalises interest due for a year.',
    'memory',
  ),
  article(
    'allocation',
    'Code civil, art. 5.210',
    'A part payment goes to interest before principal.',
    'memory',
  ),
  article(
    'compensation',
    `${LAW}, art. 6`,
    'EUR 40 of right, and reasonable compensation for further recovery costs.',
  ),
];

export const belgiumBusiness: Regime = {
  ...COMMERCIAL,
  kinds: ['business'],
  agreed: { kind: 'replaces' },
  termDaysMax: 60,
  termBeyond: 'void',
  articles: [
    ...COMMERCIAL_ARTICLES,
    article('agreed_rate', `${LAW}, art. 5 al. 2`, 'Another rate may be agreed.'),
    article(
      'term',
      `${LAW}, art. 4`,
      '30 calendar days, or up to 60 by contract since 1 February 2022; a longer clause is deemed unwritten.',
      'conflict',
    ),
  ],
};

export const belgiumPublic: Regime = {
  ...COMMERCIAL,
  kinds: ['public'],
  agreed: { kind: 'ignored' },
  termDaysMax: 60,
  termBeyond: 'void',
  articles: [
    ...COMMERCIAL_ARTICLES,
    article(
      'agreed_rate',
      `${LAW}, art. 5 al. 2`,
      'For a public debtor, the rate of the law holds whatever was agreed.',
    ),
    article('term', `${LAW}, art. 4`, '30 calendar days, or up to 60 by contract.'),
    article(
      'scope',
      'Arrêté royal du 14 janvier 2013, art. 69',
      'Only small public contracts fall under this law; the others under the rules of public procurement.',
      'memory',
    ),
  ],
};

/** Art. XIX.4: what a clause may ask at most, beside interest. */
export const BOOK_XIX_CAPS: Scale = {
  currency: 'EUR',
  steps: [
    { upTo: '150.00', fixed: '20.00' },
    { upTo: '500.00', fixed: '30.00', percent: '10.00', over: '150.00' },
    { upTo: null, fixed: '65.00', percent: '5.00', over: '500.00' },
  ],
  most: '2000.00',
};

/** Art. VII.106, consumer credit: another regime than Book XIX, kept for those who lend. */
export const CONSUMER_CREDIT_CAPS: Scale = {
  currency: 'EUR',
  steps: [
    { upTo: '7500.00', fixed: '0.00', percent: '10.00', over: '0.00' },
    { upTo: null, fixed: '750.00', percent: '5.00', over: '7500.00' },
  ],
};

export const belgiumConsumer: Regime = {
  country: 'BE',
  kinds: ['consumer'],
  law: 'Code de droit économique, livre XIX',
  rates: [{ series: 'BE_COMMERCIAL' }],
  agreed: { kind: 'ceiling' },
  selection: 'floating',
  dayCount: 'actual_365',
  lastDay: true,
  compound: 'never',
  allocation: 'interest_principal',
  formality: 'free_reminder',
  compensation: BOOK_XIX_CAPS,
  collectionCosts: null,
  withoutClause: { series: 'BE_CIVIL' },
  termDaysMax: null,
  articles: [
    article(
      'scope',
      'CDE, art. XIX.1',
      'Every late payment of a consumer to an undertaking: new contracts since 1 September 2023, older ones since 1 December 2023.',
    ),
    article(
      'rate',
      'CDE, art. XIX.4',
      'At most the rate of the law of 2 August 2002; without a clause, the legal rate in civil matters.',
    ),
    article('selection', 'CDE, art. XIX.4', 'A new rate applies to running debts from its day.', 'memory'),
    article(
      'agreed_rate',
      'CDE, art. XIX.4',
      'The clause of the contract, never more than the rate of the law of 2 August 2002.',
    ),
    article(
      'formality',
      'CDE, art. XIX.2',
      'A first reminder that costs nothing, then 14 calendar days: from the day after sending by mail, from the third working day after sending by post.',
    ),
    article(
      'regular_supplies',
      'CDE, art. XIX.2',
      'Of regular supplies, the reminders of three instalments a calendar year cost nothing, a further one at most EUR 7.50 and postage.',
    ),
    article(
      'start',
      'CDE, art. XIX.4',
      'A small or medium-sized creditor counts interest from the day after the reminder was sent, a larger one from the end of the waiting period.',
      'memory',
    ),
    article('last_day', 'CDE, art. XIX.4', 'The day of payment is counted.', 'memory'),
    article('day_count', 'CDE, art. XIX.4', 'A year has 365 days.', 'memory'),
    article(
      'allocation',
      'Code civil, art. 5.210',
      'A part payment goes to interest before principal.',
      'memory',
    ),
    article(
      'compensation',
      'CDE, art. XIX.4',
      'By clause, at most EUR 20 up to 150; EUR 30 plus 10 % of what exceeds 150, up to 500; EUR 65 plus 5 % of what exceeds 500, at most EUR 2,000.',
    ),
  ],
};
