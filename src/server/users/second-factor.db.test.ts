import { expect, test } from 'vitest';
import { sha256 } from '#server/platform/sessions.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { cookieOf, PASSWORD, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { renewRecoveryCodes, slowDownEarlierCodes } from './recovery-codes.ts';
import { codesAt } from './totp.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const server = serverFor(fresh, tools);
type Member = Awaited<ReturnType<typeof server.signedIn>>;
type Codes = { recoveryCodes: string[] };

const now = () => tools.clock.now();
const codeNow = (secret: string, step = 1) => codesAt(secret, now())[step]?.code ?? '';

/** Sets up an authenticator app; its first code is that of the half minute before, so that others are left. */
async function withApp(member: Member): Promise<{ secret: string; codes: string[] }> {
  const begun = await member.ask('POST', '/account/totp', { password: PASSWORD });
  const { secret } = begun.body as { secret: string };
  const confirmed = await member.ask('PUT', '/account/totp', { code: codeNow(secret, 0) });
  expect(confirmed.status).toBe(200);
  // The browser goes on with the new token.
  Object.assign(member, server.caller(cookieOf(confirmed.headers)));
  return { secret, codes: (confirmed.body as Codes).recoveryCodes };
}

test('an app is set up by password and a first code, and then asked for after the password', async () => {
  const owner = await server.signedIn('owner');
  expect(await owner.ask('POST', '/account/totp', { password: 'not it at all' })).toMatchObject({
    body: { code: 'password_wrong' },
  });
  const begun = await owner.ask('POST', '/account/totp', { password: PASSWORD });
  expect(begun.body).toMatchObject({ secret: /^[A-Z2-7]{32}$/, qrSvg: /^<svg/ } as object);
  // Begun and not confirmed: nothing is asked yet.
  expect((await server.signIn(owner.email)).answer.body).toMatchObject({
    awaited: null,
    user: { id: owner.userId },
  });
  expect(await owner.ask('PUT', '/account/totp', { code: '000000' })).toMatchObject({
    body: { code: 'code_wrong' },
  });
  const { secret, codes } = await withApp(owner);
  expect(codes).toHaveLength(10);
  const { answer, caller } = await server.signIn(owner.email);
  expect(answer.body).toMatchObject({ user: null, awaited: ['totp', 'recovery'] });
  expect((await caller.ask('GET', '/session')).body).toMatchObject({
    user: null,
    awaited: ['totp', 'recovery'],
  });
  expect((await caller.ask('GET', `/companies/${owner.company.key}`)).status).toBe(401);
  const given = await caller.ask('POST', '/session/code', { code: codeNow(secret) });
  expect(given.body).toMatchObject({ user: { id: owner.userId, secondFactorAt: now().toString() } });
  const entered = server.caller(cookieOf(given.headers));
  expect((await entered.ask('GET', `/companies/${owner.company.key}`)).status).toBe(200);
});

test('a code is taken once, and none before it', async () => {
  const owner = await server.signedIn('owner');
  const { secret } = await withApp(owner);
  const give = async (code: string) => {
    const { caller } = await server.signIn(owner.email);
    return (await caller.ask('POST', '/session/code', { code })).status;
  };
  expect(await give(codeNow(secret, 0))).toBe(422);
  const both = await Promise.all([give(codeNow(secret)), give(codeNow(secret))]);
  expect(both.sort()).toEqual([200, 422]);
  expect(await give(codeNow(secret, 0))).toBe(422);
  expect(await give(codeNow(secret, 2))).toBe(200);
});

test('after five wrong codes the right one does not help: neither in this sign-in nor in another', async () => {
  const owner = await server.signedIn('owner');
  const { secret } = await withApp(owner);
  const { caller } = await server.signIn(owner.email);
  const wrong = await Promise.all(
    Array.from({ length: 50 }, () => caller.ask('POST', '/session/code', { code: '1' })),
  );
  expect(wrong.filter(({ status }) => status === 422).length).toBeLessThanOrEqual(5);
  expect((await caller.ask('POST', '/session/code', { code: codeNow(secret) })).status).not.toBe(200);
  const other = (await server.signIn(owner.email)).caller;
  expect(await other.ask('POST', '/session/code', { code: codeNow(secret) })).toMatchObject({
    status: 429,
    body: { code: 'sign_in_too_often' },
  });
});

