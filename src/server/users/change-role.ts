import type { Role } from '#contract/access.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { lockInvitation, markInvitedRole, removeInvitation } from './invitations.ts';
import { lockMembers, markRole, removeMembership } from './queries.ts';
import { tellMembership } from './tell-membership.ts';
import { listUserNames } from './user-names.ts';

/** Changes what a member may do, or somebody who is awaited. A company always keeps an owner. */
export async function changeRole(tools: CompanyTools, userId: string, role: Role): Promise<void> {
  const user = await nameOf(tools, userId);
  await inCompany(tools, async (trx) => {
    const members = await lockMembers(trx, tools.companyId);
    const awaited = await lockInvitation(trx, tools.companyId, userId);
    if (!awaited) {
      if (role !== 'owner') refuseLastOwner(members, userId);
      refuseStranger(members, userId);
    }
    const before = (awaited ?? members.find((member) => member.userId === userId))?.role ?? role;
    if (before === role) return;
    const mark = awaited ? markInvitedRole : markRole;
    await mark(trx, tools.companyId, userId, role);
    await tellMembership(trx, tools, {
      kind: 'user_role_changed',
      facts: { user, before, role },
    });
  });
}

/**
 * Takes a member out of the company, or withdraws an invitation. The account stays: it may work for others, and its name is
 * in the timeline.
 */
export async function removeUser(tools: CompanyTools, userId: string): Promise<void> {
  const user = await nameOf(tools, userId);
  await inCompany(tools, async (trx) => {
    const members = await lockMembers(trx, tools.companyId);
    if (await lockInvitation(trx, tools.companyId, userId)) {
      await tellMembership(trx, tools, { kind: 'user_removed', facts: { user } });
      await removeInvitation(trx, tools.companyId, userId);
      return;
    }
    refuseStranger(members, userId);
    refuseLastOwner(members, userId);
    await tellMembership(trx, tools, { kind: 'user_removed', facts: { user } });
    await removeMembership(trx, tools.companyId, userId);
  });
}

async function nameOf({ db }: CompanyTools, userId: string): Promise<string> {
  return (await listUserNames(db, [userId])).get(userId) ?? '';
}

type Members = Awaited<ReturnType<typeof lockMembers>>;

function refuseStranger(members: Members, userId: string): void {
  if (!members.some((member) => member.userId === userId)) refuse('user_unknown', { user: userId });
}

function refuseLastOwner(members: Members, userId: string): void {
  const owners = members.filter(({ role }) => role === 'owner');
  if (owners.length === 1 && owners[0]?.userId === userId) refuse('last_owner', {});
}
