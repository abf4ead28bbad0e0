import type { z } from 'zod';
import type { PasskeyAnswer } from '#contract/passkeys.ts';
import { isFresh } from '#core/accounts/second-factor.ts';
import { refuse } from '#core/refusal.ts';
import { hashPassword } from '#server/platform/passwords.ts';
import type { Proof } from '#server/platform/sessions.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { CODE_TRIES_MAX, countAttempt, forgiveAttempt } from './attempts.ts';
import { refuseWeakPassword } from './check-password.ts';
import { readPasskey } from './passkeys.ts';
import { findUser, findUserByEmail, lockUser, markPassword, removeSessions } from './queries.ts';
import { awaitsPassword } from './remove-sign-ins.ts';
import { listFactorWays, takeCode } from './second-factor.ts';
import { findSignInLink, isOutgrown, removeSignInLink } from './sign-in-links.ts';
import { beginStep, endStep, forgottenStep, tryStep } from './sign-in-steps.ts';

/** Who is signed in now, or null where a second factor is still awaited; and the cookies to set. */
export type Arrived = {
  readonly userId: string | null;
  readonly cookies: Headers;
  readonly secondFactorAt?: Temporal.Instant | null;
  /** Whose second factor it is. */
  readonly awaitedOf?: string | null;
};

/** Signs in by address and password. A wrong address and a wrong password answer the same, and take as long. */
export async function signIn(
  tools: RequestTools,
  { email, password }: { email: string; password: string },
): Promise<Arrived> {
  const { db, clock, sessions, request } = tools;
  const attempt = { account: email, machine: request.remoteAddress, now: clock.now() };
  // Whose account was tried, for the log; asked in any case, so that it takes as long.
  request.asker.userId = (await findUserByEmail(db, email))?.id ?? null;
  await countAttempt(db, attempt);
  const userId = await sessions.checkPassword(email, password);
  if (userId === null) return refuse('sign_in_wrong', {});
  await forgiveAttempt(db, attempt);
  return arrive(tools, userId);
}

/** Signs in by a link that works once. An invited user chooses a password with it. */
export async function signInByLink(
  tools: RequestTools,
  { token, password }: { token: string; password?: string | undefined },
): Promise<Arrived> {
  const { db, clock, request } = tools;
  const attempt = {
    account: `link ${request.remoteAddress}`,
    machine: request.remoteAddress,
    now: clock.now(),
  };
  await countAttempt(db, attempt);
  const link = await findSignInLink(db, token, clock.now());
  const user = link && (await findUser(db, link.userId));
  request.asker.userId = user?.id ?? null;
  if (!link || !user || user.disabledAt || (await isOutgrown(db, link))) return refuse('link_used_up', {});
  await forgiveAttempt(db, attempt);
  if (link.setsPassword && password === undefined) refuse('password_needed', {});
  if (password !== undefined) refuseWeakPassword(password, user);
  const hash = link.setsPassword && password !== undefined ? await hashPassword(password) : null;
  await db.transaction().execute(async (trx) => {
    await lockUser(trx, link.userId);
    if (!(await removeSignInLink(trx, token))) refuse('link_used_up', {});
    if (hash) await markPassword(trx, link.userId, hash);
  });
  return arrive(tools, link.userId);
}

/**
 * Takes a code of the authenticator app or a recovery code: it ends a sign-in that waits for it, or proves once more
 * who has this session open. Five tries.
 */
export async function giveCode(tools: RequestTools, code: string): Promise<Arrived> {
  const { user, db, request } = tools;
  const step = user ? null : await tryStep(tools, 'second_factor');
  const userId = user?.id ?? step?.userId ?? refuse('sign_in_step_over', {});
  request.asker.userId = userId;
  await takeCodeOf(tools, userId, code);
  if (user) return proved(tools, user);
  if (!step || !(await endStep(db, step.tokenSha256))) return refuse('sign_in_step_over', {});
  return startProved(tools, userId);
}

/** The same by a passkey, which also signs in by itself. */
export async function givePasskey(
  tools: RequestTools,
  response: z.infer<typeof PasskeyAnswer>,
): Promise<Arrived> {
  const { db, clock, request, user } = tools;
  const attempt = {
    account: `passkey ${request.remoteAddress}`,
    machine: request.remoteAddress,
    now: clock.now(),
  };
  await countAttempt(db, attempt);
  const { userId } = await readPasskey(tools, response);
  await forgiveAttempt(db, attempt);
  if (!user) return startProved(tools, userId);
  return user.id === userId ? proved(tools, user) : refuse('passkey_refused', {});
}

/** Counts a try of a user's codes, from wherever it comes. @throws Refusal code_wrong, sign_in_too_often */
export async function takeCodeOf(tools: RequestTools, userId: string, code: string): Promise<void> {
  const { db, clock, request } = tools;
  const machine = request.remoteAddress;
  const attempt = { account: `code ${userId}`, machine, now: clock.now(), max: CODE_TRIES_MAX };
  await countAttempt(db, attempt);
  if (!(await takeCode(tools, userId, code))) refuse('code_wrong', {});
  await forgiveAttempt(db, attempt);
}

/**
 * The password is asked again before anything changes about how one signs in; and so is the second factor, where there is
 * one and it was not given within ten minutes.
 * @throws Refusal password_wrong, second_factor_stale
 */
export async function refuseWrongPassword(tools: RequestTools, password: string): Promise<void> {
  const { db, clock, sessions, request } = tools;
  const user = tools.user ?? refuse('not_signed_in', {});
  const attempt = { account: user.email, machine: request.remoteAddress, now: clock.now() };
  await countAttempt(db, attempt);
  if ((await sessions.checkPassword(user.email, password)) === null) refuse('password_wrong', {});
  await forgiveAttempt(db, attempt);
  const hasFactor = (await listFactorWays(db, user.id)).length > 0;
  if (hasFactor && !isFresh(user.secondFactorAt, clock.now())) refuse('second_factor_stale', {});
}

/** With a password or a link: whoever has a second factor is asked for it before a session is opened. */
async function arrive(tools: RequestTools, userId: string): Promise<Arrived> {
  const ways = await listFactorWays(tools.db, userId);
  if (ways.length === 0) {
    return startSession(tools, userId);
  }
  const cookies = await beginStep(tools, { userId, kind: 'second_factor' });
  return { userId: null, awaitedOf: userId, cookies };
}

async function startProved(tools: RequestTools, userId: string): Promise<Arrived> {
  const proof = { secondFactorAt: tools.clock.now() };
  const { cookies } = await startSession(tools, userId, proof);
  for (const cookie of forgottenStep(tools, 'second_factor').getSetCookie())
    cookies.append('set-cookie', cookie);
  return { userId, cookies, ...proof };
}

/** What an account signed in with may have been taken away while it was looked at: such a session does not stay. */
async function startSession(tools: RequestTools, userId: string, proof?: Proof) {
  const { db, sessions, request } = tools;
  await sessions.endEarlier(request.headers);
  const started = await sessions.startFor(userId, request.headers, proof);
  if (!(await awaitsPassword(db, userId))) return started;
  await removeSessions(db, userId);
  return refuse('not_signed_in', {});
}

/** Whoever proves more is given a new token: one that somebody else may know rises to nothing. */
async function proved(
  { clock, sessions, request }: RequestTools,
  user: { readonly id: string },
): Promise<Arrived> {
  const secondFactorAt = clock.now();
  const cookies = await sessions.renew(request.headers, { secondFactorAt });
  return { userId: user.id, cookies, secondFactorAt };
}
