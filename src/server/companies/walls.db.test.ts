import { beforeAll, describe, expect, test } from 'vitest';
import { type CompanyAccess, mayCall, ROLES, type Role } from '#contract/access.ts';
import { api } from '#contract/api.ts';
import { copyReadyPolicy } from '#server/policies/add-policy.ts';
import {
  type AskedRoute,
  bodyHoldsText,
  hasIds,
  type Ids,
  listRoutes,
  type Making,
  requestTo,
} from '#test/support/ask-routes.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { CANARY, everythingOf, type Furnished, furnishCompany } from '#test/support/furnished-company.ts';
import { type Answer, type Caller, type Member, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

/**
 * Every route of the contract, asked from a company that has nothing, for things of one that has all: what is foreign
 * answers as what does not exist, whoever asks. Inputs are made from each route's own schema, so a new route is asked too.
 */
const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-03' });
const server = serverFor(fresh, tools);

const routes = [...listRoutes(api)].filter(({ path }) => path.startsWith('/companies/{company}'));
/** A key acts as its owner does, but for what only a person may. */
type Who = Role | 'key' | 'nobody';
const EVERYBODY: readonly Who[] = [...ROLES, 'key', 'nobody'];
const people: Partial<Record<Who, Caller>> = {};
let foreignOwner: Member;
let own = '';
let foreign: Furnished = { id: '', key: '', ids: {} };
let theirs: Ids = {};

beforeAll(async () => {
  const owner = await server.signedIn('owner');
  people.owner = owner;
  for (const role of ['clerk', 'reader', 'collector'] as const)
    people[role] = await server.signedIn(role, owner.company);
  people.key = await keyOf(owner);
  own = owner.company.key;
  await copyReadyPolicy({ ...owner.company, actor: owner.userId }, { ready: 'be_standard' });
  foreignOwner = await server.signedIn('owner');
  foreign = await furnishCompany(fresh, tools, foreignOwner.userId);
  theirs = foreign.ids;
});

test('there are routes to ask', () => {
  expect(routes.length).toBeGreaterThan(70);
});

describe('a company of others', () => {
  // In it nobody has a role: each route is asked by an owner, a key and a stranger, and by the others in turn.
  test.each(routes)('$method $path answers as one that does not exist', async (route) => {
    const inTurn = ROLES[routes.indexOf(route) % ROLES.length] ?? 'reader';
    for (const who of new Set<Who>(['owner', inTurn, 'key', 'nobody'])) {
      const there = await ask(who, route, { company: foreign.key, ids: theirs });
      const nowhere = await ask(who, route, { company: 'nowhere-at-all', ids: theirs });
      expect(there.status).toBe(isForPersons(there) ? 403 : who === 'nobody' || who === 'key' ? 401 : 404);
      expect(plain(there)).toBe(plain(nowhere));
      expectNoCanary(there);
    }
  });
});

describe('a thing of others, asked for in the own company', () => {
  test.each(routes)('$method $path answers as one that does not exist', async (route) => {
    const before = await everythingOf(fresh.db, foreign.id);
    for (const who of EVERYBODY) {
      const there = await ask(who, route, { company: own, ids: theirs });
      expect(there.status, `${who}: ${plain(there)}`).toBeLessThan(500);
      expectNoCanary(there);
      expectRole(who, route, there);
      if (there.status < 400 || !hasIds(route)) continue;
      const nowhere = await ask(who, route, { company: own, ids: nobodys() });
      expect(plain(there)).toBe(plain(nowhere));
    }
    expect(await everythingOf(fresh.db, foreign.id)).toEqual(before);
  });
});

describe('what cannot be stored or read', () => {
  describe.each(['\u0000', '\ud800'])('%j', (sign) => {
    const texts = routes.filter(bodyHoldsText);
    test.each(texts)('$method $path names the text that holds it', async (route) => {
      const answer = await ask('owner', route, { company: own, ids: nobodys(), sign });
      expect(answer.status, plain(answer)).toBe(422);
    });
  });
  test('nor does it come in by an address', async () => {
    const { owner } = people;
    for (const path of [
      '/companies/%00',
      `/companies/${own}/search?text=%00`,
      `/companies/${own}/import-mappings/%00`,
    ])
      expect((await owner?.ask('GET', path))?.status).toBeLessThan(500);
    const upload = await owner?.ask('POST', `/companies/${own}/imports/files?mapping=%00`, 'a,b', {
      'content-type': 'application/octet-stream',
    });
    expect(upload).toMatchObject({ status: 422, body: { facts: { problems: [{ at: 'mapping' }] } } });
  });
  test.each(routes.filter(hasIds))('$method $path names the id that is none', async (route) => {
    const answer = await ask('owner', route, { company: own, ids: new Proxy({}, { get: () => 'no-id' }) });
    expect(answer.status, plain(answer)).toBeGreaterThanOrEqual(404);
    expect(answer.status, plain(answer)).toBeLessThan(500);
  });
});

test('rejected rows and uploads keep to their company', async () => {
  const rejected = (key: string, id: string) => `/companies/${key}/imports/${id}/rejected`;
  const id = theirs.importId ?? '';
  expect((await people.collector?.ask('GET', rejected(own, id)))?.status).toBe(403);
  for (const who of ['owner', 'clerk', 'reader'] as const) {
    const caller = people[who];
    const there = await caller?.ask('GET', rejected(own, id));
    const nowhere = await caller?.ask('GET', rejected(own, crypto.randomUUID()));
    expect(there?.status).toBe(404);
    expect(there?.body).toEqual(nowhere?.body);
    expect((await caller?.ask('GET', rejected(foreign.key, id)))?.status).toBe(404);
    const upload = await caller?.ask('POST', `/companies/${foreign.key}/imports/files?name=a.csv`, 'a,b', {
      'content-type': 'application/octet-stream',
    });
    expect(upload?.status).toBe(404);
  }
  expect((await server.anybody.ask('GET', rejected(foreign.key, id))).status).toBe(401);
});

describe('a thing of its own', () => {
  const last = (name: string) => (/(^|\/)(live|mail)$|users/.test(name) ? 1 : 0);
  const inTurn = routes.toSorted((a, b) => rank(a) - rank(b) || last(a.path) - last(b.path));
  test.each(inTurn)('$method $path is no error of ours', async (route) => {
    people.owner = foreignOwner;
    const answer = await ask('owner', route, { company: foreign.key, ids: theirs, isFull: true });
    expect(answer.status, plain(answer)).toBeLessThan(500);
    expect(answer.status, plain(answer)).not.toBe(401);
  });
});
/** What only reads first, what removes last. */
function rank({ method }: AskedRoute): number {
  return ['GET', 'PUT', 'POST', 'DELETE'].indexOf(method);
}

test('losing the role, or the membership, counts from the next request on', async () => {
  const owner = await server.signedIn('owner');
  const clerk = await server.signedIn('clerk', owner.company);
  const at = `/companies/${owner.company.key}`;
  const group = { name: 'First', policyId: null };
  expect((await clerk.ask('POST', `${at}/debtor-groups`, group)).status).toBe(200);
  await owner.ask('PUT', `${at}/users/${clerk.userId}`, { role: 'reader' });
  expect(await clerk.ask('POST', `${at}/debtor-groups`, { ...group, name: 'Second' })).toMatchObject({
    status: 403,
  });
  await owner.ask('DELETE', `${at}/users/${clerk.userId}`);
  expect((await clerk.ask('GET', at)).status).toBe(404);
});

type Asked = Making & { readonly company: string };

function ask(who: Who, route: AskedRoute, { company, ...making }: Asked): Promise<Answer> {
  const { path, body } = requestTo(route, company, making);
  const caller = who === 'nobody' ? server.anybody : (people[who] ?? server.anybody);
  return caller.ask(route.method, path, body);
}

function nobodys(): Ids {
  return Object.fromEntries(Object.keys(theirs).map((name) => [name, crypto.randomUUID()]));
}

/** Status and body; ids and the company asked for read the same, whatever they are. */
function plain({ status, body }: Answer): string {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return `${status} ${text.replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '<id>').replaceAll(foreign.key, 'nowhere-at-all')}`;
}

function expectNoCanary({ body }: Answer): void {
  expect(typeof body === 'string' ? body : JSON.stringify(body)).not.toContain(CANARY);
}

/** Who may not is told so, and nothing else; who may is not told that. */
function expectRole(who: Who, { access }: AskedRoute, answer: Answer): void {
  const { status } = answer;
  if (who === 'nobody') expect(status).toBe(401);
  else if (who === 'key' && isForPersons(answer)) expect(status).toBe(403);
  else if (mayCall(who === 'key' ? 'owner' : who, access as CompanyAccess))
    expect([401, 403]).not.toContain(status);
  else expect(status).toBe(403);
}

/** What no key opens, whatever its role. */
function isForPersons({ body }: Answer): boolean {
  return (body as { code?: string }).code === 'api_key_makes_none';
}

/** A program with a key of the owner's. */
async function keyOf(owner: Member): Promise<Caller> {
  const given = { name: 'Program', role: 'owner', expiresOn: null };
  const { body } = await owner.ask('POST', `/companies/${owner.company.key}/api-keys`, given);
  const { key } = body as { key: string };
  return {
    ask: (method, path, sent, headers) =>
      server.anybody.ask(method, path, sent, {
        ...Object.fromEntries(new Headers(headers)),
        authorization: `Bearer ${key}`,
      }),
  };
}
