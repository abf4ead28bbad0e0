import { expect, test } from 'vitest';
import { api } from '#contract/api.ts';
import { listRoutes, requestTo } from '#test/support/ask-routes.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const server = serverFor(fresh, toolsFor(fresh));
const POISON = '"__proto__":{"poisoned":true},"constructor":{"prototype":{"poisoned":true}}';

test('names that reach into every object do so by no route', async () => {
  const owner = await server.signedIn('owner');
  const ids = { debtor: crypto.randomUUID() };
  const failed: string[] = [];
  // Not what hashes passwords or calls out: it takes its time, and reads its input as the others do.
  const slow = /\/(first-run|session|account|live|demo|mail|backups)\b/;
  const routes = [...listRoutes(api)].filter(({ method, path }) => method !== 'GET' && !slow.test(path));
  for (const route of routes) {
    const { path, body } = requestTo(route, owner.company.key, { ids });
    const poisoned =
      body === undefined
        ? undefined
        : JSON.stringify(body).replace(/^\{/, `{${POISON}${body && Object.keys(body).length > 0 ? ',' : ''}`);
    const query = '__proto__[poisoned]=1&constructor[prototype][poisoned]=1&__proto__.poisoned=1';
    const address = `${path}${path.includes('?') ? '&' : '?'}${query}`;
    const { status } = await owner.ask(route.method, address, poisoned);
    if (status >= 500) failed.push(`${route.method} ${path}: ${status}`);
    if ('poisoned' in {}) failed.push(`${route.method} ${path}: poisoned`);
  }
  expect(routes.length).toBeGreaterThan(80);
  expect(failed).toEqual([]);
}, 120_000);

test('a parameter given twice is refused, and one in the address does not stand in for one in the body', async () => {
  const owner = await server.signedIn('owner');
  const at = `/companies/${owner.company.key}`;
  expect(await owner.ask('GET', `${at}/debtors?page=1&page=2`)).toMatchObject({
    status: 422,
    body: { code: 'input_malformed', facts: { problems: [{ at: 'page' }] } },
  });
  expect((await owner.ask('GET', `${at}/debtors?company=nobody&page=1`)).status).toBe(200);
  const made = await owner.ask('POST', `${at}/debtor-groups?name=Address`, {});
  expect(made).toMatchObject({ status: 422, body: { code: 'input_malformed' } });
});

test('what goes wrong with us is told by the number of the request, and by nothing else', async () => {
  const owner = await server.signedIn('owner');
  await fresh.pool.query('alter table debtor rename column name to called');
  const { status, body, headers } = await owner.ask('GET', `/companies/${owner.company.key}/debtors`);
  expect(status).toBe(500);
  expect(body).toEqual({ code: 'unexpected', requestId: headers.get('x-request-id') });
  await fresh.pool.query('alter table debtor rename column called to name');
});
