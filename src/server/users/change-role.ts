import type { Role } from '#contract/route.ts';
import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { lockMembers, markRole, removeMembership } from './queries.ts';

/** Changes what a member may do. A company always keeps an owner. */
export async function changeRole(tools: CompanyTools, userId: string, role: Role): Promise<void> {
  await inCompany(tools, async (trx) => {
    const members = await lockMembers(trx, tools.companyId);
    if (role !== 'owner') refuseLastOwner(members, userId);
    refuseStranger(members, userId);
    await markRole(trx, tools.companyId, userId, role);
  });
}

/** Takes a member out of the company. The account stays: it may work for others, and its name is in the timeline. */
export async function removeUser(tools: CompanyTools, userId: string): Promise<void> {
  await inCompany(tools, async (trx) => {
    const members = await lockMembers(trx, tools.companyId);
    refuseStranger(members, userId);
    refuseLastOwner(members, userId);
    await removeMembership(trx, tools.companyId, userId);
  });
}

type Members = Awaited<ReturnType<typeof lockMembers>>;

function refuseStranger(members: Members, userId: string): void {
  if (!members.some((member) => member.userId === userId)) refuse('user_unknown', { user: userId });
}

function refuseLastOwner(members: Members, userId: string): void {
  const owners = members.filter(({ role }) => role === 'owner');
  if (owners.length === 1 && owners[0]?.userId === userId) refuse('last_owner', {});
}
