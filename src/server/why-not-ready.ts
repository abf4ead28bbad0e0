import type { OpenDatabase } from './platform/database.ts';
import { pendingMigrations } from './platform/migrate.ts';
import { wordsOfNoRoom } from './platform/room.ts';
import type { Tools } from './platform/tools.ts';
import type { SilenceWatch } from './silence/keep-watch.ts';

/** Why this process cannot do its work, for whoever watches from outside. @returns null where all is well */
export async function whyNotReady(
  { installation }: Pick<Tools, 'installation'>,
  { pool, silence }: Pick<OpenDatabase, 'pool'> & { readonly silence: SilenceWatch },
): Promise<string | null> {
  const noRoom = installation.room?.whyNot();
  if (noRoom) return wordsOfNoRoom(noRoom);
  const pending = await pendingMigrations(pool).catch(() => null);
  if (pending === null) return 'the database does not answer';
  if (pending > 0) return 'the database is not up to date';
  return silence.whySilent();
}
