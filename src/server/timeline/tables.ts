import type { Generated } from 'kysely';
import type { EventKind } from '#core/timeline/events.ts';
import type { HeadMailState } from '#core/timeline/head-mail.ts';

export type TimelineEntryTable = {
  companyId: string;
  id: Generated<bigint>;
  at: Temporal.Instant;
  actor: string | null;
  kind: EventKind;
  debtorId: string | null;
  dueItemId: string | null;
  noticeId: string | null;
  runId: string | null;
  /** What stays for ever. */
  facts: Generated<Record<string, string>>;
  /** What goes with the person; null where nothing is personal, or no more. */
  personal: Record<string, string> | null;
  salt: Buffer | null;
  /** SHA-256(salt || personal), made by the database. */
  commitment: Buffer | null;
  act: Generated<bigint | null>;
};

/** One entry's place in the chain of its company: see docs/dossier.md. */
export type TimelineLinkTable = {
  companyId: string;
  position: bigint;
  entryId: bigint;
  hash: Buffer;
};

export type TimelineHeadTable = {
  companyId: string;
  position: bigint;
  hash: Buffer;
};

/** A head that left the house. */
export type TimelineWitnessTable = {
  companyId: string;
  id: string;
  position: bigint;
  hash: Buffer;
  witnessedAt: Temporal.Instant;
  way: 'mail' | 'run_report' | 'dossier' | 'export';
  toldTo: string;
};

/** The mail that carried the head of a day out of the house. */
export type HeadMailTable = {
  companyId: string;
  mailedOn: Temporal.PlainDate;
  id: string;
  state: HeadMailState;
  position: bigint;
  hash: Buffer;
  toldTo: string;
  tries: Generated<number>;
  /** When the mail of this day was first taken. */
  begunAt: Temporal.Instant;
  /** When it was last taken. */
  takenAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  answer: string | null;
};
