import type { Trx } from '#server/platform/db.ts';
import type { ApiKeyTable } from './tables.ts';

type Wanted = { readonly keySha256: string; readonly now: Temporal.Instant };

/** A key that works now, whatever its user may. */
export function findLiveKey(trx: Trx, companyId: string, { keySha256, now }: Wanted) {
  return trx
    .selectFrom('apiKey')
    .select(['id', 'userId', 'role', 'lastUsedAt'])
    .where('companyId', '=', companyId)
    .where('keySha256', '=', keySha256)
    .where('revokedAt', 'is', null)
    .where((eb) => eb.or([eb('expiresAt', 'is', null), eb('expiresAt', '>', now)]))
    .executeTakeFirst();
}

export async function markUsed(trx: Trx, companyId: string, id: string, at: Temporal.Instant): Promise<void> {
  await trx
    .updateTable('apiKey')
    .set({ lastUsedAt: at })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}

/** All keys of a company, or the one with this id; the newest first. */
export function listApiKeys(trx: Trx, companyId: string, id: string | null = null) {
  return trx
    .selectFrom('apiKey')
    .select(['id', 'userId', 'name', 'prefix', 'role', 'createdAt', 'expiresAt', 'lastUsedAt', 'revokedAt'])
    .where('companyId', '=', companyId)
    .$if(id !== null, (query) => query.where('id', '=', id ?? ''))
    .orderBy('createdAt', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

type NewKey = Pick<
  ApiKeyTable,
  'companyId' | 'id' | 'userId' | 'name' | 'prefix' | 'keySha256' | 'role' | 'expiresAt'
> & { readonly createdAt: Temporal.Instant };

export async function addApiKey(trx: Trx, key: NewKey): Promise<void> {
  await trx
    .insertInto('apiKey')
    .values({ ...key, lastUsedAt: null, revokedAt: null })
    .execute();
}

/** @returns whether it still worked: revoking twice changes nothing. */
export async function markRevoked(
  trx: Trx,
  companyId: string,
  id: string,
  at: Temporal.Instant,
): Promise<boolean> {
  const revoked = await trx
    .updateTable('apiKey')
    .set({ revokedAt: at })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .where('revokedAt', 'is', null)
    .executeTakeFirst();
  return revoked.numUpdatedRows > 0n;
}

/** All keys of a user that still work. @returns their names */
export function markRevokedOf(trx: Trx, companyId: string, userId: string, at: Temporal.Instant) {
  return trx
    .updateTable('apiKey')
    .set({ revokedAt: at })
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .where('revokedAt', 'is', null)
    .returning('name')
    .execute();
}
