import type { Generated } from 'kysely';
import type { BankFormat } from '#core/bank/bank-reading.ts';
import type {
  BankFileOrigin,
  BankFileState,
  BankLineState,
  StatementState,
} from '#core/bank/statement-states.ts';
import type { Currency } from '#core/money/currencies.ts';

export type BankAccountTable = {
  companyId: string;
  id: string;
  number: string;
  currency: Currency;
  name: string;
  holder: string | null;
  followed: Generated<boolean>;
  bookedUntilOn: Temporal.PlainDate | null;
  createdAt: Temporal.Instant;
};

export type BankFileTable = {
  companyId: string;
  id: string;
  fileId: string;
  fileName: string;
  sha256: string;
  origin: BankFileOrigin;
  state: BankFileState;
  format: BankFormat | 'zip' | null;
  profile: string | null;
  progress: unknown | null;
  cancelWanted: Generated<boolean>;
  result: unknown | null;
  createdBy: string | null;
  createdAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
};

export type BankStatementTable = {
  companyId: string;
  id: string;
  accountId: string;
  bankFileId: string;
  entry: string | null;
  row: number;
  position: number;
  format: BankFormat;
  number: string | null;
  openedOn: Temporal.PlainDate | null;
  openingMinor: bigint | null;
  closedOn: Temporal.PlainDate | null;
  closingMinor: bigint | null;
  state: StatementState;
  lineCount: number;
  addedCount: number;
  digest: string;
  problem: StoredProblem | null;
  overriddenBy: string | null;
  overriddenAt: Temporal.Instant | null;
  overrideReason: string | null;
  createdAt: Temporal.Instant;
};

export type BankLineTable = {
  companyId: string;
  id: string;
  statementId: string;
  accountId: string;
  position: number;
  parentId: string | null;
  bookedOn: Temporal.PlainDate;
  valueOn: Temporal.PlainDate | null;
  currency: Currency;
  amountMinor: bigint;
  remainingMinor: bigint;
  state: BankLineState;
  counterparty: string | null;
  iban: string | null;
  bic: string | null;
  ultimateParty: string | null;
  structuredReference: string | null;
  text: string;
  endToEndId: string | null;
  bankReference: string | null;
  mandate: string | null;
  code: string | null;
  reversal: boolean;
  returnReason: string | null;
  details: unknown | null;
  identity: string;
  ordinal: number;
  replacedBy: string | null;
};

/** An account that a file told of, and how far it was known before. */
export type BankFileTraceTable = {
  companyId: string;
  turn: Generated<bigint>;
  bankFileId: string;
  accountId: string;
  accountAdded: boolean;
  bookedUntilOn: Temporal.PlainDate | null;
};

/** A line of another file that this one wrote over, as it stood. */
export type BankLineBeforeTable = {
  companyId: string;
  bankFileId: string;
  lineId: string;
  statementId: string;
  position: number;
  parentId: string | null;
  bookedOn: Temporal.PlainDate;
  state: BankLineState;
  remainingMinor: bigint;
  identity: string;
  ordinal: number;
};

export type BankCsvProfileTable = {
  companyId: string;
  name: string;
  body: unknown;
  updatedAt: Temporal.Instant;
};

export type BankInboxFileTable = {
  companyId: string;
  fileName: string;
  size: bigint;
  modifiedAt: Temporal.Instant;
  seenAt: Temporal.Instant;
  problem: InboxProblem | null;
};

export type BankInboxTable = {
  companyId: string;
  lookedAt: Temporal.Instant;
  problem: InboxProblem | null;
};

/** Why a file, or the folder, stays as it is. */
export type InboxProblem = { readonly code: string; readonly facts: Record<string, string> };

/** A refusal told beside what it is about. */
export type StoredProblem = {
  readonly code: string;
  readonly facts: Record<string, string>;
  readonly at: { readonly row: number; readonly column: string };
};