test('a sign-in that waits ten minutes is over', async () => {
  const owner = await server.signedIn('owner');
  const { secret } = await withApp(owner);
  const { caller } = await server.signIn(owner.email);
  await fresh.pool.query(`update sign_in_step set expires_at = $1 where user_id = $2`, [
    now().toString(),
    owner.userId,
  ]);
  expect(await caller.ask('POST', '/session/code', { code: codeNow(secret) })).toMatchObject({
    status: 401,
    body: { code: 'sign_in_step_over' },
  });
});

test('a recovery code works once, however it is typed; new ones replace the old', async () => {
  const owner = await server.signedIn('owner');
  const { codes } = await withApp(owner);
  const give = async (code = '') => {
    const { caller } = await server.signIn(owner.email);
    return (await caller.ask('POST', '/session/code', { code })).status;
  };
  expect(await give(codes[0]?.toLowerCase().replace('-', ' '))).toBe(200);
  expect(await give(codes[0])).toBe(422);
  const renewed = await owner.ask('POST', '/account/recovery-codes', { password: PASSWORD });
  expect((renewed.body as Codes).recoveryCodes).not.toContain(codes[1]);
  expect(await give(codes[1])).toBe(422);
});

test('a recovery code of an earlier release works, and is kept by a slow hash from then on', async () => {
  const owner = await server.signedIn('owner');
  const { codes } = await withApp(owner);
  const quick = codes.map((code) => sha256(`${owner.userId} ${code.replace('-', '')}`));
  const put = async () => {
    await fresh.pool.query('delete from user_recovery_code where user_id = $1', [owner.userId]);
    const text = 'insert into user_recovery_code (user_id, code_hash) select $1, unnest($2::text[])';
    await fresh.pool.query(text, [owner.userId, quick]);
  };
  const kept = async () => {
    const text = 'select code_hash, salt from user_recovery_code where user_id = $1';
    return (await fresh.pool.query(text, [owner.userId])).rows as {
      code_hash: string;
      salt: string | null;
    }[];
  };
  const give = async (code = '') => {
    const { caller } = await server.signIn(owner.email);
    return (await caller.ask('POST', '/session/code', { code })).status;
  };
  await put();
  expect(await give('ABCDE-FGHJK')).toBe(422);
  expect(await give(codes[2])).toBe(200);
  expect(await give(codes[2])).toBe(422);
  // Nobody needs to sign in for it: the nightly sweep does the same.
  await put();
  await slowDownEarlierCodes(tools.db);
  const rows = await kept();
  expect(rows.filter(({ code_hash, salt }) => salt === null || quick.includes(code_hash))).toEqual([]);
  expect(rows).toHaveLength(10);
  await fresh.pool.query('truncate sign_in_attempt');
  expect(await give(codes[3])).toBe(200);
});

test('the second factor given again makes a new token, and the earlier one opens nothing more', async () => {
  const owner = await server.signedIn('owner');
  const { codes } = await withApp(owner);
  const { caller } = await server.signIn(owner.email);
  const entered = await caller.ask('POST', '/session/code', { code: codes[0] });
  const earlier = cookieOf(entered.headers);
  const again = await server.caller(earlier).ask('POST', '/session/code', { code: codes[1] });
  const later = cookieOf(again.headers);
  expect(later).toMatch(/^rappel=[\w-]{43}$/);
  expect(earlier).not.toContain(later);
  const showing = async (cookie: string) =>
    (await server.caller(cookie).ask('GET', '/session')).body as {
      user: { secondFactorAt: string | null } | null;
    };
  expect((await showing(later)).user?.secondFactorAt).toBe(now().toString());
  // What is on its way is still answered, without the proof; ten seconds later nothing is.
  expect((await showing(earlier)).user?.secondFactorAt).toBeNull();
  const { rows } = await fresh.pool.query(
    `select expires_at <= now() + interval '10 seconds' as soon, created_at from user_session where user_id = $1
      and second_factor_at is null and expires_at < now() + interval '1 hour'`,
    [owner.userId],
  );
  expect(rows).toMatchObject([{ soon: true }, { soon: true }]);
  await fresh.pool.query(
    `update user_session set expires_at = now() where user_id = $1 and expires_at < now() + interval '1 hour'`,
    [owner.userId],
  );
  expect((await showing(earlier)).user).toBeNull();
  expect((await showing(later)).user).not.toBeNull();
});

