/**
 * The whole server as a person or a program meets it, without a socket: the real routes, sessions and database.
 *
 *   const server = await serverFor(fresh, tools);
 *   const owner = await server.signedIn('owner');            // a user with a password, member of a new company
 *   const answer = await owner.ask('PUT', `/companies/${owner.company.key}`, { city: 'Namur' });
 *   answer.status, answer.body
 */
import { afterAll } from 'vitest';
import type { Role } from '#contract/access.ts';
import { enter } from '#server/companies/enter-company.ts';
import { contract, rawRoutes, routes } from '#server/main.ts';
import { addressAs } from '#server/platform/db.ts';
import { hashPassword } from '#server/platform/passwords.ts';
import type { RequestBudget } from '#server/platform/request-budget.ts';
import { serve } from '#server/platform/serve.ts';
import { openSessions } from '#server/platform/sessions.ts';
import type { CompanyTools, Tools } from '#server/platform/tools.ts';
import { tellRefusal } from '#server/security-log/tell-security.ts';
import { startSilenceWatch } from '#server/silence/keep-watch.ts';
import { markPassword } from '#server/users/queries.ts';
import { whyNotReady } from '#server/why-not-ready.ts';
import type { FreshDb } from './fresh-db.ts';
import { addCompany, addMember } from './people.ts';

export const PASSWORD = 'three words together';
export type Answer = { readonly status: number; readonly body: unknown; readonly headers: Headers };
export type Caller = {
  ask(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<Answer>;
};
export type Member = Caller & {
  readonly userId: string;
  readonly email: string;
  readonly company: CompanyTools & { key: string };
};

/** Made once: it takes its time, on purpose. */
let hash: Promise<string> | null = null;

export function serverFor({ url, pool }: FreshDb, tools: Tools, budget?: RequestBudget) {
  const { installation } = tools;
  const databaseUrl = addressAs(url, 'rappel_entry');
  const sessions = openSessions({ databaseUrl, url: installation.url });
  const silence = startSilenceWatch(tools);
  afterAll(async () => {
    silence.stop();
    await sessions.close();
  });
  const app = serve({
    contract,
    router: routes,
    rawRoutes,
    tools,
    webFolder: '/nowhere',
    sessions,
    enter,
    tellRefusal,
    whyNotReady: () => whyNotReady(tools, { pool, silence }),
    ...(budget ? { budget } : {}),
  });
  const caller = (cookie = ''): Caller => ({
    async ask(method, path, body, headers) {
      // As a browser on our own page says.
      const sent = new Headers({ origin: installation.url, ...(cookie ? { cookie } : {}) });
      if (body !== undefined) sent.set('content-type', 'application/json');
      for (const [name, value] of new Headers(headers)) sent.set(name, value);
      const init = {
        method,
        headers: sent,
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      };
      const response = await app.request(
        path.startsWith('/health') || path.startsWith('/api') ? path : `/api${path}`,
        init,
      );
      const text = await response.text();
      const json = response.headers.get('content-type')?.startsWith('application/json');
      return { status: response.status, body: json ? JSON.parse(text) : text, headers: response.headers };
    },
  });
  const signIn = async (email: string, password = PASSWORD) => {
    const answer = await caller().ask('POST', '/session', { email, password });
    return { answer, caller: caller(cookieOf(answer.headers)) };
  };
  const signedIn = async (role: Role, at?: CompanyTools & { key: string }): Promise<Member> => {
    const company = at ?? (await addKeyed(tools));
    const email = `${crypto.randomUUID()}@lambert.example`;
    const userId = await addMember(company, role, { email });
    hash ??= hashPassword(PASSWORD);
    const kept = await hash;
    await tools.db.transaction().execute((trx) => markPassword(trx, userId, kept));
    const { cookies } = await sessions.startFor(userId, new Headers());
    return { ...caller(cookieOf(cookies)), userId, email, company };
  };
  return { app, anybody: caller(), caller, signIn, signedIn };
}

/** The cookies of an answer, as a browser sends them back. */
export function cookieOf(headers: Headers): string {
  return headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function addKeyed(tools: Tools): Promise<CompanyTools & { key: string }> {
  const key = `c-${crypto.randomUUID().slice(0, 8)}`;
  return { ...(await addCompany(tools, { key })), key };
}
