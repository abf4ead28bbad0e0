import { os } from '@orpc/server';
import { type Access, InCompany, ROLES, type Role } from '#contract/route.ts';
import { refuse } from '#core/refusal.ts';
import type { SignedIn } from '#server/platform/sessions.ts';
import type { CompanyTools, RequestTools } from '#server/platform/tools.ts';
import { findMembership } from './queries.ts';

export type MemberTools = CompanyTools & { readonly user: SignedIn; readonly role: Role };

/**
 * The door of every company route: signed in, a member, and with the role that the route asks for. A company that does
 * not exist and one of others answer the same, so that nobody learns who is a customer here.
 */
export const enterCompany = os
  .$meta<{ access: Access }>({ access: 'owner' })
  .$context<RequestTools>()
  .middleware(async ({ context, procedure, next }, input: unknown) => {
    const { access } = procedure['~orpc'].meta;
    const company = InCompany.safeParse(input).data?.company ?? '';
    return next({ context: await enter(context, company, access) });
  });

/** The same door for what is no procedure: uploads and downloads. */
export async function enter(tools: RequestTools, company: string, access: Access): Promise<MemberTools> {
  const user = tools.user ?? refuse('not_signed_in', {});
  const needed = roleOf(access);
  const found = (await findMembership(tools.db, company, user.id)) ?? refuse('company_unknown', { company });
  if (ROLES.indexOf(found.role) < ROLES.indexOf(needed)) refuse('role_insufficient', { role: needed });
  const { db, queue, clock, installation } = tools;
  const log = tools.log.child({ company: found.companyId });
  return {
    db,
    queue,
    clock,
    installation,
    log,
    companyId: found.companyId,
    actor: user.id,
    user,
    role: found.role,
  };
}

/** A company route is never public, whatever its contract forgot to say. */
function roleOf(access: Access): Role {
  return access === 'public' || access === 'signed_in' ? 'owner' : access;
}
