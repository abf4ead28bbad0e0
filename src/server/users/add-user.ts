import type { Role } from '#contract/access.ts';
import { refuse } from '#core/refusal.ts';
import { hashPassword } from '#server/platform/passwords.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { refuseWeakPassword } from './check-password.ts';
import { showMember } from './invite-user.ts';
import {
  addMembership,
  addUser,
  findUserByEmail,
  listMembers,
  markPassword,
  type NewUser,
} from './queries.ts';
import { tellMembership } from './tell-membership.ts';

/**
 * Adds a user with a password already chosen, for whoever runs the program on its own machine. One who exists keeps the
 * password they have.
 */
export async function addUserWithPassword(
  tools: CompanyTools,
  given: NewUser & { readonly role: Role },
  password: string,
) {
  refuseWeakPassword(password, given);
  const hash = await hashPassword(password);
  const known = await findUserByEmail(tools.db, given.email);
  if (known && (await listMembers(tools.db, tools.companyId, known.id)).length > 0) {
    refuse('user_is_member', { email: given.email });
  }
  const userId = await tools.db.transaction().execute(async (trx) => {
    const id = known?.id ?? (await addUser(trx, given));
    if (!known) await markPassword(trx, id, hash);
    await addMembership(trx, tools.companyId, id, given.role);
    await tellMembership(trx, tools, {
      kind: 'user_added',
      facts: { user: known?.name ?? given.name, role: given.role },
    });
    return id;
  });
  return showMember(tools, userId);
}
