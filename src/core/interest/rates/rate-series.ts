/**
 * How well a rate is known. `derived`: it follows from the formula of the law, no page stating it was seen.
 * `missing`: it is known to exist and was not found, so nothing is computed with it. `given`: a person gave it.
 */
export const RATE_STATUSES = [
  'verified',
  'one_source',
  'derived',
  'memory',
  'conflict',
  'missing',
  'given',
] as const;
export type RateStatus = (typeof RATE_STATUSES)[number];

/** The first day, the yearly percentage, how well it is known, the short names of its sources, and a remark. */
export type RateRow = readonly [
  from: string,
  percent: string | null,
  status: RateStatus,
  sources: string,
  remark?: string,
];

/**
 * The rates of one kind, by their first day. A row holds to the end of its half-year or year, or, where a decree or
 * statute sets it, until the next row and no longer than `knownUntil`: a rate that was never read is never assumed.
 */
export type RateSeries = {
  readonly id: string;
  readonly title: string;
  readonly period: 'semester' | 'year' | 'decree' | 'statute';
  readonly publishedIn: string;
  readonly knownUntil?: string;
  readonly rows: readonly RateRow[];
};
