import { expect, test } from 'vitest';
import type { Role } from '#contract/access.ts';
import { makeApiKey } from '#server/api-keys/make-api-key.ts';
import { listSecurityEvents } from '#server/security-log/queries.ts';
import { addInstallationOwner } from '#server/send-stops/queries.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { type Caller, cookieOf, type Member, PASSWORD, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { countWaiting } from '#test/support/waiting.ts';
import { addMembership, lockUser, removeSessions } from './queries.ts';
import { renewRecoveryCodes } from './recovery-codes.ts';
import { removeSignIns } from './remove-sign-ins.ts';
import { addSignInLink } from './sign-in-links.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const server = serverFor(fresh, tools);
// The first account of all looks after the installation: none of those below.
await server.signedIn('owner');

const usersOf = ({ company }: Member) => `/companies/${company.key}/users`;
const anAddress = () => `${crypto.randomUUID()}@firm.example`;
type Invited = { user: { id: string; invited: boolean; pending: boolean }; link: string | null };

async function invite(owner: Member, email: string, role: Role = 'clerk'): Promise<Invited> {
  const given = { email, name: 'Bob', role, language: 'en' };
  const { status, body } = await owner.ask('POST', usersOf(owner), given);
  expect(status).toBe(200);
  return body as Invited;
}

const tokenIn = (link: string | null) => String(link).split('/').at(-1) ?? '';

/** Whoever has the link uses it: they come in with a password of their own choice. */
async function useLink(link: string | null, password = PASSWORD): Promise<Caller & { status: number }> {
  const answer = await server.anybody.ask('POST', '/session/link', { token: tokenIn(link), password });
  return { ...server.caller(cookieOf(answer.headers)), status: answer.status };
}

const enters = async (caller: Caller, { company }: Member) =>
  (await caller.ask('GET', `/companies/${company.key}`)).status === 200;
const accept = (caller: Caller, link: string | null) => caller.ask('POST', `/invitations/${tokenIn(link)}`);

const somebodyWaits = () =>
  expect.poll(() => countWaiting(fresh.pool), { timeout: 20_000 }).toBeGreaterThan(0);

async function twoOwners(): Promise<[ann: Member, ben: Member]> {
  return [await server.signedIn('owner'), await server.signedIn('owner')];
}

/** Somebody with an account and a password of their own, who works for this owner. */
async function memberOf(owner: Member, role: Role = 'clerk'): Promise<Member> {
  return server.signedIn(role, owner.company);
}

test('an owner who opens a first link herself does not come by it into a company that invites the address later', async () => {
  const [ann, ben] = await twoOwners();
  const email = anAddress();
  const bob = await useLink((await invite(ann, email)).link);
  const invited = await invite(ben, email);
  expect(await enters(bob, ben)).toBe(false);
  expect((await bob.ask('GET', '/session')).body).toMatchObject({ companies: [{ key: ann.company.key }] });
  expect(invited).toMatchObject({ user: { invited: true, pending: true }, link: expect.any(String) });
});

test('nor when she removes the account from her company before', async () => {
  const [ann, ben] = await twoOwners();
  const email = anAddress();
  const { user, link } = await invite(ann, email);
  const bob = await useLink(link);
  await ann.ask('DELETE', `${usersOf(ann)}/${user.id}`);
  const invited = await invite(ben, email);
  expect(await enters(bob, ben)).toBe(false);
  expect((await bob.ask('GET', '/session')).body).toMatchObject({ user: null });
  expect((await server.signIn(email)).answer.status).toBe(401);
  const own = await useLink(invited.link, 'a password of my own');
  expect(await enters(own, ben)).toBe(true);
});

test('a link that an owner kept opens nothing once the user works elsewhere too', async () => {
  const [ann, ben] = await twoOwners();
  const bob = await memberOf(ann);
  const kept = (await ann.ask('POST', `${usersOf(ann)}/${bob.userId}/link`)).body as Invited;
  const { link } = await invite(ben, bob.email);
  expect((await accept(bob, link)).status).toBe(200);
  expect(await enters(bob, ben)).toBe(true);
  expect((await useLink(kept.link, 'a password of Ann’s')).status).toBe(401);
  expect((await server.signIn(bob.email)).answer.status).toBe(200);
});

