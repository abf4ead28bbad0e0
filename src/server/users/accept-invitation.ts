import { refuse } from '#core/refusal.ts';
import { findCompany } from '#server/companies/queries.ts';
import type { Trx } from '#server/platform/db.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { tellSecurity } from '#server/security-log/tell-security.ts';
import { findInvitation, takeInvitation } from './invitations.ts';
import { addMembership, lockUser } from './queries.ts';
import { tellAdmitted } from './tell-membership.ts';

/**
 * What the user who asks is invited to. A link that is used, too old, withdrawn or another user's answers the same.
 * @throws Refusal invitation_unusable
 */
export async function showInvitation(tools: RequestTools, token: string) {
  const { db, clock } = tools;
  const { id } = personIn(tools);
  const found = await findInvitation(db, { token, userId: id, now: clock.now() });
  return found ?? refuse('invitation_unusable', {});
}

/**
 * The user works in the company from now on. The session that asks must be open still: a link to sign in, used at this
 * moment by somebody else, ends it.
 * @throws Refusal invitation_unusable
 */
export async function acceptInvitation(tools: RequestTools, token: string): Promise<{ company: string }> {
  const { db, clock } = tools;
  const { id, sessionId } = personIn(tools);
  const joined = await db.transaction().execute(async (trx) => {
    const user = await lockUser(trx, id);
    if (!(await isOpen(trx, id, sessionId))) refuse('not_signed_in', {});
    const asked = { token, userId: id, now: clock.now() };
    const { companyId, role } = (await takeInvitation(trx, asked)) ?? refuse('invitation_unusable', {});
    await addMembership(trx, companyId, id, role);
    const company = await findCompany(trx, companyId);
    await tellAdmitted(trx, { companyId, clock, actor: id }, { user, comes: 'accepted' }, role);
    return company;
  });
  await tellSecurity(tools, { event: 'invitation_accepted', userId: id, companyId: joined.id });
  return { company: joined.key };
}

async function isOpen(trx: Trx, userId: string, sessionId: string): Promise<boolean> {
  const found = trx.selectFrom('userSession').select('id').where('id', '=', sessionId);
  return Boolean(await found.where('userId', '=', userId).executeTakeFirst());
}

function personIn({ user }: RequestTools) {
  return user ?? refuse('not_signed_in', {});
}
