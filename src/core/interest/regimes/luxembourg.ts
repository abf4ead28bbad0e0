import { article, type Regime } from '#core/interest/regime.ts';
import { flatScale } from '#core/interest/scale.ts';

const LAW = 'Loi du 18 avril 2004';

const COMMERCIAL = {
  country: 'LU',
  law: `${LAW} relative aux délais de paiement et aux intérêts de retard`,
  rates: [{ series: 'LU_COMMERCIAL' }],
  selection: 'floating',
  dayCount: 'actual_365',
  lastDay: true,
  compound: 'never',
  allocation: 'interest_principal',
  formality: 'none',
  compensation: flatScale('40.00', 'EUR'),
  collectionCosts: null,
  termDaysMax: 60,
} as const satisfies Partial<Regime>;

const COMMERCIAL_ARTICLES = [
  article('rate', `${LAW}, art. 5`, 'The ECB rate of the half-year plus 8 points, not rounded.'),
  article('selection', `${LAW}, art. 5`, 'A new rate applies to running debts from its half-year.', 'memory'),
  article('start', `${LAW}, art. 3`, 'Of right and without reminder, from the day after the term.'),
  article('last_day', `${LAW}, art. 3`, 'The day of payment is counted.', 'memory'),
  article('day_count', `${LAW}`, 'Amount x days x rate / 36,500.'),
  article('compounding', `${LAW}, art. 5`, 'Simple interest.'),
  article(
    'allocation',
    'Code civil, art. 1254',
    'A part payment goes to interest before principal.',
    'memory',
  ),
  article(
    'compensation',
    `${LAW}, art. 5-1`,
    'EUR 40; the amount was not seen in the text of the law.',
    'memory',
  ),
];

export const luxembourgBusiness: Regime = {
  ...COMMERCIAL,
  kinds: ['business'],
  agreed: { kind: 'replaces' },
  articles: [
    ...COMMERCIAL_ARTICLES,
    article('agreed_rate', `${LAW}, art. 5`, 'Another rate may be agreed.', 'memory'),
    article('term', `${LAW}, art. 3`, '30 days; by contract 60, longer only if not manifestly abusive.'),
  ],
};

export const luxembourgPublic: Regime = {
  ...COMMERCIAL,
  kinds: ['public'],
  agreed: { kind: 'raises' },
  articles: [
    ...COMMERCIAL_ARTICLES,
    article('agreed_rate', `${LAW}, art. 5`, 'An agreed rate counts where it is higher.', 'memory'),
    article('term', `${LAW}, art. 4`, '30 days; up to 60 in exceptional cases.'),
  ],
};

export const luxembourgConsumer: Regime = {
  ...COMMERCIAL,
  kinds: ['consumer'],
  rates: [{ series: 'LU_CONSUMER' }],
  agreed: { kind: 'replaces' },
  formality: 'invoice_notice',
  compensation: null,
  termDaysMax: null,
  articles: [
    article(
      'rate',
      `${LAW}, art. 14`,
      'The legal rate, set for each calendar year by grand-ducal regulation.',
    ),
    article('selection', `${LAW}, art. 14`, 'A new rate applies to running debts from its year.', 'memory'),
    article(
      'start',
      `${LAW}, art. 12`,
      'From the end of the third month after receipt of the goods or completion of the work.',
    ),
    article(
      'formality',
      `${LAW}, art. 12`,
      'Only if the invoice was sent within a month of it and says that interest will be asked.',
    ),
    article('last_day', `${LAW}, art. 12`, 'The day of payment is counted.', 'memory'),
    article('day_count', 'Chambre des métiers, note', 'Amount x days x rate / 36,500.'),
    article(
      'allocation',
      'Code civil, art. 1254',
      'A part payment goes to interest before principal.',
      'memory',
    ),
    article(
      'agreed_rate',
      `${LAW}, art. 12`,
      'A clause of the contract counts, under the control of unfair terms.',
      'memory',
    ),
  ],
};
