import { article, type Regime } from '#core/interest/regime.ts';
import { flatScale } from '#core/interest/scale.ts';

const FRENCH = {
  country: 'FR',
  dayCount: 'actual_365',
  lastDay: true,
  compound: 'never',
  allocation: 'interest_principal',
  collectionCosts: null,
} as const satisfies Partial<Regime>;

const FRENCH_ARTICLES = [
  article('day_count', 'Service-public.fr, F20688', 'A year has 365 days, leap years too.'),
  article(
    'compounding',
    'Code civil, art. 1343-2',
    'Simple interest, unless interest due for a year is capitalised by a court or an agreement.',
  ),
  article(
    'allocation',
    'Code civil, art. 1343-1',
    'A part payment goes to interest before principal.',
    'memory',
  ),
];

export const franceBusiness: Regime = {
  ...FRENCH,
  kinds: ['business'],
  law: 'Code de commerce, art. L441-10',
  rates: [{ series: 'FR_COMMERCIAL' }],
  agreed: { kind: 'floor', series: 'FR_LEGAL_OTHER', times: '3' },
  selection: 'floating',
  formality: 'none',
  compensation: flatScale('40.00', 'EUR'),
  termDaysMax: 60,
  articles: [
    ...FRENCH_ARTICLES,
    article(
      'rate',
      'Code de commerce, art. L441-10 II',
      'The ECB rate of 1 January or 1 July plus 10 points.',
    ),
    article(
      'selection',
      'Code de commerce, art. L441-10 II',
      'A new rate applies to running debts from its half-year.',
    ),
    article(
      'agreed_rate',
      'Code de commerce, art. L441-10 II',
      'Another rate may be agreed, not below three times the legal rate of "other creditors".',
    ),
    article(
      'start',
      'Code de commerce, art. L441-10 II',
      'From the day after the due date on the invoice, without reminder, on the amount including VAT.',
    ),
    article(
      'last_day',
      'Code de commerce, art. L441-10 II',
      'Until the account of the creditor is credited.',
      'one_source',
    ),
    article(
      'compensation',
      'Code de commerce, art. D441-5',
      'EUR 40 for each invoice, and further costs on proof.',
    ),
    article(
      'term',
      'Code de commerce, art. L441-10 I',
      '30 days after receipt; by contract 60 days from the invoice date or 45 days end of month, in both readings.',
    ),
  ],
};

export const francePublic: Regime = {
  ...FRENCH,
  kinds: ['public'],
  law: 'Code de la commande publique, art. R2192-31',
  rates: [{ series: 'FR_PUBLIC' }],
  agreed: { kind: 'ignored' },
  selection: 'frozen_at_start',
  formality: 'none',
  compensation: flatScale('40.00', 'EUR'),
  termDaysMax: 60,
  termDaysOrdinary: 30,
  termLongerFor: 'some_bodies',
  termBeyond: 'void',
  articles: [
    ...FRENCH_ARTICLES,
    article(
      'rate',
      'Code de la commande publique, art. R2192-31',
      'The ECB rate on the first day of the half-year in which interest started, plus 8 points.',
    ),
    article(
      'selection',
      'Code de la commande publique, art. R2192-31',
      'The rate of the half-year in which interest started stays to the end.',
    ),
    article(
      'agreed_rate',
      'Code de la commande publique, art. R2192-31',
      'The rate is set by decree.',
      'memory',
    ),
    article('start', 'Code de la commande publique, art. L2192-13', 'Of right, from the day after the term.'),
    article(
      'last_day',
      'Code de la commande publique, art. R2192-32',
      'The day the principal is paid is counted.',
      'memory',
    ),
    article(
      'compensation',
      'Code de la commande publique, art. D2192-35',
      'EUR 40; payable with the interest within 45 days after the principal (R2192-36).',
      'memory',
    ),
    article(
      'term',
      'Code de la commande publique, art. L2192-10, R2192-10, R2192-11',
      'State and local authorities 30 days, hospitals and the army health service 50, public undertakings 60; a contract may give less, never more.',
    ),
  ],
};

export const franceConsumer: Regime = {
  ...FRENCH,
  kinds: ['consumer'],
  law: 'Code civil, art. 1231-6',
  rates: [{ series: 'FR_LEGAL_OTHER' }],
  agreed: { kind: 'replaces' },
  selection: 'floating',
  formality: 'notice',
  compensation: null,
  termDaysMax: null,
  articles: [
    ...FRENCH_ARTICLES,
    article(
      'rate',
      'Code monétaire et financier, art. D313-1-A',
      'The legal rate; its category follows the creditor: a business asks "other creditors" even from a consumer.',
    ),
    article(
      'selection',
      'Code monétaire et financier, art. L313-2',
      'A new rate applies to running debts from its half-year.',
      'memory',
    ),
    article('start', 'Code civil, art. 1231-6', 'From the formal notice.', 'memory'),
    article('formality', 'Code civil, art. 1231-6', 'A formal notice comes first.', 'memory'),
    article('last_day', 'Code civil, art. 1231-6', 'The day of payment is counted.', 'memory'),
    article(
      'agreed_rate',
      'Code civil, art. 1231-5',
      'A penalty clause counts, under the control of unfair terms.',
      'memory',
    ),
    article(
      'collection_costs',
      "Code des procédures civiles d'exécution, art. L111-8",
      'Out-of-court costs stay with the creditor, and there is no flat compensation.',
      'memory',
    ),
  ],
};
