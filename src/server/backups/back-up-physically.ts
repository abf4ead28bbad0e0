import { existsSync } from 'node:fs';
import path from 'node:path';
import { refuse } from '#core/refusal.ts';
import type { Db } from '#server/platform/db.ts';
import { refuseWithoutRoom } from '#server/platform/room.ts';
import type { BackupPlace } from '#server/platform/tools.ts';
import { type MadeBackup, recordBackup } from './back-up.ts';
import { findDatabaseBytes } from './queries.ts';
import { BESIDE_BYTES, verifyPhysicalBackup } from './verify-physical-backup.ts';
import { type WrittenPhysicalBackup, writePhysicalBackup } from './write-physical-backup.ts';

export type AskedPhysically = {
  /** The new folder. */
  readonly folder: string;
  readonly at: Temporal.Instant;
  /** Whether the database is the one that came with the program: of another one we do not see the files. */
  readonly isEmbedded: boolean;
  /** Whether the installation's secret is taken along, so that the copy opens what is sealed with it. */
  readonly withSecret: boolean;
};

/**
 * Copies the embedded database into a folder that can be started as it is, starts a copy of it to see that it is good, and
 * records both.
 * @throws Refusal physical_embedded_only, physical_folder_filled, physical_too_busy, physical_log_gone, disk_full, disk_unreadable
 */
export async function backUpPhysically(
  db: Db,
  place: Pick<BackupPlace, 'database' | 'version' | 'secret'>,
  { folder, at, isEmbedded, withSecret }: AskedPhysically,
): Promise<MadeBackup<WrittenPhysicalBackup>> {
  if (!isEmbedded) refuse('physical_embedded_only', {});
  const { database, version } = place;
  const secret = withSecret ? place.secret : null;
  return recordBackup(
    db,
    { reason: 'asked', file: folder, isEncrypted: false, startedAt: at },
    {
      write: async () => {
        // Itself, and the copy of it that is started.
        refuseWithoutRoom(thereAlready(folder), 2 * (Number(await findDatabaseBytes(db)) + BESIDE_BYTES));
        return writePhysicalBackup({ folder, database, version, at, secret });
      },
      verify: async () => (await verifyPhysicalBackup(folder)).differences,
    },
  );
}

/** The nearest folder on the way that exists: on the disk that will hold it. */
export function thereAlready(folder: string): string {
  const above = path.dirname(folder);
  // Of a drive that is not there, nothing is: the disk cannot be asked then.
  return existsSync(folder) || above === folder ? folder : thereAlready(above);
}
