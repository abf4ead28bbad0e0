import { os } from '@orpc/server';
import { type Access, type CompanyAccess, mayCall, neededFor, type Role } from '#contract/access.ts';
import { InCompany, type RouteMeta } from '#contract/route.ts';
import { needsSecondFactor, ruleIn } from '#core/accounts/second-factor.ts';
import { refuse } from '#core/refusal.ts';
import { findKeyHolder } from '#server/api-keys/find-key-holder.ts';
import { type Confinement, REQUEST_SECONDS } from '#server/platform/db.ts';
import type { SignedIn } from '#server/platform/sessions.ts';
import type { CompanyTools, RequestTools } from '#server/platform/tools.ts';
import { answerOnce, askedOnce } from '#server/stored-answers/answer-once.ts';
import { findMembership } from './queries.ts';

/** With the user who asks, or on whose behalf a program asks with a key. */
export type MemberTools = CompanyTools & { readonly user: SignedIn; readonly role: Role };

/**
 * The door of every company route: signed in, a member, and with the role that the route asks for. A company that does
 * not exist and one of others answer the same, so that nobody learns who is a customer here.
 */
export const enterCompany = os
  .$meta<RouteMeta>({ access: 'owner' })
  .$context<RequestTools>()
  .middleware(async ({ context, procedure, next }, input: unknown) => {
    const { access, personOnly = false } = procedure['~orpc'].meta;
    if (personOnly && context.apiKey !== null) refuse('api_key_makes_none', {});
    const company = InCompany.safeParse(input).data?.company ?? '';
    const entered = await enter(context, company, access);
    const asked = askedOnce(context.request.headers, procedure['~orpc'].route, input);
    // What somebody from outside tells is once on record by itself, and no table of the house is theirs to keep answers in.
    if (!asked || entered.role === 'collector') return next({ context: entered });
    const output = await answerOnce(entered, asked, async () => (await next({ context: entered })).output);
    return { output, context: entered };
  });

/** The same door for what is no procedure: uploads and downloads. */
export async function enter(tools: RequestTools, company: string, access: Access): Promise<MemberTools> {
  const needed = companyAccess(access);
  const found =
    tools.apiKey === null ? await findMember(tools, company) : await findKeyHolder(tools, company);
  if (!mayCall(found.role, needed)) refuse('role_insufficient', { role: neededFor(needed) });
  const { db, queue, clock, installation } = tools;
  const { companyId, user, role, secondFactorAt } = found;
  const log = tools.log.child({ company: companyId });
  const confined = confinedTo(role, user.id);
  return {
    db,
    queue,
    clock,
    installation,
    log,
    companyId,
    actor: user.id,
    user,
    role,
    secondFactorAt,
    confined,
  };
}

function confinedTo(role: Role, userId: string): Confinement {
  return { statementSeconds: REQUEST_SECONDS, ...(role === 'collector' ? { collector: userId } : {}) };
}

async function findMember(tools: RequestTools, company: string) {
  const user = tools.user ?? refuse('not_signed_in', {});
  const found = (await findMembership(tools.db, company, user.id)) ?? refuse('company_unknown', { company });
  const rule = ruleIn(found, tools.installation.secondFactor);
  if (user.secondFactorAt === null && needsSecondFactor(rule, found.role))
    refuse('second_factor_missing', {});
  return { ...found, user, secondFactorAt: user.secondFactorAt };
}

/** A company route is never public, whatever its contract forgot to say. */
function companyAccess(access: Access): CompanyAccess {
  return access === 'public' || access === 'signed_in' ? 'owner' : access;
}
