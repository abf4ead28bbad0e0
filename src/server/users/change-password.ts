import { refuse } from '#core/refusal.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { addFailedAttempt, refuseTooManyAttempts } from './attempts.ts';
import { refuseShortPassword } from './sign-in.ts';

/** Changes the signed-in user's password, and signs them out everywhere else. @returns the cookies to set. */
export async function changePassword(
  tools: RequestTools,
  given: { current: string; next: string },
): Promise<Headers> {
  const { db, clock, sessions, request } = tools;
  const user = tools.user ?? refuse('not_signed_in', {});
  refuseShortPassword(given.next);
  const attempt = { account: user.email, machine: request.remoteAddress, now: clock.now() };
  await refuseTooManyAttempts(db, attempt);
  const cookies = await sessions.changePassword(given.current, given.next, request.headers);
  if (cookies) return cookies;
  await addFailedAttempt(db, attempt);
  return refuse('password_wrong', {});
}
