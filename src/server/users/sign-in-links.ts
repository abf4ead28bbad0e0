import { createHash, randomBytes } from 'node:crypto';
import type { Db, Trx } from '#server/platform/db.ts';

export const LINK_DAYS = 7;

type NewLink = {
  readonly userId: string;
  readonly setsPassword: boolean;
  readonly expiresAt: Temporal.Instant;
};

/** Makes a link that signs in once; the user's earlier links stop working. @returns its token, told only now. */
export async function addSignInLink(trx: Trx, { userId, setsPassword, expiresAt }: NewLink): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  await trx.deleteFrom('signInLink').where('userId', '=', userId).execute();
  await trx
    .insertInto('signInLink')
    .values({ tokenSha256: sha256(token), userId, setsPassword, expiresAt })
    .execute();
  return token;
}

export function findSignInLink(db: Db, token: string, now: Temporal.Instant) {
  return db
    .selectFrom('signInLink')
    .selectAll()
    .where('tokenSha256', '=', sha256(token))
    .where('expiresAt', '>', now)
    .executeTakeFirst();
}

/** @returns whether it was there: of two who use it at once, one is told yes. */
export async function removeSignInLink(db: Db, token: string): Promise<boolean> {
  const removed = await db
    .deleteFrom('signInLink')
    .where('tokenSha256', '=', sha256(token))
    .executeTakeFirst();
  return removed.numDeletedRows > 0n;
}

/** Where the web opens it. */
export function linkAddress(url: string, token: string): string {
  return `${url}/link/${token}`;
}

function sha256(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
