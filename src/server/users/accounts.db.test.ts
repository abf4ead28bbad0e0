import { createHash } from 'node:crypto';
import { hashPassword as hashAsBefore } from 'better-auth/crypto';
import { expect, test } from 'vitest';
import { api } from '#contract/api.ts';
import { makeApiKey } from '#server/api-keys/make-api-key.ts';
import { rawRoutes } from '#server/main.ts';
import { listRoutes, requestTo } from '#test/support/ask-routes.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { PASSWORD, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { changeAccess } from './change-access.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const server = serverFor(fresh, tools);
const sql = async (text: string, values: unknown[] = []) => (await fresh.pool.query(text, values)).rows;

test('a password is refused when it is short or common, and kept as Argon2id', async () => {
  const owner = await server.signedIn('owner');
  const change = async (next: string) =>
    (await owner.ask('PUT', '/session/password', { current: PASSWORD, next })).body as { code?: string };
  expect((await change('elevenchars')).code).toBe('password_too_short');
  expect((await change('123456789qwe')).code).toBe('password_common');
  expect((await change('MotherFucker')).code).toBe('password_common');
  const [{ password }] = (await sql('select password from user_credential where user_id = $1', [
    owner.userId,
  ])) as [{ password: string }];
  expect(password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await change('x'.repeat(20) + ' and 108 others of them, '.repeat(4))).code).toBeUndefined();
});

test('a hash of an older release opens, and is made anew', async () => {
  const owner = await server.signedIn('owner');
  const old = await hashAsBefore(PASSWORD);
  await sql('update user_credential set password = $1 where user_id = $2', [old, owner.userId]);
  expect((await server.signIn(owner.email, 'not the password')).answer.status).toBe(401);
  expect((await server.signIn(owner.email)).answer.status).toBe(200);
  expect(
    await sql('select password like $1 as anew from user_credential where user_id = $2', [
      '$argon2id$%',
      owner.userId,
    ]),
  ).toEqual([{ anew: true }]);
  expect((await server.signIn(owner.email)).answer.status).toBe(200);
});

test('a session is kept as a hash, and ends after eight idle hours and after seven days', async () => {
  const owner = await server.signedIn('owner');
  const cookie = (await server.signIn(owner.email)).answer.headers.getSetCookie()[0] ?? '';
  const token = /^rappel=([\w-]{43});/.exec(cookie)?.[1] ?? '';
  expect(cookie).toMatch(/; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/);
  const kept = createHash('sha256').update(token).digest('hex');
  expect(await sql('select count(*)::int as n from user_session where token = $1', [kept])).toEqual([
    { n: 1 },
  ]);
  expect(await sql('select count(*)::int as n from user_session where token = $1', [token])).toEqual([
    { n: 0 },
  ]);
  const caller = server.caller(`rappel=${token}`);
  const isIn = async () =>
    ((await caller.ask('GET', '/session')).body as { user: object | null }).user !== null;
  const set = (column: string, ago: string) =>
    sql(`update user_session set ${column} = now() - interval '${ago}' where token = $1`, [kept]);
  await set('used_at', '7 hours 59 minutes');
  expect(await isIn()).toBe(true);
  expect(
    await sql(`select used_at > now() - interval '1 minute' as anew from user_session where token = $1`, [
      kept,
    ]),
  ).toEqual([{ anew: true }]);
  await set('used_at', '8 hours 1 second');
  expect(await isIn()).toBe(false);
  await set('used_at', '1 minute');
  await set('created_at', '6 days 23 hours 59 minutes');
  expect(await isIn()).toBe(true);
  await set('created_at', '7 days 1 second');
  expect(await isIn()).toBe(false);
});

