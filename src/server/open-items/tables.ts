import type { Generated, GeneratedAlways } from 'kysely';
import type { Currency } from '#core/money/currencies.ts';
import type { ImportFormat, ImportKind, ImportState } from '#core/receivables/import-states.ts';
import type { DocumentKind, DueSource } from '#core/receivables/kinds.ts';

export type DocumentTable = {
  companyId: string;
  id: string;
  debtorId: string;
  kind: DocumentKind;
  number: string;
  issuedOn: Temporal.PlainDate;
  currency: Currency;
  amountMinor: bigint;
  structuredReference: string | null;
  iban: string | null;
  linkedNumber: string | null;
  directDebit: Generated<boolean>;
  fileId: string | null;
  policyId: string | null;
  source: string;
  importedOn: Temporal.PlainDate;
  searchKey: GeneratedAlways<string>;
};

export type DueItemTable = {
  companyId: string;
  id: string;
  documentId: string;
  debtorId: string;
  position: number;
  dueOn: Temporal.PlainDate;
  dueSource: Generated<DueSource>;
  currency: Currency;
  amountMinor: bigint;
  openMinor: bigint;
  level: Generated<number>;
  cycle: Generated<number>;
  times: Generated<number>;
  courtesyOn: Temporal.PlainDate | null;
  notifiedOn: Temporal.PlainDate | null;
  deadlineOn: Temporal.PlainDate | null;
  settledOn: Temporal.PlainDate | null;
  provisionalMinor: Generated<bigint>;
  bankedMinor: Generated<bigint>;
  collectionFailedOn: Temporal.PlainDate | null;
  /** Its document's. */
  importedOn: Temporal.PlainDate;
};

export type ImportTable = {
  companyId: string;
  id: string;
  kind: ImportKind;
  format: ImportFormat;
  state: ImportState;
  fileName: string;
  fileId: string | null;
  options: unknown;
  progress: unknown | null;
  cancelWanted: Generated<boolean>;
  result: unknown | null;
  createdBy: string | null;
  createdAt: Temporal.Instant;
  appliedAt: Temporal.Instant | null;
};

export type ImportTraceTable = {
  companyId: string;
  importId: string;
  transaction: string;
  added: unknown;
};

export type ImportBeforeTable = {
  companyId: string;
  importId: string;
  tableName: string;
  rowKey: string;
  before: unknown;
};

export type ImportMappingTable = {
  companyId: string;
  name: string;
  body: unknown;
  updatedAt: Temporal.Instant;
};
