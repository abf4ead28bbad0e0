import { implement } from '@orpc/server';
import { session } from '#contract/session.ts';
import { users } from '#contract/users.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { changePassword } from './change-password.ts';
import { changeRole, removeUser } from './change-role.ts';
import { enterSession } from './enter-session.ts';
import { inviteUser, renewLink, showMember, viewOf } from './invite-user.ts';
import { listMembers, markPreferences } from './queries.ts';
import { showSession } from './show-session.ts';
import { signIn, signInByLink } from './sign-in.ts';
import { startFirstRun } from './start-first-run.ts';

const onUsers = implement(users).$context<RequestTools>().use(enterCompany);

export const userRoutes = onUsers.router({
  list: onUsers.list.handler(async ({ context }) =>
    (await listMembers(context.db, context.companyId)).map(viewOf),
  ),
  invite: onUsers.invite.handler(({ context, input }) => inviteUser(context, input)),
  renewLink: onUsers.renewLink.handler(({ context, input }) => renewLink(context, input.user)),
  changeRole: onUsers.changeRole.handler(async ({ context, input }) => {
    await changeRole(context, input.user, input.role);
    return showMember(context, input.user);
  }),
  remove: onUsers.remove.handler(async ({ context, input }) => {
    await removeUser(context, input.user);
    return { removed: input.user };
  }),
});

const on = implement(session).$context<RequestTools>().use(enterSession);

export const sessionRoutes = on.router({
  show: on.show.handler(({ context }) => showSession(context, context.user?.id ?? null)),
  signIn: on.signIn.handler(async ({ context, input }) => {
    const { userId, cookies } = await signIn(context, input);
    return withCookies(context, cookies, userId);
  }),
  signInByLink: on.signInByLink.handler(async ({ context, input }) => {
    const { userId, cookies } = await signInByLink(context, input);
    return withCookies(context, cookies, userId);
  }),
  signOut: on.signOut.handler(async ({ context }) => {
    const cookies = context.user ? await context.sessions.signOut(context.request.headers) : new Headers();
    return withCookies(context, cookies, null);
  }),
  changePreferences: on.changePreferences.handler(async ({ context, input }) => {
    await markPreferences(context.db, context.user?.id ?? '', definedOnly(input));
    return showSession(context, context.user?.id ?? null);
  }),
  changePassword: on.changePassword.handler(async ({ context, input }) =>
    withCookies(context, await changePassword(context, input), context.user?.id ?? null),
  ),
  endOthers: on.endOthers.handler(async ({ context }) => {
    await context.sessions.endOthers(context.request.headers);
    return { ended: true };
  }),
  firstRun: on.firstRun.handler(async ({ context, input }) => {
    const { userId, cookies } = await startFirstRun(context, input);
    return withCookies(context, cookies, userId);
  }),
});

function withCookies(context: RequestTools, cookies: Headers, userId: string | null) {
  for (const cookie of cookies.getSetCookie()) context.reply.headers.append('set-cookie', cookie);
  return showSession(context, userId);
}

/** Left out and undefined mean the same to a caller; a type checker tells them apart. */
function definedOnly<T extends object>(given: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}
