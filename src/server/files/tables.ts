import type { Generated } from 'kysely';

export type FileTable = {
  companyId: string;
  id: string;
  name: string;
  mediaType: string;
  size: number;
  sha256: string;
  bytes: Buffer;
  createdAt: Generated<Temporal.Instant>;
};
