import { os } from '@orpc/server';
import {
  type Access,
  type CompanyAccess,
  InCompany,
  mayCall,
  neededFor,
  type Role,
} from '#contract/route.ts';
import { refuse } from '#core/refusal.ts';
import { type Confinement, REQUEST_SECONDS } from '#server/platform/db.ts';
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
  const needed = companyAccess(access);
  const found = (await findMembership(tools.db, company, user.id)) ?? refuse('company_unknown', { company });
  if (!mayCall(found.role, needed)) refuse('role_insufficient', { role: neededFor(needed) });
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
    confined: confinedTo(found.role, user.id),
  };
}

function confinedTo(role: Role, userId: string): Confinement {
  return { statementSeconds: REQUEST_SECONDS, ...(role === 'collector' ? { collector: userId } : {}) };
}

/** A company route is never public, whatever its contract forgot to say. */
function companyAccess(access: Access): CompanyAccess {
  return access === 'public' || access === 'signed_in' ? 'owner' : access;
}
