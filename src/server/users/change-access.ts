import { refuse } from '#core/refusal.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Asked, tellSecurity } from '#server/security-log/tell-security.ts';
import { lockMembers, markDisabled, worksElsewhere } from './queries.ts';
import { removeFactors } from './remove-sign-ins.ts';
import { showMember } from './show-users.ts';
import { tellMembership } from './tell-membership.ts';

/**
 * Shuts a user out of the whole installation, with every session and every key, from their next request on; or lets
 * them in again. Only where nobody else's company loses them; the command line may always.
 */
export async function changeAccess(
  tools: CompanyTools & Asked,
  userId: string,
  disabled: boolean,
): Promise<void> {
  const { db, clock, companyId, actor } = tools;
  const member = await showMember(tools, userId);
  if (userId === actor) refuse('user_yourself', {});
  if (actor !== null && (await worksElsewhere(db, userId, { companyId, ownerId: actor }))) {
    refuse('user_of_others', { email: member.email });
  }
  if (member.disabled === disabled) return;
  await db.transaction().execute(async (trx) => {
    const members = await lockMembers(trx, companyId);
    const owners = members.filter(({ role }) => role === 'owner');
    if (disabled && owners.length === 1 && owners[0]?.userId === userId) refuse('last_owner', {});
    await markDisabled(trx, userId, disabled ? clock.now() : null);
    const kind = disabled ? ('user_disabled' as const) : ('user_enabled' as const);
    await tellMembership(trx, tools, { kind, facts: { user: member.name } });
  });
  await tellSecurity(tools, { event: disabled ? 'user_disabled' : 'user_enabled', userId, companyId });
}

/** For somebody who lost both their device and their codes: a password alone opens again. Asked of the command line. */
export async function removeSecondFactor(tools: CompanyTools, userId: string): Promise<void> {
  const { name } = await showMember(tools, userId);
  await tools.db.transaction().execute(async (trx) => {
    await removeFactors(trx, userId);
    await tellMembership(trx, tools, { kind: 'second_factor_removed', facts: { user: name } });
  });
  await tellSecurity(tools, { event: 'factor_removed', code: 'command', userId, companyId: tools.companyId });
}