test('under https the cookie is bound to this host', async () => {
  const secure = serverFor(fresh, {
    ...tools,
    installation: { ...tools.installation, url: 'https://rappel.example.org' },
  });
  const owner = await secure.signedIn('owner');
  const { answer } = await secure.signIn(owner.email);
  expect(answer.headers.getSetCookie()[0]).toMatch(
    /^__Host-rappel=[\w-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax; Secure$/,
  );
  expect((await owner.ask('GET', '/session')).body).toMatchObject({ user: { email: owner.email } });
});

test('a disabled user is out at the next request, by session and by key, and so is everybody who guesses', async () => {
  const owner = await server.signedIn('owner');
  const clerk = await server.signedIn('clerk', owner.company);
  const { key } = await makeApiKey(owner.company, clerk.userId, {
    name: 'export',
    role: 'clerk',
    expiresOn: null,
  });
  const byKey = () =>
    server.anybody.ask('GET', `/companies/${owner.company.key}`, undefined, {
      authorization: `Bearer ${key}`,
    });
  expect((await byKey()).status).toBe(200);
  const path = `/companies/${owner.company.key}/users`;
  expect((await owner.ask('PUT', `${path}/${owner.userId}/access`, { disabled: true })).body).toMatchObject({
    code: 'user_yourself',
  });
  expect((await clerk.ask('PUT', `${path}/${owner.userId}/access`, { disabled: true })).status).toBe(403);
  const began = performance.now();
  expect((await owner.ask('PUT', `${path}/${clerk.userId}/access`, { disabled: true })).body).toMatchObject({
    disabled: true,
  });
  expect((await clerk.ask('GET', `/companies/${owner.company.key}`)).status).toBe(401);
  expect((await byKey()).status).toBe(401);
  expect(performance.now() - began).toBeLessThan(1000);
  const disabled = await server.signIn(clerk.email);
  const unknown = await server.signIn('nobody@lambert.example');
  expect(disabled.answer.body).toEqual(unknown.answer.body);
  await changeAccess(owner.company, clerk.userId, false);
  expect((await server.signIn(clerk.email)).answer.status).toBe(200);
  expect((await byKey()).status).toBe(200);
});

test('nobody learns whether an account exists: neither from words nor from the work they make', async () => {
  const owner = await server.signedIn('owner');
  const invited = await owner.ask('POST', `/companies/${owner.company.key}/users`, {
    email: 'invited@lambert.example',
    name: 'I',
    role: 'clerk',
    language: 'en',
  });
  expect(invited.status).toBe(200);
  const ask = async (email: string) => {
    await sql('truncate sign_in_attempt');
    const began = process.cpuUsage();
    const { answer } = await server.signIn(email, 'not the password');
    const { user, system } = process.cpuUsage(began);
    return { ms: (user + system) / 1000, body: JSON.stringify([answer.status, answer.body]) };
  };
  const times = { known: [] as number[], unknown: [] as number[], invited: [] as number[] };
  const bodies = new Set<string>();
  await ask(owner.email);
  for (let nth = 0; nth < 9; nth += 1) {
    for (const [kind, email] of [
      ['known', owner.email],
      ['unknown', `nobody${nth}@lambert.example`],
      ['invited', 'invited@lambert.example'],
    ] as const) {
      const { ms, body } = await ask(email);
      times[kind].push(ms);
      bodies.add(body);
    }
  }
  expect([...bodies]).toHaveLength(1);
  const middle = (list: number[]) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)] ?? 0;
  const differences = [
    middle(times.known) - middle(times.unknown),
    middle(times.invited) - middle(times.unknown),
  ];
  expect(Math.max(...differences.map(Math.abs))).toBeLessThanOrEqual(10);
});

