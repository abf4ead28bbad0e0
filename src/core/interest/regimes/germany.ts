import { article, type Regime } from '#core/interest/regime.ts';
import { flatScale } from '#core/interest/scale.ts';

const GERMAN = {
  country: 'DE',
  agreed: { kind: 'raises' },
  selection: 'floating',
  dayCount: 'actual_365',
  lastDay: true,
  compound: 'never',
  allocation: 'costs_interest_principal',
  collectionCosts: null,
} as const satisfies Partial<Regime>;

const GERMAN_ARTICLES = [
  article('selection', 'BGB § 247', 'The base rate changes on 1 January and 1 July, for running debts too.'),
  article('start', 'BGB § 187', 'From the day after the due date: the triggering day is not counted.'),
  article(
    'last_day',
    'BGB § 188',
    'The last day is counted; whether the day of payment is, is disputed.',
    'conflict',
  ),
  article(
    'day_count',
    'BGB § 288',
    'No rule: act/365 by default; act/act and 30/360 are in use as well.',
    'conflict',
  ),
  article('compounding', 'BGB § 289', 'No interest on interest.'),
  article('allocation', 'BGB § 367 Abs. 1', 'A part payment goes to costs, then interest, then principal.'),
  article('agreed_rate', 'BGB § 288 Abs. 3', 'An agreed higher rate may be asked.', 'memory'),
];

const COMMERCIAL: Omit<Regime, 'kinds' | 'articles' | 'termDaysMax'> = {
  ...GERMAN,
  law: 'Bürgerliches Gesetzbuch, § 288 Abs. 2',
  rates: [
    { series: 'DE_BASE', plus: '8', madeBefore: '2014-07-29' },
    { series: 'DE_BASE', plus: '9' },
  ],
  formality: 'none',
  compensation: flatScale('40.00', 'EUR'),
  compensationFrom: '2014-07-29',
};

const COMMERCIAL_ARTICLES = [
  ...GERMAN_ARTICLES,
  article(
    'rate',
    'BGB § 288 Abs. 2',
    'Nine points over the base rate for payment of goods and services; eight for obligations before 29 July 2014.',
  ),
  article(
    'formality',
    'BGB § 286',
    'A reminder, an agreed calendar date, or 30 days after due date and receipt of the invoice.',
  ),
  article('compensation', 'BGB § 288 Abs. 5', 'EUR 40, for instalments too; set off against legal costs.'),
];

export const germanyBusiness: Regime = {
  ...COMMERCIAL,
  kinds: ['business'],
  termDaysMax: 60,
  articles: [
    ...COMMERCIAL_ARTICLES,
    article('term', 'BGB § 271a Abs. 1', 'More than 60 days only if express and not grossly unfair.'),
  ],
};

export const germanyPublic: Regime = {
  ...COMMERCIAL,
  kinds: ['public'],
  termDaysMax: 60,
  termDaysOrdinary: 30,
  termLongerFor: 'justified',
  termBeyond: 'void',
  articles: [
    ...COMMERCIAL_ARTICLES,
    article(
      'term',
      'BGB § 271a Abs. 2',
      'More than 30 days only if express and justified; more than 60 void.',
    ),
  ],
};

export const germanyConsumer: Regime = {
  ...GERMAN,
  kinds: ['consumer'],
  law: 'Bürgerliches Gesetzbuch, § 288 Abs. 1',
  rates: [{ series: 'DE_BASE', plus: '5' }],
  formality: 'notice',
  compensation: null,
  termDaysMax: null,
  articles: [
    ...GERMAN_ARTICLES,
    article('rate', 'BGB § 288 Abs. 1', 'Five points over the base rate.'),
    article(
      'formality',
      'BGB § 286 Abs. 3',
      'A reminder after the due date, an agreed calendar date, or 30 days after receipt of an invoice that says so expressly.',
    ),
    article(
      'collection_costs',
      'BGB § 286',
      'Reminder fees at actual cost only, about EUR 2.50; none for the reminder that makes the default.',
      'memory',
    ),
  ],
};
