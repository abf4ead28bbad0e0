import { enter } from '#server/companies/enter-company.ts';
import { contract, routes } from '#server/main.ts';
import { serve } from '#server/platform/serve.ts';
import { openSessions } from '#server/platform/sessions.ts';
import { tellRefusal } from '#server/security-log/tell-security.ts';
import type { OwnDatabase } from './own-database.ts';

/** Asks something of a company, by its path after `/api/companies/<key>`. @throws Error with what the server answered, if not 2xx */
export type Ask = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<void>;

/**
 * The server as it starts, without its port, and an owner of the company who is signed in: a request goes straight in,
 * through routing, session, door, SQL and JSON.
 */
export async function askAsOwner(
  { db, url, tools }: OwnDatabase,
  company: { id: string; key: string },
): Promise<Ask> {
  const user = { id: `bench-${company.key}`, name: 'Bench', email: `${company.key}@example.org` };
  await db.insertInto('appUser').values(user).execute();
  await db
    .insertInto('membership')
    .values({ companyId: company.id, userId: user.id, role: 'owner' })
    .execute();
  const sessions = openSessions({ databaseUrl: url, url: tools.installation.url });
  const { cookies } = await sessions.startFor(user.id, new Headers());
  const cookie = cookies
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const whyNotReady = async () => null;
  const app = serve({
    contract,
    router: routes,
    rawRoutes: [],
    tools,
    webFolder: '/nowhere',
    sessions,
    enter,
    tellRefusal,
    whyNotReady,
  });
  return async (method, path, body) => {
    const answer = await app.request(`/api/companies/${company.key}${path}`, {
      method,
      headers: { cookie, origin: tools.installation.url, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  };
}
