import { randomBytes } from 'node:crypto';
import type { Role } from '#contract/access.ts';
import type { Db, Trx } from '#server/platform/db.ts';
import { sha256 } from '#server/platform/sessions.ts';

type NewInvitation = {
  readonly companyId: string;
  readonly userId: string;
  readonly role: Role;
  readonly expiresAt: Temporal.Instant;
};

/**
 * Invites somebody who has an account; an earlier link into the same company stops working.
 * @returns its token, told only now.
 */
export async function addInvitation(
  trx: Trx,
  { companyId, userId, ...given }: NewInvitation,
): Promise<string> {
  const token = randomBytes(24).toString('base64url');
  const row = { ...given, tokenSha256: sha256(token) };
  await trx
    .insertInto('invitation')
    .values({ companyId, userId, ...row })
    .onConflict((oc) => oc.columns(['companyId', 'userId']).doUpdateSet(row))
    .execute();
  return token;
}

type Asked = { readonly token: string; readonly userId: string; readonly now: Temporal.Instant };

/** An invitation of this very user; for anybody else it is as if there were none. */
export function findInvitation(db: Db, { token, userId, now }: Asked) {
  return db
    .selectFrom('invitation')
    .innerJoin('company', 'company.id', 'invitation.companyId')
    .select(['invitation.role', 'company.name'])
    .where('tokenSha256', '=', sha256(token))
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .executeTakeFirst();
}

/** The same, used up: of two who accept at once, one is told what it was. */
export function takeInvitation(trx: Trx, { token, userId, now }: Asked) {
  return trx
    .deleteFrom('invitation')
    .where('tokenSha256', '=', sha256(token))
    .where('userId', '=', userId)
    .where('expiresAt', '>', now)
    .returning(['companyId', 'role'])
    .executeTakeFirst();
}

export function lockInvitation(trx: Trx, companyId: string, userId: string) {
  return trx
    .selectFrom('invitation')
    .select('role')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .forUpdate()
    .executeTakeFirst();
}

export function markInvitedRole(trx: Trx, companyId: string, userId: string, role: Role) {
  return trx
    .updateTable('invitation')
    .set({ role })
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .execute();
}

export function removeInvitation(trx: Trx, companyId: string, userId: string) {
  return trx
    .deleteFrom('invitation')
    .where('companyId', '=', companyId)
    .where('userId', '=', userId)
    .execute();
}

/** Who is awaited in a company: of their account no more is told than the address that was invited, and its name. */
export function listInvited(db: Db, companyId: string, userId: string | null = null) {
  return db
    .selectFrom('invitation')
    .innerJoin('appUser', 'appUser.id', 'invitation.userId')
    .select(['appUser.id', 'appUser.name', 'appUser.email', 'invitation.role'])
    .select('invitation.createdAt as since')
    .where('invitation.companyId', '=', companyId)
    .$if(userId !== null, (query) => query.where('appUser.id', '=', userId ?? ''))
    .orderBy('appUser.name')
    .execute();
}

/** Where the web opens it. */
export function invitationAddress(url: string, token: string): string {
  return `${url}/invitation/${token}`;
}
