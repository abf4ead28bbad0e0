import type { RateSeries } from './rate-series.ts';

export const switzerlandRates = [
  {
    id: 'CH_STATUTE',
    title: 'Swiss statutory default rate',
    period: 'statute',
    publishedIn: 'OR',
    rows: [['1912-01-01', '5.00', 'verified', 'CH-DEJURE CH-LAW CH-AG']],
  },
] as const satisfies readonly RateSeries[];
