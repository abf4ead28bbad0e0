import type { z } from 'zod';
import type { OpenSession } from '#contract/session.ts';
import { browserName } from '#core/accounts/browser-name.ts';
import { SESSION_HOURS } from '#server/platform/sessions.ts';
import type { RequestTools } from '#server/platform/tools.ts';

/** Where the user is signed in now, the present one first. The token of a session is told to nobody. */
export async function listOpenSessions({
  db,
  clock,
  user,
}: RequestTools): Promise<z.infer<typeof OpenSession>[]> {
  const now = clock.now();
  const rows = await db
    .selectFrom('userSession')
    .select(['id', 'createdAt', 'usedAt', 'userAgent'])
    .where('userId', '=', user?.id ?? '')
    .where('expiresAt', '>', now)
    .where('usedAt', '>', now.subtract({ hours: SESSION_HOURS.idle }))
    .where('createdAt', '>', now.subtract({ hours: SESSION_HOURS.absolute }))
    .orderBy('usedAt', 'desc')
    .execute();
  const shown = rows.map(({ id, createdAt, usedAt, userAgent }) => ({
    id,
    startedAt: createdAt.toString(),
    lastUsedAt: usedAt.toString(),
    browser: browserName(userAgent),
    isPresent: id === user?.sessionId,
  }));
  return shown.sort((a, b) => Number(b.isPresent) - Number(a.isPresent));
}

/** Ends one session of the user, or all but the present one. @returns how many ended */
export async function endSessions({ db, user }: RequestTools, session: string | null): Promise<number> {
  const own = db.deleteFrom('userSession').where('userId', '=', user?.id ?? '');
  const ended =
    session === null ? own.where('id', '<>', user?.sessionId ?? '') : own.where('id', '=', session);
  return Number((await ended.executeTakeFirst()).numDeletedRows);
}