test('a factor that is set up makes a new token as well: the one before it rises to nothing', async () => {
  const owner = await server.signedIn('owner');
  const earlier = { ...owner };
  await withApp(owner);
  const provedAt = async (member: Member) =>
    ((await member.ask('GET', '/session')).body as { user: { secondFactorAt: string | null } }).user
      .secondFactorAt;
  expect(await provedAt(owner)).toBe(now().toString());
  expect(await provedAt(earlier)).toBeNull();
});

test('of two proofs at once neither ends with the token they were asked with', async () => {
  const owner = await server.signedIn('owner');
  const { codes } = await withApp(owner);
  const proofs = [codes[0], codes[1]].map((code) => owner.ask('POST', '/session/code', { code }));
  const cookies = (await Promise.all(proofs)).map(({ headers }) => cookieOf(headers));
  await fresh.pool.query(
    `update user_session set expires_at = now() where user_id = $1 and expires_at < now() + interval '1 hour'`,
    [owner.userId],
  );
  for (const cookie of cookies) {
    expect((await server.caller(cookie).ask('GET', '/session')).body).toMatchObject({
      user: { id: owner.userId },
    });
  }
});

test('of two renewals at once the codes of one are left, and each of them works', async () => {
  const owner = await server.signedIn('owner');
  await withApp(owner);
  const renew = () => tools.db.transaction().execute((trx) => renewRecoveryCodes(trx, owner.userId));
  const both = await Promise.all([renew(), renew(), renew()]);
  const { rows } = await fresh.pool.query(
    'select count(*)::int as codes, count(distinct salt)::int as salts from user_recovery_code where user_id = $1',
    [owner.userId],
  );
  expect(rows).toEqual([{ codes: 10, salts: 1 }]);
  const statuses = [];
  for (const [code] of both) statuses.push((await owner.ask('POST', '/session/code', { code })).status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
});

test('signing in over an open session ends it', async () => {
  const owner = await server.signedIn('owner');
  const first = cookieOf((await server.signIn(owner.email)).answer.headers);
  const given = { email: owner.email, password: PASSWORD };
  await server.caller(first).ask('POST', '/session', given);
  expect((await server.caller(first).ask('GET', '/session')).body).toMatchObject({ user: null });
});

test('where there is a second factor, it is asked as well before anything changes about how one signs in', async () => {
  const owner = await server.signedIn('owner');
  await withApp(owner);
  await fresh.pool.query(`update user_session set second_factor_at = $2 where user_id = $1`, [
    owner.userId,
    now().subtract({ minutes: 10 }).toString(),
  ]);
  const password = PASSWORD;
  const asked: readonly (readonly [method: string, path: string, body: object])[] = [
    ['POST', '/account/totp/removal', { password }],
    ['POST', '/account/recovery-codes', { password }],
    ['POST', '/account/passkeys/question', { password }],
    ['POST', '/account/passkeys/removal', { password, passkey: 'x' }],
    ['POST', '/account/sessions/ending', { password, session: null }],
    ['PUT', '/session/password', { current: password, next: 'four other words together' }],
  ];
  const answers = [];
  for (const [method, path, body] of asked) answers.push((await owner.ask(method, path, body)).body);
  expect(answers).toEqual(asked.map(() => ({ code: 'second_factor_stale', facts: {} })));
});

test('a company may ask owners or all for a second factor; whoever has none is shown where to set one up', async () => {
  const owner = await server.signedIn('owner');
  const clerk = await server.signedIn('clerk', owner.company);
  const path = `/companies/${owner.company.key}`;
  const rules = { secondFactor: 'owners', releaseAsksSecondFactor: false, fourEyes: null };
  expect(await owner.ask('PUT', `${path}/security`, rules)).toMatchObject({
    body: { code: 'second_factor_own_missing' },
  });
  await withApp(owner);
  expect((await owner.ask('PUT', `${path}/security`, rules)).status).toBe(200);
  expect((await owner.ask('GET', path)).status).toBe(200);
  expect((await clerk.ask('GET', path)).status).toBe(200);
  const second = await server.signedIn('owner', owner.company);
  expect(await second.ask('GET', path)).toMatchObject({
    status: 403,
    body: { code: 'second_factor_missing' },
  });
  expect((await second.ask('GET', '/session')).body).toMatchObject({
    companies: [{ secondFactorMissing: true }],
  });
  const all = await owner.ask('PUT', `${path}/security`, { ...rules, secondFactor: 'all' });
  expect(all.body).toMatchObject({ secondFactor: 'all', without: ['Odile Lambert', 'Odile Lambert'] });
  expect((await clerk.ask('GET', path)).status).toBe(403);
  await withApp(clerk);
  expect((await clerk.ask('GET', path)).status).toBe(200);
  const { rows } = await fresh.pool.query(
    `select count(*)::int as n from timeline_entry where kind = 'security_changed'`,
  );
  expect(rows).toEqual([{ n: 2 }]);
});

test('the installation may ask it of everybody, and a new one asks nothing', async () => {
  const strict = { ...tools, installation: { ...tools.installation, secondFactor: 'owners' as const } };
  const strictServer = serverFor(fresh, strict);
  const owner = await strictServer.signedIn('owner');
  expect((await owner.ask('GET', `/companies/${owner.company.key}`)).status).toBe(403);
  expect((await owner.ask('GET', '/account/second-factor')).body).toMatchObject({ required: true });
  await withApp(owner);
  expect((await owner.ask('GET', `/companies/${owner.company.key}`)).status).toBe(200);
});

test('what the installation asks, a demo company does not: whoever looks at one came by a link', async () => {
  const strict = { ...tools, installation: { ...tools.installation, secondFactor: 'owners' as const } };
  const owner = await serverFor(fresh, strict).signedIn('owner');
  const path = `/companies/${owner.company.key}`;
  expect((await owner.ask('GET', path)).status).toBe(403);
  await fresh.pool.query('update company set is_demo = true, demo_loaded_at = now() where id = $1', [
    owner.company.companyId,
  ]);
  expect((await owner.ask('GET', path)).status).toBe(200);
  expect((await owner.ask('GET', '/session')).body).toMatchObject({
    companies: [{ secondFactorMissing: false }],
  });
  expect((await owner.ask('GET', '/account/second-factor')).body).toMatchObject({ required: false });
  expect((await owner.ask('GET', `${path}/security`)).body).toMatchObject({
    installation: 'optional',
    without: [],
  });
});

test('removing the app needs the password, and the password alone opens again', async () => {
  const owner = await server.signedIn('owner');
  await withApp(owner);
  expect((await owner.ask('POST', '/account/totp', { password: PASSWORD })).body).toMatchObject({
    code: 'totp_in_use',
  });
  const removed = await owner.ask('POST', '/account/totp/removal', { password: PASSWORD });
  expect(removed.body).toMatchObject({ totpSince: null });
  expect((await server.signIn(owner.email)).answer.body).toMatchObject({ user: { id: owner.userId } });
});

test('a passkey that nobody asked, or that answers wrongly, opens nothing', async () => {
  const response = {
    id: 'eA',
    rawId: 'eA',
    type: 'public-key',
    response: { clientDataJSON: 'e30', authenticatorData: 'eA', signature: 'eA' },
  };
  expect(await server.anybody.ask('POST', '/session/passkey', { response })).toMatchObject({
    body: { code: 'sign_in_step_over' },
  });
  const asked = await server.anybody.ask('POST', '/session/passkey-question');
  expect(asked.body).toMatchObject({ options: { rpId: 'localhost', allowCredentials: [] } });
  const caller = server.caller(cookieOf(asked.headers));
  expect(await caller.ask('POST', '/session/passkey', { response })).toMatchObject({
    status: 422,
    body: { code: 'passkey_refused' },
  });
  // Its challenge is used up.
  expect(await caller.ask('POST', '/session/passkey', { response })).toMatchObject({
    body: { code: 'sign_in_step_over' },
  });
});