test('nor one whose user works elsewhere by whatever way since it was made; that an owner owns both is no other way', async () => {
  const [ann, ben] = await twoOwners();
  const bob = await memberOf(ann);
  const path = `${usersOf(ann)}/${bob.userId}/link`;
  const kept = (await ann.ask('POST', path)).body as Invited;
  await tools.db
    .insertInto('membership')
    .values({ companyId: ben.company.companyId, userId: bob.userId, role: 'clerk' })
    .execute();
  expect((await useLink(kept.link)).status).toBe(401);
  expect(await ann.ask('POST', path)).toMatchObject({ status: 409, body: { code: 'user_of_others' } });
  await tools.db
    .updateTable('membership')
    .set({ userId: ann.userId })
    .where('userId', '=', ben.userId)
    .execute();
  expect((await useLink(kept.link)).status).toBe(200);
});

test('a company that the user makes is not opened by a link from before', async () => {
  const ann = await server.signedIn('owner');
  const bob = await memberOf(ann, 'owner');
  const kept = (await ann.ask('POST', `${usersOf(ann)}/${bob.userId}/link`)).body as Invited;
  const made = await bob.ask('POST', '/companies', { name: 'Bob’s own', country: 'BE', language: 'en' });
  expect(made.status).toBe(200);
  expect((await useLink(kept.link)).status).toBe(401);
});

test('an invitation opens for the invited account alone, once, and in time; until then nothing of the company is seen', async () => {
  const [ann, ben] = await twoOwners();
  const bob = await memberOf(ann);
  const { user, link } = await invite(ben, bob.email, 'reader');
  expect(user).toMatchObject({ id: bob.userId, role: 'reader', invited: true, pending: true });
  expect((await ben.ask('GET', usersOf(ben))).body).toHaveLength(2);
  expect(await enters(bob, ben)).toBe(false);
  const path = `/invitations/${tokenIn(link)}`;
  expect((await server.anybody.ask('GET', path)).status).toBe(401);
  expect((await server.anybody.ask('POST', path)).status).toBe(401);
  for (const method of ['GET', 'POST'])
    expect(await ann.ask(method, path)).toMatchObject({
      status: 404,
      body: { code: 'invitation_unusable' },
    });
  expect((await bob.ask('GET', path)).body).toEqual({ name: 'Brasserie Lambert SA', role: 'reader' });
  expect((await accept(bob, link)).body).toEqual({ company: ben.company.key });
  expect(await enters(bob, ben)).toBe(true);
  expect((await accept(bob, link)).status).toBe(404);
  const [, member] = (await ben.ask('GET', usersOf(ben))).body as Invited['user'][];
  expect(member).toMatchObject({ id: bob.userId, invited: false, pending: false });
});

test('an invitation is withdrawn, replaced and given another role; a late one opens nothing', async () => {
  const [ann, ben] = await twoOwners();
  const bob = await memberOf(ann);
  const path = `${usersOf(ben)}/${bob.userId}`;
  const first = await invite(ben, bob.email);
  const second = await invite(ben, bob.email);
  expect((await accept(bob, first.link)).status).toBe(404);
  expect((await ben.ask('DELETE', path)).status).toBe(200);
  expect((await accept(bob, second.link)).status).toBe(404);
  expect((await ben.ask('DELETE', path)).body).toMatchObject({ code: 'user_unknown' });
  const third = await invite(ben, bob.email);
  await tools.db.updateTable('invitation').set({ expiresAt: tools.clock.now() }).execute();
  expect((await accept(bob, third.link)).status).toBe(404);
  const renewed = (await ben.ask('POST', `${path}/link`)).body as Invited;
  expect(renewed.user.pending).toBe(true);
  expect((await ben.ask('PUT', path, { role: 'owner' })).body).toMatchObject({
    role: 'owner',
    pending: true,
  });
  expect((await ben.ask('PUT', `${path}/access`, { disabled: true })).body).toMatchObject({
    code: 'user_unknown',
  });
  expect((await accept(bob, renewed.link)).status).toBe(200);
  expect((await bob.ask('GET', usersOf(ben))).body).toHaveLength(2);
  const { body } = await ben.ask('GET', `/companies/${ben.company.key}/timeline`);
  const { entries } = body as { entries: { kind: string; actor: { id: string } }[] };
  expect(entries.map(({ kind, actor }) => [kind, actor.id])).toEqual([
    ['user_added', bob.userId],
    ['user_role_changed', ben.userId],
    ['user_invited', ben.userId],
    ['user_invited', ben.userId],
    ['user_removed', ben.userId],
    ['user_invited', ben.userId],
    ['user_invited', ben.userId],
  ]);
});