const FOREIGN: readonly Record<string, string>[] = [
  {},
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { origin: 'http://localhost:3000', 'sec-fetch-site': 'cross-site' },
  { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-site' },
  { 'sec-fetch-site': 'none' },
  { origin: 'https://evil.example', authorization: 'Bearer rappel_x' },
];

test('no route that changes anything is heard from a foreign page, or from whoever does not say from where', async () => {
  const owner = await server.signedIn('owner');
  const cookie = (await server.signIn(owner.email)).answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const ids = { debtor: crypto.randomUUID() };
  const asked = [
    ...[...listRoutes(api)]
      .filter(({ method }) => method !== 'GET')
      .map((route) => ({ method: route.method, ...requestTo(route, owner.company.key, { ids }) })),
    ...rawRoutes
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path }) => ({
        method,
        path: path.replace(':company', owner.company.key),
        body: undefined,
      })),
  ];
  expect(asked.length).toBeGreaterThan(100);
  const heard: string[] = [];
  for (const { method, path, body } of asked) {
    for (const headers of FOREIGN) {
      const sent = { cookie, host: 'localhost:3000', 'content-type': 'application/json', ...headers };
      const init = { method, headers: sent, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
      const answer = await server.app.request(`/api${path}`, init);
      if (answer.status !== 403 || (await answer.json()).code !== 'origin_foreign')
        heard.push(`${method} ${path} ${JSON.stringify(headers)}`);
    }
  }
  expect(heard).toEqual([]);
});

test('every answer of every route bears the headers that guard it', async () => {
  const secure = serverFor(fresh, {
    ...tools,
    installation: { ...tools.installation, url: 'https://rappel.example.org' },
  });
  const owner = await secure.signedIn('owner');
  const ids = { debtor: crypto.randomUUID() };
  const asked = [...listRoutes(api)].map((route) => ({
    route,
    ...requestTo(route, owner.company.key, { ids }),
  }));
  const bare: string[] = [];
  const look = ({ headers }: { headers: Headers }, where: string) => {
    const fits =
      headers.get('x-content-type-options') === 'nosniff' &&
      headers.get('strict-transport-security')?.includes('max-age=31536000') &&
      headers.get('content-security-policy')?.includes("default-src 'none'") &&
      headers.get('referrer-policy') === 'same-origin' &&
      headers.get('cross-origin-opener-policy') === 'same-origin' &&
      headers.get('x-request-id') !== null;
    const cookies = headers.getSetCookie();
    const guarded = cookies.every((one) =>
      /^__Host-rappel[\w-]*=[^;]*; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/.test(one),
    );
    if (!fits || !guarded) bare.push(where);
  };
  for (const { route, path, body } of asked)
    look(await owner.ask(route.method, path, body), `${route.method} ${path}`);
  for (const path of [
    '/',
    '/nowhere',
    '/health/live',
    '/api/openapi.json',
    '/api/docs',
    '/api/nowhere',
    '/assets/x.js',
  ]) {
    look(await secure.app.request(path), path);
  }
  look(await secure.app.request('/api/session', { method: 'DELETE' }), 'refused origin');
  expect(bare).toEqual([]);
});

test('a limit holds whoever the asker says it is', async () => {
  const headers = (nth: number) => ({ 'x-forwarded-for': `203.0.113.${nth}, 198.51.100.${nth}` });
  const answers: number[] = [];
  for (let nth = 0; nth < 12; nth += 1) {
    const body = { email: 'guessed@lambert.example', password: 'not the password' };
    answers.push((await server.anybody.ask('POST', '/session', body, headers(nth))).status);
  }
  expect(answers).toEqual([...Array(8).fill(401), ...Array(4).fill(429)]);
  await sql('truncate sign_in_attempt');
  await sql(
    `insert into sign_in_attempt (subject, failed_at) select 'machine:unknown', $1 from generate_series(1, 38)`,
    [tools.clock.now().toString()],
  );
  const many: number[] = [];
  for (let nth = 0; nth < 5; nth += 1) {
    const body = { email: `guessed${nth}@lambert.example`, password: 'not the password' };
    many.push((await server.anybody.ask('POST', '/session', body, headers(nth))).status);
  }
  expect(many).toEqual([401, 401, 429, 429, 429]);
  await sql('truncate sign_in_attempt');
  const owner = await server.signedIn('owner');
  await sql('truncate sign_in_attempt');
  const atOnce = await Promise.all(
    Array.from({ length: 30 }, () => server.signIn(owner.email, 'not the password')),
  );
  expect(atOnce.filter(({ answer }) => answer.status === 401)).toHaveLength(8);
});
