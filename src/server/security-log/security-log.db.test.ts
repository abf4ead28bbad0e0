import { CompiledQuery } from 'kysely';
import { expect, test } from 'vitest';
import type { SecurityEvent } from '#core/accounts/security-events.ts';
import { SECURITY_LOG_DAYS } from '#core/accounts/security-events.ts';
import { makeApiKey } from '#server/api-keys/make-api-key.ts';
import { openLog } from '#server/platform/log.ts';
import { openRequestBudget } from '#server/platform/request-budget.ts';
import { codesAt } from '#server/users/totp.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { cookieOf, PASSWORD, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { listSecurityEvents, removeOldSecurityEvents } from './queries.ts';
import { tellRefusal, tellSecurity } from './tell-security.ts';

const lines: string[] = [];
const log = openLog('info', { write: (line) => void lines.push(line) });
const fresh = await freshDb();
const tools = Object.assign(toolsFor(fresh), { log });
const server = serverFor(fresh, tools);
type Member = Awaited<ReturnType<typeof server.signedIn>>;
type Line = { event: SecurityEvent; code: string; times: number; user: { id: string } | null; route: string };

/** What an owner reads of their company, the latest first. */
async function linesOf(owner: Member, event?: SecurityEvent): Promise<Line[]> {
  const path = `/companies/${owner.company.key}/security/events?perPage=200${event ? `&event=${event}` : ''}`;
  return ((await owner.ask('GET', path)).body as { rows: Line[] }).rows;
}
const told = async (owner: Member) =>
  (await linesOf(owner)).map(({ event, code }) => `${event} ${code}`.trim());

test('a sign-in, a wrong password and a sign-out are told, of members alone, by ids', async () => {
  const owner = await server.signedIn('owner');
  const stranger = await server.signedIn('owner');
  lines.length = 0;
  await server.signIn(owner.email, 'not the password');
  await server.signIn(owner.email, 'not the password either');
  const { caller } = await server.signIn(owner.email);
  await caller.ask('DELETE', '/session');
  const rows = await linesOf(owner);
  const shown = rows.map(({ event, code, times, user, route }) => [event, code, times, user?.id, route]);
  expect(shown.sort()).toEqual([
    ['sign_in_failed', 'sign_in_wrong', 2, owner.userId, 'POST /session'],
    ['signed_in', 'password', 1, owner.userId, 'POST /session'],
    ['signed_out', '', 1, owner.userId, 'DELETE /session'],
  ]);
  expect(await linesOf(stranger)).toEqual([]);
  const written = lines.map((line) => JSON.parse(line)).filter(({ security }) => security !== undefined);
  expect(written.map(({ security, user }) => [security, user])).toEqual([
    ['sign_in_failed', owner.userId],
    ['sign_in_failed', owner.userId],
    ['signed_in', owner.userId],
    ['signed_out', owner.userId],
  ]);
  expect(
    written.every(({ requestId, time, machine }) => requestId && time && /^[\da-f]{12}$/.test(machine)),
  ).toBe(true);
  expect(JSON.stringify([lines, rows])).not.toContain(owner.email);
});

test('an account that does not exist is told too, and so is whoever is kept out by a limit', async () => {
  for (let nth = 0; nth < 9; nth += 1) await server.signIn('nobody@lambert.example', 'not the password');
  const { rows } = await listSecurityEvents(tools.db, { page: 1, perPage: 200 });
  const nobodys = rows.filter(({ userId, event }) => userId === null && event.startsWith('sign_in'));
  expect(nobodys.map(({ event, times }) => [event, times]).sort()).toEqual([
    ['sign_in_failed', 8],
    ['sign_in_limited', 1],
  ]);
});

test('each refusal of access is told to the company whose door it was', async () => {
  const owner = await server.signedIn('owner');
  const reader = await server.signedIn('reader', owner.company);
  const stranger = await server.signedIn('owner');
  const path = `/companies/${owner.company.key}`;
  const ask = async (asking: Promise<{ status: number }>) => (await asking).status;
  expect(await ask(reader.ask('POST', `${path}/debtor-groups`, { name: 'Breweries' }))).toBe(403);
  expect(await ask(stranger.ask('GET', path))).toBe(404);
  expect(await ask(server.anybody.ask('GET', path))).toBe(401);
  expect(await ask(server.anybody.ask('GET', path, undefined, { authorization: 'Bearer rappel_x' }))).toBe(
    401,
  );
  expect(await ask(owner.ask('PUT', `${path}/security`, {}, { origin: 'https://evil.example' }))).toBe(403);
  expect(await ask(owner.ask('PUT', `${path}/security`, { secondFactor: 7 }))).toBe(422);
  expect(await ask(owner.ask('POST', `${path}/imports/files?name=a.csv`, 'x', { cookie: '' }))).toBe(401);
  expect((await told(owner)).sort()).toEqual([
    'access_refused api_key_unusable',
    'access_refused company_unknown',
    'access_refused not_signed_in',
    'access_refused not_signed_in',
    'access_refused role_insufficient',
    'foreign_request origin_foreign',
    'input_refused input_malformed',
  ]);
  const rows = await linesOf(owner);
  // Of the company's own people it is said who; of others' nothing, though the operator can look it up.
  expect(rows.find(({ code }) => code === 'role_insufficient')?.user?.id).toBe(reader.userId);
  expect(rows.find(({ code }) => code === 'company_unknown')?.user).toBeNull();
  expect(rows.map(({ route }) => route)).toContain('POST /companies/{company}/imports/files');
  expect(JSON.stringify(rows)).not.toContain(owner.company.key);
  expect((await reader.ask('GET', `${path}/security/events`)).status).toBe(403);
});

