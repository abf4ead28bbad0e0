import type { Generated } from 'kysely';

export type ApiKeyTable = {
  companyId: string;
  id: string;
  /** On whose behalf it acts. */
  userId: string;
  name: string;
  prefix: string;
  keySha256: string;
  role: 'owner' | 'clerk' | 'reader';
  createdAt: Generated<Temporal.Instant>;
  expiresAt: Temporal.Instant | null;
  lastUsedAt: Temporal.Instant | null;
  revokedAt: Temporal.Instant | null;
};
