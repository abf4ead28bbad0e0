import type { RateSeries } from './rate-series.ts';

export const westAfricaRates = [
  {
    id: 'UMOA_LEGAL',
    title: 'Legal rate of the West African Monetary Union',
    period: 'year',
    publishedIn: 'BCEAO',
    rows: [
      ['2022-01-01', '4.00', 'one_source', 'TG-REP'],
      ['2023-01-01', '4.22', 'one_source', 'TG-REP'],
      ['2024-01-01', '5.0336', 'verified', 'BCEAO24 TG-REP'],
      ['2025-01-01', '5.50', 'one_source', 'BCEAO25'],
      [
        '2026-01-01',
        '5.3637',
        'verified',
        'TG-REP TG-ILLICO TG-DAILY',
        'Decree of Togo; the BCEAO sets one rate for the union.',
      ],
    ],
  },
] as const satisfies readonly RateSeries[];
