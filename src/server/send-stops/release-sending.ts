import { refuse } from '#core/refusal.ts';
import type { Tools } from '#server/platform/tools.ts';
import {
  addPlace,
  findDatabaseIdentity,
  isInstallationOwner,
  lockInstallation,
  markInstallation,
  markReleased,
} from './queries.ts';
import { tellAll } from './recognise-installation.ts';

/** Whoever has the shell has the data anyway. */
export const BY_SHELL = 'cli';

/**
 * Lets things leave again: a person says why, and it is kept, in the installation's record and in every company's timeline.
 * A place that was not known is known from now on. Repeating it changes nothing.
 * @param fence one of them; null: all that stand
 * @returns how many were released
 * @throws Refusal release_reason_missing, installation_owner_needed
 */
export async function releaseSending(
  { db }: Pick<Tools, 'db'>,
  { fence, reason, by }: { readonly fence: string | null; readonly reason: string; readonly by: string },
): Promise<number> {
  if (reason.trim() === '') refuse('release_reason_missing', {});
  if (by !== BY_SHELL && !(await isInstallationOwner(db, by))) refuse('installation_owner_needed', {});
  return db.transaction().execute(async (trx) => {
    await lockInstallation(trx);
    const released = await markReleased(trx, { fence, reason: reason.trim(), by });
    for (const { kind, facts, placeSha256 } of released) {
      if (kind !== 'copied' || !placeSha256) continue;
      const place = { sha256: placeSha256, host: facts.host ?? '', folder: facts.folder ?? '' };
      await addPlace(trx, place, by);
      await markInstallation(trx, { databaseIdentity: await findDatabaseIdentity(trx) });
    }
    const told = released.map(({ kind }) => ({
      kind: 'sending_released' as const,
      facts: { stop: kind, reason: reason.trim() },
    }));
    await tellAll(trx, told, by === BY_SHELL ? null : by);
    return released.length;
  });
}