test('what changes about how one signs in is told: factors, recovery codes, password, other sessions', async () => {
  const owner = await server.signedIn('owner');
  const { secret } = (await owner.ask('POST', '/account/totp', { password: PASSWORD })).body as {
    secret: string;
  };
  const code = (step: number) => codesAt(secret, tools.clock.now())[step]?.code ?? '';
  const confirmed = await owner.ask('PUT', '/account/totp', { code: code(0) });
  const [recovery = ''] = (confirmed.body as { recoveryCodes: string[] }).recoveryCodes;
  const { caller } = await server.signIn(owner.email);
  const entered = server.caller(
    cookieOf((await caller.ask('POST', '/session/code', { code: recovery })).headers),
  );
  await entered.ask('POST', '/session/code', { code: 'ABCDE-FGHJK' });
  const proved = await entered.ask('POST', '/session/code', { code: code(1) });
  const again = server.caller(cookieOf(proved.headers));
  await again.ask('POST', '/account/recovery-codes', { password: PASSWORD });
  await again.ask('POST', '/account/sessions/ending', { password: PASSWORD, session: null });
  await again.ask('POST', '/account/totp/removal', { password: PASSWORD, code: code(2) });
  const changed = await again.ask('PUT', '/session/password', {
    current: PASSWORD,
    next: 'four other words together',
  });
  const last = { ...owner, ask: server.caller(cookieOf(changed.headers)).ask };
  expect((await told(last)).sort()).toEqual([
    'factor_added totp',
    'factor_given code',
    'factor_removed totp',
    'password_changed',
    'recovery_code_used',
    'recovery_codes_renewed',
    'sessions_ended',
    'sign_in_failed code_wrong',
    'signed_in code',
  ]);
});

test('who makes a link, shuts somebody out or makes a key is told, and whose key was refused', async () => {
  const owner = await server.signedIn('owner');
  const clerk = await server.signedIn('clerk', owner.company);
  const path = `/companies/${owner.company.key}`;
  await owner.ask('POST', `${path}/users/${clerk.userId}/link`);
  const made = await owner.ask('POST', `${path}/api-keys`, { name: 'x', role: 'reader', expiresOn: null });
  const { apiKey, key } = made.body as { apiKey: { id: string }; key: string };
  const byKey = await server.anybody.ask(
    'POST',
    `${path}/debtor-groups`,
    { name: 'x' },
    { authorization: `Bearer ${key}` },
  );
  expect(byKey.status).toBe(403);
  for (let nth = 0; nth < 2; nth += 1) await owner.ask('DELETE', `${path}/api-keys/${apiKey.id}`);
  for (const disabled of [true, true, false])
    await owner.ask('PUT', `${path}/users/${clerk.userId}/access`, { disabled });
  const rows = await linesOf(owner);
  expect(rows.map(({ event, code, user }) => [event, code, user?.id]).sort()).toEqual([
    ['access_refused', 'role_insufficient', owner.userId],
    ['api_key_made', 'reader', owner.userId],
    ['api_key_revoked', '', owner.userId],
    ['link_renewed', '', clerk.userId],
    ['user_disabled', '', clerk.userId],
    ['user_enabled', '', clerk.userId],
  ]);
  expect(rows.every(({ route }) => route !== '')).toBe(true);
});

test('an owner sees how a member signed in since they are one, and nothing of before', async () => {
  const earlier = await server.signedIn('owner');
  const owner = await server.signedIn('owner');
  await server.signIn(earlier.email);
  const join = (at: Temporal.Instant) =>
    fresh.pool.query(
      `insert into membership (company_id, user_id, role, created_at) values ($1, $2, 'clerk', $3)
       on conflict (company_id, user_id) do update set created_at = excluded.created_at`,
      [owner.company.companyId, earlier.userId, at.toString()],
    );
  await join(tools.clock.now().add({ seconds: 1 }));
  expect(await told(owner)).toEqual([]);
  await join(tools.clock.now());
  expect(await told(owner)).toEqual(['signed_in password']);
});

