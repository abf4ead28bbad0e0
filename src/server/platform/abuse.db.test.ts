import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { type Member, serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { whatTookTooLong } from './answer-errors.ts';
import { inCompany, REQUEST_SECONDS } from './db.ts';

/** Thirty requests that ask for more than anybody needs: each is refused in words, at once, and none is our error. */
const fresh = await freshDb();
const tools = toolsFor(fresh);
const server = serverFor(fresh, tools);
let owner: Member;
let at = '';
beforeAll(async () => {
  owner = await server.signedIn('owner');
  at = `/companies/${owner.company.key}`;
});

const long = (length: number) => 'x'.repeat(length);
const ids = (count: number) => Array.from({ length: count }, () => crypto.randomUUID());
const nested = (depth: number) => `${'{"name":'.repeat(depth)}1${'}'.repeat(depth)}`;
const group = (name: unknown) => ({ name, policyId: null });
const JSON_TYPE = { 'content-type': 'application/json' };

type Case = readonly [
  words: string,
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
];
const CASES: readonly Case[] = [
  ['a page of 201', 'GET', '/debtors?perPage=201'],
  ['a page of a milliard', 'GET', '/debtors?perPage=1000000000'],
  ['a page of none', 'GET', '/debtors?perPage=0'],
  ['a page of less than none', 'GET', '/debtors?perPage=-1'],
  ['half a page', 'GET', '/debtors?perPage=1.5'],
  ['a page of words', 'GET', '/debtors?perPage=all'],
  ['page 100,001', 'GET', '/debtors?page=100001'],
  ['page 1e308', 'GET', '/debtors?page=1e308'],
  ['page -1', 'GET', '/debtors?page=-1'],
  ['a page of 201 items', 'GET', '/open-items?perPage=201'],
  ['a page of 201 runs', 'GET', '/runs?perPage=201'],
  ['a page of 201 lines of the bank', 'GET', '/bank-lines?perPage=201'],
  ['a page of 201 hand-overs', 'GET', '/handed-over?perPage=201'],
  ['a search of 3,000 letters', 'GET', `/search?text=${long(3000)}`],
  ['a search among hand-overs of 300 letters', 'GET', `/handed-over?search=${long(300)}`],
  ['an order that does not exist', 'GET', '/debtors?sort=random()'],
  ['a name of 100,000 letters', 'POST', '/debtor-groups', group(long(100_000))],
  ['a name that is a list', 'POST', '/debtor-groups', group(['a'])],
  ['a name that is a tree', 'POST', '/debtor-groups', group({ a: { b: 'c' } })],
  ['5 MB of JSON', 'POST', '/debtor-groups', group(long(5_000_000))],
  [
    '5 MB of JSON that says it is small',
    'POST',
    '/debtor-groups',
    group(long(5_000_000)),
    { 'content-length': '10' },
  ],
  ['JSON 100,000 deep', 'POST', '/debtor-groups', nested(100_000)],
  ['JSON that ends in the middle', 'POST', '/debtor-groups', '{"name":"a'],
  ['JSON that is a number', 'POST', '/debtor-groups', '1e400', JSON_TYPE],
  ['a list where an object belongs', 'POST', '/debtor-groups', [1, 2, 3]],
  ['a body of another kind', 'POST', '/debtor-groups', '<a/>', { 'content-type': 'application/xml' }],
  [
    'a form where none is taken',
    'POST',
    '/debtor-groups',
    'name=a',
    { 'content-type': 'application/x-www-form-urlencoded' },
  ],
  [
    '200,000 ids at once',
    'POST',
    '/debtor-groups/members',
    { debtors: ids(100_000), group: crypto.randomUUID() },
  ],
  ['a key of 100,000 letters in the address', 'GET', `/debtors/${long(100_000)}`],
  ['a method that does not exist', 'PATCH', '/debtors'],
];

describe('is refused, in words and at once', () => {
  const asked = CASES.map(([words, ...request]) => ({ words, request }));
  test.each(asked)('$words', async ({ request: [method, path, body, headers] }) => {
    const began = performance.now();
    const answer = await owner.ask(method, at + path, body, headers);
    const took = performance.now() - began;
    expect(answer.status, JSON.stringify(answer.body).slice(0, 300)).toBeGreaterThanOrEqual(400);
    expect(answer.status, JSON.stringify(answer.body).slice(0, 300)).toBeLessThan(500);
    expect(answer.body).toMatchObject({ code: expect.stringMatching(/^[a-z_]+$/) });
    expect(JSON.stringify(answer.body).length).toBeLessThan(20_000);
    expect(took).toBeLessThan(2000);
  });
});

test('there are thirty of them', () => {
  expect(CASES).toHaveLength(30);
});

test('a statement of a request that lasts is ended by the database, and answered as taking too long', async () => {
  expect(REQUEST_SECONDS).toBe(15);
  const confined = { statementSeconds: 1 };
  const asked = inCompany({ ...owner.company, confined }, (trx) => sql`select pg_sleep(30)`.execute(trx));
  const error: unknown = await asked.catch((thrown: unknown) => thrown);
  expect(whatTookTooLong(error, REQUEST_SECONDS)).toMatchObject({
    code: 'answer_took_too_long',
    facts: { seconds: '15' },
  });
  const { rows } = await sql<{
    timeout: string;
  }>`select current_setting('statement_timeout') as timeout`.execute(tools.db);
  expect(rows).toEqual([{ timeout: '0' }]);
});

test('what no contract names never leaves, nor comes in', async () => {
  const strange = {
    ...group('Cafés'),
    companyId: crypto.randomUUID(),
    id: crypto.randomUUID(),
    isAdmin: true,
  };
  const made = await owner.ask('POST', `${at}/debtor-groups`, strange);
  expect(made.status).toBe(200);
  expect(JSON.stringify(made.body)).not.toMatch(/isAdmin|companyId/);
  const { rows } = await fresh.pool.query('select company_id, id from debtor_group where name = $1', [
    'Cafés',
  ]);
  expect(rows).toEqual([
    { company_id: owner.company.companyId, id: expect.not.stringContaining(strange.id) },
  ]);
});
