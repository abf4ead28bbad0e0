import type { Role } from '#contract/access.ts';
import { hashPassword } from '#server/platform/passwords.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Asked, tellSecurity } from '#server/security-log/tell-security.ts';
import { admitUser, newInvitation } from './admit-user.ts';
import { refuseWeakPassword } from './check-password.ts';
import { markPassword, type NewUser } from './queries.ts';
import { showUser } from './show-users.ts';
import { tellAdmitted } from './tell-membership.ts';

/**
 * Adds a user with a password already chosen, for whoever runs the program on its own machine. One who works elsewhere
 * keeps the password they have, and gets a link to accept with. @returns that link, or null
 */
export async function addUserWithPassword(
  tools: CompanyTools & Asked,
  given: NewUser & { readonly role: Role },
  password: string,
) {
  refuseWeakPassword(password, given);
  const { companyId } = tools;
  const hash = await hashPassword(password);
  const { user, comes, link } = await tools.db.transaction().execute(async (trx) => {
    const admitted = await admitUser(trx, tools, given);
    const userId = admitted.user.id;
    const isAwaited = admitted.comes === 'awaited';
    if (!isAwaited) await markPassword(trx, userId, hash);
    const made = isAwaited ? await newInvitation(trx, tools, { userId, role: given.role }) : null;
    await tellAdmitted(trx, tools, admitted, given.role);
    return { ...admitted, link: made };
  });
  if (comes === 'anew') await tellSecurity(tools, { event: 'sign_in_removed', userId: user.id, companyId });
  return { user: await showUser(tools, user.id), link };
}
