import type { Role } from '#contract/access.ts';
import { refuse } from '#core/refusal.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Asked, tellSecurity } from '#server/security-log/tell-security.ts';
import { isInstallationOwner } from '#server/send-stops/queries.ts';
import { admitUser, newInvitation } from './admit-user.ts';
import { findUser, lockUser, type NewUser, worksElsewhere } from './queries.ts';
import { showMember, showUser } from './show-users.ts';
import { addSignInLink, LINK_DAYS, linkAddress } from './sign-in-links.ts';
import { tellAdmitted, tellMembership } from './tell-membership.ts';

/**
 * Lets somebody work in this company. A new user gets a link to choose a password with; one who works elsewhere already
 * a link to accept with, signed in.
 */
export async function inviteUser(tools: CompanyTools & Asked, given: NewUser & { readonly role: Role }) {
  const { db, companyId } = tools;
  const { user, comes, link } = await db.transaction().execute(async (trx) => {
    const admitted = await admitUser(trx, tools, given);
    const userId = admitted.user.id;
    const made =
      admitted.comes === 'awaited'
        ? await newInvitation(trx, tools, { userId, role: given.role })
        : await newLink(trx, tools, userId);
    await tellAdmitted(trx, tools, admitted, given.role);
    return { ...admitted, link: made };
  });
  if (comes === 'anew') await tellSecurity(tools, { event: 'sign_in_removed', userId: user.id, companyId });
  return { user: await showUser(tools, user.id), link };
}

/**
 * A new link for a user who lost theirs or forgot the password; only where nothing of others opens with it. One who has
 * not accepted yet is invited again.
 */
export async function renewLink(tools: CompanyTools & Asked, userId: string) {
  const { db, companyId, actor } = tools;
  const user = await showUser(tools, userId);
  const account = await findUser(db, userId);
  if (user.pending && account) return inviteUser(tools, { ...account, role: user.role });
  const link = await db.transaction().execute(async (trx) => {
    await lockUser(trx, userId);
    if (await opensMoreThan(trx, { companyId, ownerId: actor }, userId))
      refuse('user_of_others', { email: user.email });
    const made = await newLink(trx, tools, userId);
    await tellMembership(trx, tools, { kind: 'link_renewed', facts: { user: user.name } });
    return made;
  });
  await tellSecurity(tools, { event: 'link_renewed', userId, companyId });
  return { user: await showMember(tools, userId), link };
}

type Given = { readonly companyId: string; readonly ownerId: string | null };

/** Whether an account opens what this owner may not. Asked of the command line, nothing is more. */
async function opensMoreThan(trx: Trx, given: Given, userId: string): Promise<boolean> {
  if (given.ownerId === null) return false;
  if (await worksElsewhere(trx, userId, given)) return true;
  return (await isInstallationOwner(trx, userId)) && !(await isInstallationOwner(trx, given.ownerId));
}

async function newLink(
  trx: Trx,
  { clock, installation, companyId, actor }: CompanyTools,
  userId: string,
): Promise<string> {
  const expiresAt = clock.now().add({ hours: 24 * LINK_DAYS });
  const made = { place: actor === null ? null : companyId, madeBy: actor };
  const token = await addSignInLink(trx, { userId, setsPassword: true, expiresAt, ...made });
  return linkAddress(installation.url, token);
}
