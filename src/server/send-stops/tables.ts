import type { Generated } from 'kysely';

/** One row: see 0027. */
export type InstallationTable = {
  onlyRow: Generated<boolean>;
  instanceId: string;
  databaseIdentity: string;
  mark: Generated<bigint>;
  version: string;
  createdAt: Generated<Temporal.Instant>;
};

export type InstallationPlaceTable = {
  sha256: string;
  host: string;
  folder: string;
  knownAt: Generated<Temporal.Instant>;
  releasedBy: string | null;
};

export type FenceKind = 'restored' | 'copied' | 'upgraded';

export type SendFenceTable = {
  id: string;
  kind: FenceKind;
  facts: Generated<Record<string, string>>;
  placeSha256: string | null;
  raisedAt: Generated<Temporal.Instant>;
  endsAt: Temporal.Instant | null;
  releasedAt: Temporal.Instant | null;
  releasedBy: string | null;
  releaseReason: string | null;
};

export type InstallationOwnerTable = {
  userId: string;
  sinceAt: Generated<Temporal.Instant>;
};
