import type { RateSeries } from './rate-series.ts';

export const monacoRates = [
  {
    id: 'MC_LEGAL',
    title: 'Monegasque legal rate',
    period: 'decree',
    publishedIn: 'Journal de Monaco',
    knownUntil: '2026-12-31',
    rows: [['2025-03-01', '4.00', 'one_source', 'MC']],
  },
] as const satisfies readonly RateSeries[];
