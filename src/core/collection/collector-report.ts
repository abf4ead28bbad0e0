/** What somebody who collects outside may tell of an item: nothing of it settles the item, only bank data or the ledger do. */
export const COLLECTOR_REPORTS = [
  'paid',
  'promised',
  'disputed',
  'unreachable',
  'insolvent',
  'other',
] as const;
export type CollectorReportKind = (typeof COLLECTOR_REPORTS)[number];
