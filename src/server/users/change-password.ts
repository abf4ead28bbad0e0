import { refuse } from '#core/refusal.ts';
import { hashPassword } from '#server/platform/passwords.ts';
import type { RequestTools } from '#server/platform/tools.ts';
import { refuseWeakPassword } from './check-password.ts';
import { markPassword } from './queries.ts';
import { refuseWrongPassword } from './sign-in.ts';

/** Changes the signed-in user's password, and signs them out everywhere else. @returns the cookies to set. */
export async function changePassword(
  tools: RequestTools,
  given: { current: string; next: string },
): Promise<Headers> {
  const { db, sessions, request } = tools;
  const user = tools.user ?? refuse('not_signed_in', {});
  refuseWeakPassword(given.next, user);
  await refuseWrongPassword(tools, given.current);
  const hash = await hashPassword(given.next);
  await db.transaction().execute((trx) => markPassword(trx, user.id, hash));
  const { cookies } = await sessions.startFor(user.id, request.headers, user);
  return cookies;
}
