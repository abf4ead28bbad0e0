import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { cookieOf, PASSWORD, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const server = serverFor(fresh, tools);

test('the first run creates the owner and the company, and only once', async () => {
  const company = { name: 'Émile & Fils', country: 'FR', language: 'fr' };
  const input = { name: 'Odile', email: 'Odile@Emile.example', password: PASSWORD, language: 'fr', company };
  expect((await server.anybody.ask('GET', '/session')).body).toMatchObject({ firstRun: true, user: null });
  const short = await server.anybody.ask('POST', '/first-run', { ...input, password: 'elevenchars' });
  expect(short).toMatchObject({ status: 422, body: { code: 'password_too_short', facts: { min: '12' } } });
  const answers = await Promise.all([1, 2].map(() => server.anybody.ask('POST', '/first-run', input)));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  const first = answers.find(({ status }) => status === 200);
  expect(first?.body).toMatchObject({
    firstRun: false,
    user: { email: 'odile@emile.example', language: 'fr' },
    companies: [
      { key: 'emile-fils', role: 'owner', mode: 'test', currency: 'EUR', timeZone: 'Europe/Paris' },
    ],
  });
  const again = await server.caller(cookieOf(first?.headers ?? new Headers())).ask('GET', '/session');
  expect(again.body).toMatchObject({ user: { name: 'Odile' } });
});

test('signing in by password, and out again', async () => {
  const owner = await server.signedIn('owner');
  expect((await owner.ask('GET', '/session')).body).toMatchObject({ user: { email: owner.email } });
  const wrong = await server.signIn(owner.email, 'not the password');
  const unknown = await server.signIn('nobody@lambert.example', 'not the password');
  expect(wrong.answer).toMatchObject({ status: 401, body: { code: 'sign_in_wrong' } });
  expect(unknown.answer.body).toEqual(wrong.answer.body);
  await owner.ask('DELETE', '/session');
  expect((await owner.ask('GET', '/session')).body).toMatchObject({ user: null });
});

test('guessing is slowed down, and the right password does not help then', async () => {
  const { email } = await server.signedIn('owner');
  for (let nth = 0; nth < 8; nth += 1) await server.signIn(email, 'a wrong password');
  const late = await server.signIn(email);
  expect(late.answer).toMatchObject({ status: 429, body: { code: 'sign_in_too_often' } });
});

test('changing the password ends the other sessions', async () => {
  const owner = await server.signedIn('owner');
  const other = (await server.signIn(owner.email)).caller;
  const wrong = await owner.ask('PUT', '/session/password', {
    current: 'not it at all',
    next: 'a new long password',
  });
  expect(wrong).toMatchObject({ status: 422, body: { code: 'password_wrong' } });
  const changed = await owner.ask('PUT', '/session/password', {
    current: PASSWORD,
    next: 'a new long password',
  });
  expect(changed.status).toBe(200);
  expect((await other.ask('GET', '/session')).body).toMatchObject({ user: null });
  expect((await server.signIn(owner.email, 'a new long password')).answer.status).toBe(200);
});

test('preferences follow the user', async () => {
  const owner = await server.signedIn('owner');
  const answer = await owner.ask('PUT', '/session/preferences', {
    language: 'nl',
    theme: 'dark',
    shortcuts: false,
  });
  expect(answer.body).toMatchObject({ user: { language: 'nl', theme: 'dark', shortcuts: false } });
});

test('an invited user chooses a password by a link that works once', async () => {
  const owner = await server.signedIn('owner');
  const path = `/companies/${owner.company.key}/users`;
  const invitation = { email: 'clerk@lambert.example', name: 'Karel', role: 'clerk', language: 'nl' };
  const invited = await owner.ask('POST', path, invitation);
  expect(invited).toMatchObject({ status: 200, body: { user: { role: 'clerk', invited: true } } });
  const token = String((invited.body as { link: string }).link)
    .split('/')
    .at(-1);
  const bare = await server.anybody.ask('POST', '/session/link', { token });
  expect(bare).toMatchObject({ status: 422, body: { code: 'password_needed' } });
  const arrived = await server.anybody.ask('POST', '/session/link', { token, password: PASSWORD });
  expect(arrived.body).toMatchObject({ user: { name: 'Karel' }, companies: [{ role: 'clerk' }] });
  const again = await server.anybody.ask('POST', '/session/link', { token, password: PASSWORD });
  expect(again).toMatchObject({ status: 401, body: { code: 'link_used_up' } });
  expect(await owner.ask('POST', path, invitation)).toMatchObject({
    status: 409,
    body: { code: 'user_is_member' },
  });
});

test('an owner cannot open another company with a link for its user', async () => {
  const [one, two] = [await server.signedIn('owner'), await server.signedIn('owner')];
  const path = `/companies/${one.company.key}/users`;
  const given = { email: two.email, name: 'Two', role: 'reader', language: 'en' };
  const { link } = (await one.ask('POST', path, given)).body as { link: string };
  expect((await two.ask('POST', `/invitations/${link.split('/').at(-1)}`)).status).toBe(200);
  const answer = await one.ask('POST', `${path}/${two.userId}/link`);
  expect(answer).toMatchObject({ status: 409, body: { code: 'user_of_others' } });
});

test('a company keeps an owner', async () => {
  const owner = await server.signedIn('owner');
  const clerk = await server.signedIn('clerk', owner.company);
  const path = `/companies/${owner.company.key}/users/${owner.userId}`;
  expect(await owner.ask('PUT', path, { role: 'reader' })).toMatchObject({
    status: 409,
    body: { code: 'last_owner' },
  });
  expect(await owner.ask('DELETE', path)).toMatchObject({ status: 409, body: { code: 'last_owner' } });
  const promoted = await owner.ask('PUT', `/companies/${owner.company.key}/users/${clerk.userId}`, {
    role: 'owner',
  });
  expect(promoted).toMatchObject({ status: 200, body: { role: 'owner' } });
  expect((await owner.ask('DELETE', path)).status).toBe(200);
  expect(await owner.ask('GET', `/companies/${owner.company.key}`)).toMatchObject({ status: 404 });
});

test('a password chosen anew by a link ends the sessions that the old one opened', async () => {
  const owner = await server.signedIn('owner');
  const clerk = await server.signedIn('clerk', owner.company);
  const renewed = await owner.ask('POST', `/companies/${owner.company.key}/users/${clerk.userId}/link`);
  const token = String((renewed.body as { link: string }).link)
    .split('/')
    .at(-1);
  const chosen = { token, password: 'another long password' };
  expect((await server.anybody.ask('POST', '/session/link', chosen)).status).toBe(200);
  expect((await clerk.ask('GET', '/session')).body).toMatchObject({ user: null });
});

test('who joins, changes role and leaves is told in the timeline', async () => {
  const owner = await server.signedIn('owner');
  const users = `/companies/${owner.company.key}/users`;
  const given = { email: 'nele@lambert.example', name: 'Nele', role: 'reader', language: 'nl' };
  const { body } = await owner.ask('POST', users, given);
  const { id } = (body as { user: { id: string } }).user;
  await owner.ask('PUT', `${users}/${id}`, { role: 'clerk' });
  await owner.ask('PUT', `${users}/${id}`, { role: 'clerk' });
  await owner.ask('DELETE', `${users}/${id}`);
  const timeline = await owner.ask('GET', `/companies/${owner.company.key}/timeline`);
  expect(timeline.body).toMatchObject({
    entries: [
      { kind: 'user_removed', facts: { user: 'Nele' } },
      { kind: 'user_role_changed', facts: { user: 'Nele', before: 'reader', role: 'clerk' } },
      { kind: 'user_added', facts: { user: 'Nele', role: 'reader' }, actor: { id: owner.userId } },
    ],
  });
});

test('every open session is listed, and ended one by one or together, by password', async () => {
  const person = await server.signedIn('owner');
  const other = await server.signedIn('owner');
  const there = await server.signIn(person.email);
  await server.signIn(person.email);
  type Session = { id: string; isPresent: boolean };
  const list = async () => (await person.ask('GET', '/account/sessions')).body as Session[];
  expect((await list()).map(({ isPresent }) => isPresent)).toEqual([true, false, false]);
  expect(JSON.stringify(await list())).not.toContain('token');
  const end = (session: string | null, password = PASSWORD) =>
    person.ask('POST', '/account/sessions/ending', { password, session });
  expect((await end(null, 'not the password')).body).toMatchObject({ code: 'password_wrong' });
  const [foreign] = (await other.ask('GET', '/account/sessions')).body as Session[];
  expect((await end(foreign?.id ?? '')).body).toEqual({ ended: 0 });
  expect((await end((await list())[1]?.id ?? '')).body).toEqual({ ended: 1 });
  expect((await end(null)).body).toEqual({ ended: 1 });
  expect(await list()).toHaveLength(1);
  expect((await there.caller.ask('GET', '/session')).body).toMatchObject({ user: null });
  expect((await other.ask('GET', '/account/sessions')).status).toBe(200);
  const out = await person.ask('DELETE', '/session');
  expect(out.headers.get('clear-site-data')).toBe('"storage"');
});
