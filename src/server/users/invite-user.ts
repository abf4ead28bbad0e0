import type { Role } from '#contract/access.ts';
import { refuse } from '#core/refusal.ts';
import type { Trx } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { type Asked, tellSecurity } from '#server/security-log/tell-security.ts';
import {
  addMembership,
  addUser,
  findUserByEmail,
  listMembers,
  type NewUser,
  worksForOthers,
} from './queries.ts';
import { addSignInLink, LINK_DAYS, linkAddress } from './sign-in-links.ts';
import { tellMembership } from './tell-membership.ts';

/** Lets somebody work in this company. A new user gets a link to choose a password with; a known one just gains the company. */
export async function inviteUser(tools: CompanyTools, given: NewUser & { readonly role: Role }) {
  const { db, companyId } = tools;
  const added = await db.transaction().execute(async (trx) => {
    const known = await findUserByEmail(trx, given.email);
    const userId = known?.id ?? (await addUser(trx, given));
    if (known && (await isMember(trx, companyId, userId))) refuse('user_is_member', { email: given.email });
    await addMembership(trx, companyId, userId, given.role);
    const link = known ? null : await newLink(trx, tools, userId);
    await tellMembership(trx, tools, {
      kind: 'user_added',
      facts: { user: known?.name ?? given.name, role: given.role },
    });
    return { userId, link };
  });
  return { user: await showMember(tools, added.userId), link: added.link };
}

/** A new link for a user who lost theirs or forgot the password; only where nobody else's company opens with it. */
export async function renewLink(tools: CompanyTools & Asked, userId: string) {
  const member = await showMember(tools, userId);
  if (await worksForOthers(tools.db, userId, tools.actor ?? ''))
    refuse('user_of_others', { email: member.email });
  const link = await tools.db.transaction().execute(async (trx) => {
    const made = await newLink(trx, tools, userId);
    await tellMembership(trx, tools, { kind: 'link_renewed', facts: { user: member.name } });
    return made;
  });
  await tellSecurity(tools, { event: 'link_renewed', userId, companyId: tools.companyId });
  return { user: member, link };
}

/** @throws Refusal user_unknown */
export async function showMember({ db, companyId }: CompanyTools, userId: string) {
  const [member] = await listMembers(db, companyId, userId);
  return member ? viewOf(member) : refuse('user_unknown', { user: userId });
}

export function viewOf(member: Awaited<ReturnType<typeof listMembers>>[number]) {
  const { since, lastSeenAt, invited, ...rest } = member;
  return {
    ...rest,
    invited: Boolean(invited),
    since: since.toString(),
    lastSeenAt: lastSeenAt?.toString() ?? null,
  };
}

function newLink(trx: Trx, { clock, installation }: CompanyTools, userId: string): Promise<string> {
  const expiresAt = clock.now().add({ hours: 24 * LINK_DAYS });
  return addSignInLink(trx, { userId, setsPassword: true, expiresAt }).then((token) =>
    linkAddress(installation.url, token),
  );
}

async function isMember(trx: Trx, companyId: string, userId: string): Promise<boolean> {
  const found = trx.selectFrom('membership').select('role').where('companyId', '=', companyId);
  return Boolean(await found.where('userId', '=', userId).executeTakeFirst());
}
