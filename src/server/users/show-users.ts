import { refuse } from '#core/refusal.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { listInvited } from './invitations.ts';
import { listMembers } from './queries.ts';

/** Who works in the company, owners first, and after them whoever is awaited. */
export async function showUsers({ db, companyId }: CompanyTools, userId: string | null = null) {
  const members = await listMembers(db, companyId, userId);
  const invited = await listInvited(db, companyId, userId);
  return [...members.map(viewOf), ...invited.map(awaitedView)];
}

/** A member, or somebody who is awaited. @throws Refusal user_unknown */
export async function showUser(tools: CompanyTools, userId: string) {
  const [user] = await showUsers(tools, userId);
  return user ?? refuse('user_unknown', { user: userId });
}

/** @throws Refusal user_unknown */
export async function showMember({ db, companyId }: CompanyTools, userId: string) {
  const [member] = await listMembers(db, companyId, userId);
  return member ? viewOf(member) : refuse('user_unknown', { user: userId });
}

function viewOf(member: Awaited<ReturnType<typeof listMembers>>[number]) {
  const { since, lastSeenAt, invited, ...rest } = member;
  return {
    ...rest,
    invited: Boolean(invited),
    pending: false,
    since: since.toString(),
    lastSeenAt: lastSeenAt?.toString() ?? null,
  };
}

function awaitedView({ since, ...rest }: Awaited<ReturnType<typeof listInvited>>[number]) {
  const untold = { disabled: false, secondFactor: false, lastSeenAt: null };
  return { ...rest, invited: true, pending: true, since: since.toString(), ...untold };
}
