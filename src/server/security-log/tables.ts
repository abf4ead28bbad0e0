import type { Generated } from 'kysely';
import type { SecurityEvent } from '#core/accounts/security-events.ts';

export type SecurityEventTable = {
  id: string;
  minute: Temporal.Instant;
  firstAt: Temporal.Instant;
  lastAt: Temporal.Instant;
  times: Generated<number>;
  event: SecurityEvent;
  code: Generated<string>;
  userId: string | null;
  place: string | null;
  machine: string | null;
  route: Generated<string>;
};