test('who is invited and works nowhere any more begins anew, also by a new link', async () => {
  const [ann, ben] = await twoOwners();
  const bob = await memberOf(ann);
  await invite(ben, bob.email);
  await ann.ask('DELETE', `${usersOf(ann)}/${bob.userId}`);
  const renewed = (await ben.ask('POST', `${usersOf(ben)}/${bob.userId}/link`)).body as Invited;
  expect(renewed).toMatchObject({ user: { invited: true, pending: false } });
  expect((await bob.ask('GET', '/session')).body).toMatchObject({ user: null });
  expect(await enters(await useLink(renewed.link), ben)).toBe(true);
});

test('an account that works nowhere any more loses all it signed in with, and keys of an earlier time here', async () => {
  const ben = await server.signedIn('owner');
  const bob = await memberOf(ben);
  const key = await makeApiKey(ben.company, bob.userId, { name: 'Export', role: 'clerk', expiresOn: null });
  await tools.db.transaction().execute((trx) => renewRecoveryCodes(trx, bob.userId));
  await ben.ask('DELETE', `${usersOf(ben)}/${bob.userId}`);
  const { link } = await invite(ben, bob.email);
  const left = await Promise.all(
    (
      ['userCredential', 'userPasskey', 'userRecoveryCode', 'userTotp', 'userSession', 'signInStep'] as const
    ).map((table) => tools.db.selectFrom(table).select('userId').where('userId', '=', bob.userId).execute()),
  );
  expect(left.flat()).toEqual([]);
  expect(await enters(await useLink(link), ben)).toBe(true);
  const byKey = { authorization: `Bearer ${key.key}` };
  const asked = await server.anybody.ask('GET', `/companies/${ben.company.key}`, undefined, byKey);
  expect(asked).toMatchObject({ status: 401, body: { code: 'api_key_unusable' } });
  const { rows } = await listSecurityEvents(tools.db, { userId: bob.userId, page: 1, perPage: 50 });
  expect(rows.map(({ event }) => event)).toContain('sign_in_removed');
});

test('whoever looks after the installation is neither begun anew nor let in by another owner’s link', async () => {
  const [ann, ben] = await twoOwners();
  const bob = await memberOf(ann);
  await tools.db.transaction().execute((trx) => addInstallationOwner(trx, bob.userId));
  const renewed = await ann.ask('POST', `${usersOf(ann)}/${bob.userId}/link`);
  expect(renewed).toMatchObject({ status: 409, body: { code: 'user_of_others' } });
  await ann.ask('DELETE', `${usersOf(ann)}/${bob.userId}`);
  expect(await invite(ben, bob.email)).toMatchObject({ user: { pending: true } });
  expect((await server.signIn(bob.email)).answer.status).toBe(200);
});

test('a sign-in under way while its account begins anew opens no session', async () => {
  const [ann, ben] = await twoOwners();
  const bob = await memberOf(ann);
  await ann.ask('DELETE', `${usersOf(ann)}/${bob.userId}`);
  // What inviting does, stopped before its end: the account's row is held, so the session waits where it is opened.
  const signingIn = await tools.db.transaction().execute(async (trx) => {
    await lockUser(trx, bob.userId);
    const answer = server.signIn(bob.email);
    await somebodyWaits();
    await removeSignIns(trx, bob.userId);
    await addMembership(trx, ben.company.companyId, bob.userId, 'clerk');
    const expiresAt = tools.clock.now().add({ hours: 1 });
    await addSignInLink(trx, { userId: bob.userId, setsPassword: true, expiresAt });
    return { answer };
  });
  const { answer, caller } = await signingIn.answer;
  expect(answer.status).toBe(401);
  expect(await enters(caller, ben)).toBe(false);
});

test('who accepts at the moment at which somebody else signs in by a link for them does not join', async () => {
  const [ann, ben] = await twoOwners();
  const bob = await memberOf(ann);
  const { link } = await invite(ben, bob.email);
  const kept = (await ann.ask('POST', `${usersOf(ann)}/${bob.userId}/link`)).body as Invited;
  const accepting = await tools.db.transaction().execute(async (trx) => {
    await lockUser(trx, bob.userId);
    const answer = accept(bob, link);
    await somebodyWaits();
    await removeSessions(trx, bob.userId);
    return { answer };
  });
  expect((await accepting.answer).status).toBe(401);
  expect(await enters(await useLink(kept.link), ben)).toBe(false);
});
