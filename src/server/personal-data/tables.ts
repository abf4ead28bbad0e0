import type { Generated } from 'kysely';
import type { RetentionSubject } from '#core/personal-data/retention-terms.ts';

/** A person who was erased: of them only ids remain. */
export type ErasureTable = {
  companyId: string;
  debtorId: string;
  erasedAt: Temporal.Instant;
  erasedBy: string | null;
  because: 'legal_term' | 'request';
};

/** A contact person who went at the end of its own, shorter term. */
export type ContactErasureTable = {
  companyId: string;
  contactId: string;
  debtorId: string;
  erasedAt: Temporal.Instant;
  erasedBy: string | null;
};

/** What is to go, drawn up by one person and confirmed, or withdrawn, later. Ids alone. */
export type ErasureListTable = {
  companyId: string;
  id: string;
  state: Generated<'prepared' | 'confirmed' | 'withdrawn'>;
  debtors: string[];
  contacts: string[];
  files: string[];
  preparedBy: string | null;
  preparedAt: Temporal.Instant;
  endedBy: string | null;
  endedAt: Temporal.Instant | null;
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
