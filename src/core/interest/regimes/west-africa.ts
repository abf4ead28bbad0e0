import { article, type Regime } from '#core/interest/regime.ts';

/** States of the West African Monetary Union: one legal rate for all. */
export const UMOA = ['BJ', 'BF', 'CI', 'GW', 'ML', 'NE', 'SN', 'TG'] as const;

/** AUDCG art. 291: interest at the legal rate from the sending of a formal notice, where no rate was agreed. */
export function umoaBusiness(country: string): Regime {
  return {
    country,
    kinds: ['business'],
    law: 'Acte uniforme OHADA portant sur le droit commercial général, art. 291',
    rates: [{ series: 'UMOA_LEGAL' }],
    agreed: { kind: 'replaces' },
    selection: 'floating',
    dayCount: 'actual_365',
    lastDay: true,
    compound: 'never',
    allocation: 'interest_principal',
    formality: 'notice',
    compensation: null,
    collectionCosts: null,
    termDaysMax: null,
    articles: [
      article(
        'rate',
        'Décision CM/UMOA/010/06/2013',
        'One legal rate for each calendar year, published by the BCEAO, where no rate was agreed.',
      ),
      article(
        'agreed_rate',
        'Décision CM/UMOA/010/06/2013',
        'An agreed rate takes its place; limits on usury were not researched.',
        'memory',
      ),
      article(
        'start',
        'AUDCG, art. 291',
        'From the sending of the formal notice, registered or by any equivalent means.',
      ),
      article(
        'formality',
        'AUDCG, art. 291',
        'A formal notice by registered letter or by any equivalent means.',
      ),
      article(
        'selection',
        'Décision CM/UMOA/010/06/2013',
        'A new rate applies to running debts from its year.',
        'memory',
      ),
      article('last_day', 'AUDCG, art. 291', 'The day of payment is counted.', 'memory'),
      article('day_count', 'AUDCG, art. 291', 'A year has 365 days.', 'memory'),
      article('allocation', 'AUDCG, art. 291', 'A part payment goes to interest before principal.', 'memory'),
    ],
  };
}
