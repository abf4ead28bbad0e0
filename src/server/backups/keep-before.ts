import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { type Disk, refuseWithoutRoom } from '#server/platform/room.ts';
import type { BackupPlace } from '#server/platform/tools.ts';
import { nameOf, readKey, write } from './back-up.ts';
import { type ReasonBefore, sweepBackups } from './sweep-backups.ts';
import { connected } from './verify-backup.ts';

export type AskedBefore = {
  readonly reason: ReasonBefore;
  readonly at: Temporal.Instant;
  /** Is not removed for it, however old. */
  readonly spared?: string;
  readonly disk?: Disk | undefined;
};

/**
 * Keeps everything there is in a file of its own, before it is changed or replaced by whoever holds the turn to do so. Of
 * these the newest few stay.
 * @throws Refusal disk_full, disk_unreadable, backup_key_short
 */
export async function keepBefore(
  place: BackupPlace,
  { reason, at, disk, spared }: AskedBefore,
): Promise<string> {
  mkdirSync(place.folder, { recursive: true, mode: 0o700 });
  await sweepBackups(place.folder, { alone: reason, ...(spared ? { spared } : {}) });
  await refuseToFill(place, disk);
  const file = path.join(place.folder, nameOf({ reason, at }));
  await write(place, { file, key: readKey(place.keyFile), at });
  return file;
}

/** On the disk of the embedded database, which falls when that is full; what another one lacks fails the backup alone. */
async function refuseToFill(
  { database, folder, embeddedIn }: BackupPlace,
  disk: Disk | undefined,
): Promise<void> {
  if (!embeddedIn || statSync(embeddedIn).dev !== statSync(folder).dev) return;
  const { rows } = await connected(database, (client) =>
    client.query<{ bytes: string }>('select pg_database_size(current_database())::text as bytes'),
  );
  refuseWithoutRoom(embeddedIn, Number(rows[0]?.bytes ?? 0), disk);
}
