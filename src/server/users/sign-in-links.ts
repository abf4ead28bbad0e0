import { randomBytes } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Db, Trx } from '#server/platform/db.ts';
import { sha256 } from '#server/platform/sessions.ts';
import { worksElsewhere } from './queries.ts';
import type { SignInLinkTable } from './tables.ts';

export const LINK_DAYS = 7;

type NewLink = {
  readonly userId: string;
  readonly setsPassword: boolean;
  readonly expiresAt: Temporal.Instant;
  /** The company it is made in, and by which owner; left out: by whoever runs the program. */
  readonly place?: string | null;
  readonly madeBy?: string | null;
};

/** Makes a link that signs in once; the user's earlier links stop working. @returns its token, told only now. */
export async function addSignInLink(trx: Trx, given: NewLink): Promise<string> {
  const { userId, place = null, madeBy = null, ...rest } = given;
  const token = randomBytes(24).toString('base64url');
  await trx.deleteFrom('signInLink').where('userId', '=', userId).execute();
  await trx
    .insertInto('signInLink')
    .values({ tokenSha256: sha256(token), userId, place, madeBy, ...rest })
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

type Link = Pick<Selectable<SignInLinkTable>, 'userId' | 'place' | 'madeBy'>;

/** Whether its user works, by now, where whoever made it has nothing to say. */
export async function isOutgrown(db: Db, { userId, place, madeBy }: Link): Promise<boolean> {
  return place !== null && worksElsewhere(db, userId, { companyId: place, ownerId: madeBy });
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