test('too many requests are refused by machine whatever key they invent, by user and by key; and told once', async () => {
  const owner = await server.signedIn('owner');
  const told = async () => (await linesOf(owner, 'requests_limited')).map(({ times }) => times);
  const path = `/companies/${owner.company.key}`;
  const { key } = await makeApiKey(owner.company, owner.userId, {
    name: 'x',
    role: 'reader',
    expiresOn: null,
  });
  const limited = (machine: number, asker: number) => {
    const budget = openRequestBudget({ machine, asker });
    const { anybody } = serverFor(fresh, tools, { spend: (kind, id) => budget.spend(kind, id, 0) });
    return async (times: number, bearer: (nth: number) => string, origin?: string) => {
      const answers = [];
      for (let nth = 0; nth < times; nth += 1) {
        const headers = { authorization: `Bearer ${bearer(nth)}`, ...(origin ? { origin } : {}) };
        answers.push((await anybody.ask(origin ? 'PUT' : 'GET', path, undefined, headers)).status);
      }
      return answers;
    };
  };
  expect(await limited(2, 9)(5, (nth) => `rappel_${nth}`)).toEqual([401, 401, 429, 429, 429]);
  expect(await told()).toEqual([1]);
  expect(await limited(2, 9)(3, () => key, 'https://evil.example')).toEqual([403, 403, 429]);
  expect(await limited(9, 2)(4, () => key)).toEqual([200, 200, 429, 429]);
  const rows = await linesOf(owner, 'requests_limited');
  expect(rows.map(({ user }) => user?.id ?? null)).toContain(owner.userId);
});

test('whoever comes from ever another machine fills no disk: from some on, their lines are told together', async () => {
  const at = tools.clock.now().subtract({ hours: 1 });
  const there = { ...tools, clock: { ...tools.clock, now: () => at } };
  const from = (remoteAddress: string) => ({
    ...there,
    request: { id: 'x', headers: new Headers(), remoteAddress, asker: { route: 'GET /x', userId: null } },
  });
  const refused = { code: 'not_signed_in', companyKey: null };
  await Promise.all(Array.from({ length: 200 }, (_, nth) => tellRefusal(from(`203.0.113.${nth}`), refused)));
  for (const nth of [1, 2, 3]) await tellRefusal(from(`198.51.100.${nth}`), refused);
  await tellSecurity(from('198.51.100.4'), { event: 'signed_in', code: 'password', userId: 'somebody' });
  const { rows } = await fresh.pool.query(
    `select event, code, times, machine is null as many from security_event where first_at = $1
     order by code`,
    [at.toString()],
  );
  expect(rows.filter(({ code }) => code === 'not_signed_in')).toHaveLength(200);
  expect(rows.filter(({ code }) => code !== 'not_signed_in')).toEqual([
    { event: 'access_refused', code: 'many', times: 3, many: true },
    { event: 'signed_in', code: 'password', times: 1, many: false },
  ]);
  await fresh.pool.query('delete from security_event where first_at = $1', [at.toString()]);
});

test('a row that cannot be written fails nothing, and is a line of the log', async () => {
  lines.length = 0;
  const broken = { ...tools, db: tools.db.withSchema('nowhere') };
  await tellSecurity(broken, { event: 'signed_in', userId: 'somebody' });
  expect(lines.some((line) => line.includes('"security":"signed_in"'))).toBe(true);
  expect(lines.some((line) => line.includes('could not be written'))).toBe(true);
});

test('the program that is guarded by the log cannot rewrite it, nor remove what is recent', async () => {
  await tellSecurity(tools, { event: 'signed_in', code: 'kept', userId: 'somebody' });
  const change = (text: string) => tools.db.executeQuery(CompiledQuery.raw(text));
  await expect(change(`update security_event set code = 'other' where code = 'kept'`)).rejects.toThrow(
    /count up/,
  );
  await expect(change(`update security_event set times = 0 where code = 'kept'`)).rejects.toThrow();
  await fresh.pool.query(`update security_event set last_at = now() where code = 'kept'`);
  await expect(change(`delete from security_event where code = 'kept'`)).rejects.toThrow(/half a year/);
  await expect(change('truncate security_event')).rejects.toThrow(/permission/);
  await fresh.pool.query(`delete from security_event where code = 'kept'`);
});

test('the log is kept for half a year and no longer', async () => {
  const count = async () => (await listSecurityEvents(tools.db, { page: 1, perPage: 1 })).total;
  const before = await count();
  expect(before).toBeGreaterThan(0);
  await removeOldSecurityEvents(tools.db, tools.clock.now().add({ hours: 24 * SECURITY_LOG_DAYS }));
  expect(await count()).toBe(before);
  await removeOldSecurityEvents(
    tools.db,
    tools.clock.now().add({ hours: 24 * SECURITY_LOG_DAYS, seconds: 1 }),
  );
  expect(await count()).toBe(0);
  // A clock that runs ahead of the database's takes nothing along that the database still keeps.
  const real = { ...tools.clock, now: () => Temporal.Now.instant() };
  await tellSecurity({ ...tools, clock: real }, { event: 'signed_in', userId: 'somebody' });
  await removeOldSecurityEvents(tools.db, Temporal.Now.instant().add({ hours: 24 * 365 }));
  expect(await count()).toBe(1);
});
