import { implement } from '@orpc/server';
import { invitations } from '#contract/invitations.ts';
import { secondFactor } from '#contract/second-factor.ts';
import { session } from '#contract/session.ts';
import { users } from '#contract/users.ts';
import type { SecurityEvent } from '#core/accounts/security-events.ts';
import { refuse } from '#core/refusal.ts';
import { enterCompany } from '#server/companies/enter-company.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { tellSecurity } from '#server/security-log/tell-security.ts';
import { acceptInvitation, showInvitation } from './accept-invitation.ts';
import { beginTotp, confirmTotp, removeTotp, renewCodes } from './authenticator-app.ts';
import { changeAccess } from './change-access.ts';
import { changePassword } from './change-password.ts';
import { changeRole, removeUser } from './change-role.ts';
import { enterSession } from './enter-session.ts';
import { inviteUser, renewLink } from './invite-user.ts';
import { endSessions, listOpenSessions } from './open-sessions.ts';
import { addPasskey, askNewPasskey, askPasskey, removePasskey } from './passkeys.ts';
import { markPreferences } from './queries.ts';
import { showSecondFactor } from './second-factor.ts';
import { showSession } from './show-session.ts';
import { showMember, showUser, showUsers } from './show-users.ts';
import { type Arrived, giveCode, givePasskey, refuseWrongPassword, signIn, signInByLink } from './sign-in.ts';
import { findStep, forgottenStep } from './sign-in-steps.ts';
import { startFirstRun } from './start-first-run.ts';

const onUsers = implement(users).$context<RequestTools>().use(enterCompany);

export const userRoutes = onUsers.router({
  list: onUsers.list.handler(({ context }) => showUsers(context)),
  invite: onUsers.invite.handler(({ context, input }) => inviteUser(context, input)),
  renewLink: onUsers.renewLink.handler(({ context, input }) => renewLink(context, input.user)),
  changeRole: onUsers.changeRole.handler(async ({ context, input }) => {
    await changeRole(context, input.user, input.role);
    return showUser(context, input.user);
  }),
  remove: onUsers.remove.handler(async ({ context, input }) => {
    await removeUser(context, input.user);
    return { removed: input.user };
  }),
  changeAccess: onUsers.changeAccess.handler(async ({ context, input }) => {
    await changeAccess(context, input.user, input.disabled);
    return showMember(context, input.user);
  }),
});

const on = implement(session).$context<RequestTools>().use(enterSession);

export const sessionRoutes = on.router({
  show: on.show.handler(async ({ context }) => {
    const awaitedOf = context.user ? null : ((await findStep(context, 'second_factor'))?.userId ?? null);
    return showSession(context, context.user?.id ?? null, { ...context.user, awaitedOf });
  }),
  signIn: on.signIn.handler(async ({ context, input }) =>
    answerArrival(context, 'password', await signIn(context, input)),
  ),
  signInByLink: on.signInByLink.handler(async ({ context, input }) =>
    answerArrival(context, 'link', await signInByLink(context, input)),
  ),
  giveCode: on.giveCode.handler(async ({ context, input }) =>
    answerArrival(context, 'code', await giveCode(context, input.code)),
  ),
  askPasskey: on.askPasskey.handler(async ({ context }) => {
    const { options, cookies } = await askPasskey(context);
    setCookies(context, cookies);
    return { options };
  }),
  givePasskey: on.givePasskey.handler(async ({ context, input }) =>
    answerArrival(context, 'passkey', await givePasskey(context, input.response)),
  ),
  signOut: on.signOut.handler(async ({ context }) => {
    if (context.user) await tellSecurity(context, { event: 'signed_out', userId: context.user.id });
    setCookies(context, await context.sessions.signOut(context.request.headers));
    setCookies(context, forgottenStep(context, 'second_factor'));
    // What the pages kept in this browser; heard under https alone. Answers of the API are never stored by it.
    context.reply.headers.set('clear-site-data', '"storage"');
    return showSession(context, null);
  }),
  changePreferences: on.changePreferences.handler(async ({ context, input }) => {
    await markPreferences(context.db, context.user?.id ?? '', definedOnly(input));
    return showSession(context, context.user?.id ?? null, { ...context.user });
  }),
  changePassword: on.changePassword.handler(async ({ context, input }) => {
    setCookies(context, await changePassword(context, input));
    await tellOf(context, 'password_changed');
    return showSession(context, context.user?.id ?? null, { ...context.user });
  }),
  listOpen: on.listOpen.handler(({ context }) => listOpenSessions(context)),
  endOpen: on.endOpen.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    const ended = await endSessions(context, input.session);
    await tellOf(context, 'sessions_ended');
    return { ended };
  }),
  firstRun: on.firstRun.handler(async ({ context, input }) =>
    answerArrival(context, 'first_run', await startFirstRun(context, input)),
  ),
});

