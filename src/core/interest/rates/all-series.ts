import { austriaRates } from './austria.ts';
import { belgiumRates } from './belgium.ts';
import { euroRates } from './euro.ts';
import { franceRates } from './france.ts';
import { germanyRates } from './germany.ts';
import { irelandRates } from './ireland.ts';
import { italyRates } from './italy.ts';
import { luxembourgRates } from './luxembourg.ts';
import { monacoRates } from './monaco.ts';
import { netherlandsRates } from './netherlands.ts';
import { portugalRates } from './portugal.ts';
import type { RateSeries } from './rate-series.ts';
import { spainRates } from './spain.ts';
import { switzerlandRates } from './switzerland.ts';
import { unitedKingdomRates } from './united-kingdom.ts';
import { westAfricaRates } from './west-africa.ts';

/** Every series of rates that Rappel knows, country by country. */
export const ALL_SERIES = [
  ...euroRates,
  ...belgiumRates,
  ...franceRates,
  ...netherlandsRates,
  ...germanyRates,
  ...luxembourgRates,
  ...austriaRates,
  ...irelandRates,
  ...spainRates,
  ...italyRates,
  ...portugalRates,
  ...unitedKingdomRates,
  ...switzerlandRates,
  ...monacoRates,
  ...westAfricaRates,
] as const satisfies readonly RateSeries[];

export type SeriesId = (typeof ALL_SERIES)[number]['id'];
