import type { Role } from '#contract/access.ts';
import { refuse } from '#core/refusal.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { isInstallationOwner } from '#server/send-stops/queries.ts';
import { addInvitation, invitationAddress } from './invitations.ts';
import {
  addMembership,
  addUser,
  findUserByEmail,
  lockUser,
  type NewUser,
  worksElsewhere,
} from './queries.ts';
import { removeSignIns } from './remove-sign-ins.ts';
import { LINK_DAYS } from './sign-in-links.ts';

export type Admitted = {
  readonly user: { readonly id: string; readonly name: string };
  /** `new`: an account made just now. `anew`: one that opened nothing any more, and begins again. `awaited`: must accept. */
  readonly comes: 'new' | 'anew' | 'awaited' | 'accepted';
};

/**
 * Lets an address into the company, as far as nobody else is concerned. No address is proved: whoever invited it first
 * may be who signs in with it. So an account that opens something else already must accept, signed in, by a link that
 * only this company's owner was given; and one that opens nothing any more loses all it signed in with.
 * @throws Refusal user_is_member
 */
export async function admitUser(
  trx: Trx,
  { companyId }: CompanyTools,
  given: NewUser & { readonly role: Role },
): Promise<Admitted> {
  const found = await findUserByEmail(trx, given.email);
  if (!found) {
    const id = await addUser(trx, given);
    await addMembership(trx, companyId, id, given.role);
    return { user: { id, name: given.name }, comes: 'new' };
  }
  const user = await lockUser(trx, found.id);
  if (await isMember(trx, companyId, user.id)) refuse('user_is_member', { email: given.email });
  if (await opensMore(trx, companyId, user.id)) return { user, comes: 'awaited' };
  await removeSignIns(trx, user.id);
  await addMembership(trx, companyId, user.id, given.role);
  return { user, comes: 'anew' };
}

/** A link by which somebody who must accept does so; an earlier one stops working. */
export async function newInvitation(
  trx: Trx,
  { companyId, clock, installation }: CompanyTools,
  { userId, role }: { readonly userId: string; readonly role: Role },
): Promise<string> {
  const expiresAt = clock.now().add({ hours: 24 * LINK_DAYS });
  const token = await addInvitation(trx, { companyId, userId, role, expiresAt });
  return invitationAddress(installation.url, token);
}

async function opensMore(trx: Trx, companyId: string, userId: string): Promise<boolean> {
  return (
    (await worksElsewhere(trx, userId, { companyId, ownerId: null })) ||
    (await isInstallationOwner(trx, userId))
  );
}

async function isMember(trx: Trx, companyId: string, userId: string): Promise<boolean> {
  const found = trx.selectFrom('membership').select('role').where('companyId', '=', companyId);
  return Boolean(await found.where('userId', '=', userId).executeTakeFirst());
}
