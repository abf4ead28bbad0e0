import type { Generated } from 'kysely';

export type BackupReason = 'nightly' | 'asked' | 'before_upgrade' | 'before_restore';

export type BackupRunTable = {
  id: string;
  reason: BackupReason;
  file: string;
  isEncrypted: boolean;
  startedAt: Temporal.Instant;
  endedAt: Temporal.Instant | null;
  outcome: 'written' | 'failed' | null;
  size: bigint | null;
  rowCount: bigint | null;
  verifiedAt: Temporal.Instant | null;
  verification: 'good' | 'bad' | null;
  answer: string | null;
  removedAt: Temporal.Instant | null;
};

export type RestoredJobTable = {
  id: Generated<bigint>;
  name: string;
  data: unknown;
  startAt: Temporal.Instant | null;
};
