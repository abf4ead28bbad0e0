import { refuse } from '#core/refusal.ts';
import { hashPassword, PASSWORD_LENGTH, type Started } from '#server/platform/sessions.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { addFailedAttempt, refuseTooManyAttempts, removeAttempts } from './attempts.ts';
import { markPassword } from './queries.ts';
import { findSignInLink, removeSignInLink } from './sign-in-links.ts';

/** Signs in by address and password. A wrong address and a wrong password answer the same, and take as long. */
export async function signIn(
  tools: RequestTools,
  given: { email: string; password: string },
): Promise<Started> {
  const { db, clock, sessions, request } = tools;
  const attempt = { account: given.email, machine: request.remoteAddress, now: clock.now() };
  await refuseTooManyAttempts(db, attempt);
  const started = await sessions.signIn(given.email, given.password, request.headers);
  if (!started) {
    await addFailedAttempt(db, attempt);
    return refuse('sign_in_wrong', {});
  }
  await removeAttempts(db, given.email);
  return started;
}

/** Signs in by a link that works once. An invited user chooses a password with it. */
export async function signInByLink(
  tools: RequestTools,
  { token, password }: { token: string; password?: string | undefined },
): Promise<Started> {
  const { db, clock, sessions, request } = tools;
  const attempt = { account: 'link', machine: request.remoteAddress, now: clock.now() };
  await refuseTooManyAttempts(db, { ...attempt, account: `link ${request.remoteAddress}` });
  const link = await findSignInLink(db, token, clock.now());
  if (!link) {
    await addFailedAttempt(db, { ...attempt, account: `link ${request.remoteAddress}` });
    return refuse('link_used_up', {});
  }
  if (link.setsPassword && password === undefined) refuse('password_needed', {});
  if (password !== undefined) refuseShortPassword(password);
  const hash = link.setsPassword && password !== undefined ? await hashPassword(password) : null;
  await db.transaction().execute(async (trx) => {
    if (!(await removeSignInLink(trx, token))) refuse('link_used_up', {});
    if (hash) await markPassword(trx, link.userId, hash);
  });
  return sessions.startFor(link.userId, request.headers);
}

/** @throws Refusal password_too_short */
export function refuseShortPassword(password: string): void {
  const { min } = PASSWORD_LENGTH;
  if ([...password].length < min) refuse('password_too_short', { min: String(min) });
}
