import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { api } from '#contract/api.ts';
import { type Access, ROLES, type Role } from '#contract/route.ts';
import { keepBankFile } from '#server/bank-statements/keep-bank-file.ts';
import { importBankFileNow } from '#server/bank-statements/steer-bank-file.ts';
import { addFileImport } from '#server/imports/add-import.ts';
import { inCompany } from '#server/platform/db.ts';
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
import { camt } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { type Answer, type Caller, type Member, serverFor } from '#test/support/server.ts';
import { inside, toolsFor } from '#test/support/tools.ts';
import { loadDemo } from './load-demo.ts';

/**
 * Every route of the contract, asked from a company that has nothing, for things of one that has all: what is foreign
 * answers as what does not exist, whoever asks. Inputs are made from each route's own schema, so a new route is asked too.
 */
const CANARY = 'Kanarienvogel';
const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-03' });
const server = serverFor(fresh, tools);

const routes = [...listRoutes(api)].filter(({ path }) => path.startsWith('/companies/{company}'));
const people: Partial<Record<Role, Caller>> = {};
let foreignOwner: Member;
let own = '';
let foreign = { id: '', key: '' };
/** The foreign company's ids, by what the contract calls them. */
let theirs: Readonly<Record<string, string>> = {};

beforeAll(async () => {
  const owner = await server.signedIn('owner');
  people.owner = owner;
  for (const role of ['clerk', 'reader'] as const) people[role] = await server.signedIn(role, owner.company);
  own = owner.company.key;
  await copyReadyPolicy({ ...owner.company, actor: owner.userId }, { ready: 'be_statutory' }).catch(() => {});
  foreignOwner = await server.signedIn('owner');
  foreign = await furnishForeign(foreignOwner.userId);
});

test('there are routes to ask', () => {
  expect(routes.length).toBeGreaterThan(70);
});

describe('a company of others', () => {
  test.each(routes)('$method $path answers as one that does not exist', async (route) => {
    for (const who of [...ROLES, 'nobody'] as const) {
      const there = await ask(who, route, { company: foreign.key, ids: theirs });
      const nowhere = await ask(who, route, { company: 'nowhere-at-all', ids: theirs });
      expect(there.status).toBe(who === 'nobody' ? 401 : 404);
      expect(plain(there)).toBe(plain(nowhere));
      expectNoCanary(there);
    }
  });
});

describe('a thing of others, asked for in the own company', () => {
  test.each(routes)('$method $path answers as one that does not exist', async (route) => {
    const before = await everythingOf(foreign.id);
    for (const who of [...ROLES, 'nobody'] as const) {
      const there = await ask(who, route, { company: own, ids: theirs });
      expect(there.status, `${who}: ${plain(there)}`).toBeLessThan(500);
      expectNoCanary(there);
      expectRole(who, route.access, there);
      if (there.status < 400 || !hasIds(route)) continue;
      const nowhere = await ask(who, route, { company: own, ids: nobodys() });
      expect(plain(there)).toBe(plain(nowhere));
    }
    expect(await everythingOf(foreign.id)).toEqual(before);
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
  for (const who of ROLES) {
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

function ask(who: Role | 'nobody', route: AskedRoute, { company, ...making }: Asked): Promise<Answer> {
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
function expectRole(who: Role | 'nobody', access: Access, { status }: Answer): void {
  if (who === 'nobody') expect(status).toBe(401);
  else if (ROLES.indexOf(who) < ROLES.indexOf(access as Role)) expect(status).toBe(403);
  else expect([401, 403]).not.toContain(status);
}

/** The demo with a canary in every text a person could read, and something under way of each kind. */
async function furnishForeign(userId: string): Promise<{ id: string; key: string }> {
  const { key } = await loadDemo(tools, userId);
  const { id } = await fresh.db
    .selectFrom('company')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirstOrThrow();
  const company = inside(tools, id, userId);
  const importId = await addFileImport(company, {
    fileName: `${CANARY}.csv`,
    bytes: Buffer.from('debtor_number,document_number\n1,2\n'),
  });
  await importBank(company);
  await inCompany(company, async (trx) => {
    for (const text of ['debtor.name', 'debtor_group.name', 'hold.reason', 'document.number', 'file.name']) {
      const [table = '', column = ''] = text.split('.');
      await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${`${CANARY} `} || ${sql.ref(column)}`.execute(
        trx,
      );
    }
  });
  theirs = { ...(await firstIds(company)), importId, user: userId };
  return { id, key };
}

/** A statement that counts and one that was refused, with lines of somebody to look for. */
async function importBank(company: ReturnType<typeof inside>): Promise<void> {
  const lines = [{ amount: '25.00', from: CANARY }];
  const bytes = camt({ statements: [{ lines }, { number: '2', closing: '1.00', lines }] });
  const bankFileId = await keepBankFile(company, { fileName: `${CANARY}.xml`, bytes, origin: 'upload' });
  await importBankFileNow(company, { bankFileId });
}

const TABLES = {
  account: 'bank_account',
  accountId: 'bank_account',
  file: 'bank_file',
  bankFileId: 'bank_file',
  statement: 'bank_statement',
  statementId: 'bank_statement',
  parent: 'bank_line',
  line: 'bank_line',
  lineId: 'bank_line',
  debtor: 'debtor',
  contact: 'debtor_contact',
  hold: 'hold',
  group: 'debtor_group',
  groupId: 'debtor_group',
  policy: 'dunning_policy',
  policyId: 'dunning_policy',
  run: 'run',
  proposal: 'proposal',
  notice: 'notice',
  dispatch: 'dispatch',
  task: 'task',
  item: 'due_item',
  dueItemId: 'due_item',
  mail: 'caught_mail',
} as const;

async function firstIds(company: { db: typeof fresh.db; companyId: string }): Promise<Ids> {
  const { rows } = await sql<{ name: string; id: string | null }>`${sql.join(
    Object.entries(TABLES).map(
      ([name, table]) => sql`(select ${name}::text as name, (select id::text from ${sql.table(table)}
        ${table === 'caught_mail' ? sql`` : sql`where company_id = ${company.companyId}`} limit 1) as id)`,
    ),
    sql` union all `,
  )}`.execute(company.db);
  return Object.fromEntries(rows.map(({ name, id }) => [name, id ?? crypto.randomUUID()]));
}

/** A file's bytes stand for themselves in its hash. */
function rowText(table: string) {
  return table === 'file' ? sql`t.id::text || t.name || t.sha256` : sql`t::text`;
}

/** Every row of a company, as one sum a table. */
async function everythingOf(companyId: string): Promise<Ids> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.table_name as name from information_schema.columns c
    join information_schema.tables using (table_schema, table_name)
    where table_schema = 'public' and column_name = 'company_id' and table_type = 'BASE TABLE'`.execute(
    fresh.db,
  );
  const { rows } = await sql<{ name: string; sum: string }>`${sql.join(
    tables.map(
      ({ name }) => sql`(select ${name}::text as name,
        md5(string_agg(md5(${rowText(name)}), '' order by md5(${rowText(name)}))) as sum
        from ${sql.table(name)} t where company_id = ${companyId})`,
    ),
    sql` union all `,
  )}`.execute(fresh.db);
  return Object.fromEntries(rows.map(({ name, sum }) => [name, sum]));
}
