import type { Generated } from 'kysely';

export type FileTable = {
  companyId: string;
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  bytes: Buffer;
  /** When it reached the end of its term: its bytes are gone. */
  emptiedAt: Temporal.Instant | null;
  createdAt: Generated<Temporal.Instant>;
};
