import type { RetentionSubject } from '#core/personal-data/retention-terms.ts';

/** A person who was erased: of them only ids remain. */
export type ErasureTable = {
  companyId: string;
  debtorId: string;
  erasedAt: Temporal.Instant;
  erasedBy: string | null;
  because: 'legal_term' | 'request';
};

/** Where a company departs from the table of its country. */
export type RetentionTermTable = {
  companyId: string;
  country: string;
  subject: RetentionSubject;
  years: number;
  source: string;
  changedBy: string | null;
  changedAt: Temporal.Instant;
};