const onInvitations = implement(invitations).$context<RequestTools>().use(enterSession);

export const invitationRoutes = onInvitations.router({
  show: onInvitations.show.handler(({ context, input }) => showInvitation(context, input.token)),
  accept: onInvitations.accept.handler(({ context, input }) => acceptInvitation(context, input.token)),
});

/** Whoever gave a second factor with this very request gave it now. */
async function answerArrival(
  context: RequestTools,
  way: 'password' | 'link' | 'code' | 'passkey' | 'first_run',
  { userId, cookies, secondFactorAt = null, awaitedOf = null }: Arrived,
) {
  setCookies(context, cookies);
  const event = context.user ? 'factor_given' : 'signed_in';
  if (userId !== null) await tellSecurity(context, { event, code: way, userId });
  return showSession(context, userId, { secondFactorAt, awaitedOf });
}

function setCookies(context: RequestTools, cookies: Headers): void {
  for (const cookie of cookies.getSetCookie()) context.reply.headers.append('set-cookie', cookie);
}

const onFactor = implement(secondFactor).$context<RequestTools>().use(enterSession);

export const secondFactorRoutes = onFactor.router({
  show: onFactor.show.handler(({ context }) => showSecondFactor(context, personIn(context).id)),
  beginTotp: onFactor.beginTotp.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    return beginTotp(context, personIn(context));
  }),
  confirmTotp: onFactor.confirmTotp.handler(async ({ context, input }) => {
    const { codes, cookies } = await confirmTotp(context, personIn(context), input.code);
    setCookies(context, cookies);
    await tellOf(context, 'factor_added', 'totp');
    return withCodes(context, codes);
  }),
  removeTotp: onFactor.removeTotp.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    await removeTotp(context, personIn(context).id);
    await tellOf(context, 'factor_removed', 'totp');
    return showSecondFactor(context, personIn(context).id);
  }),
  renewRecoveryCodes: onFactor.renewRecoveryCodes.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    const codes = await renewCodes(context, personIn(context).id);
    await tellOf(context, 'recovery_codes_renewed');
    return withCodes(context, codes);
  }),
  askNewPasskey: onFactor.askNewPasskey.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    const { options, cookies } = await askNewPasskey(context, personIn(context));
    for (const cookie of cookies.getSetCookie()) context.reply.headers.append('set-cookie', cookie);
    return { options };
  }),
  addPasskey: onFactor.addPasskey.handler(async ({ context, input }) => {
    const { codes, cookies } = await addPasskey(context, personIn(context), input);
    setCookies(context, cookies);
    await tellOf(context, 'factor_added', 'passkey');
    return withCodes(context, codes);
  }),
  removePasskey: onFactor.removePasskey.handler(async ({ context, input }) => {
    await refuseWrongPassword(context, input.password);
    await removePasskey(context.db, personIn(context).id, input.passkey);
    await tellOf(context, 'factor_removed', 'passkey');
    return showSecondFactor(context, personIn(context).id);
  }),
});

function tellOf(context: RequestTools, event: SecurityEvent, code = ''): Promise<void> {
  return tellSecurity(context, { event, code, userId: personIn(context).id });
}

function personIn({ user }: RequestTools) {
  return user ?? refuse('not_signed_in', {});
}

async function withCodes(context: RequestTools, recoveryCodes: string[]) {
  return { recoveryCodes, view: await showSecondFactor(context, personIn(context).id) };
}

/** Left out and undefined mean the same to a caller; a type checker tells them apart. */
function definedOnly<T extends object>(given: T): { [Name in keyof T]?: Exclude<T[Name], undefined> } {
  const entries = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [Name in keyof T]?: Exclude<T[Name], undefined> };
}
