import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';

const fresh = await freshDb();
const { anybody, signedIn } = serverFor(fresh, toolsFor(fresh));

test('says that it lives and is ready', async () => {
  expect(await anybody.ask('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'ok' } });
  expect(await anybody.ask('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('an unknown address and a wrong method are told apart', async () => {
  expect(await anybody.ask('GET', '/nothing')).toMatchObject({
    status: 404,
    body: { code: 'route_unknown' },
  });
  const wrong = await anybody.ask('PUT', '/session', {});
  expect(wrong.status).toBe(405);
  expect(wrong.headers.get('allow')).toBe('GET, POST, DELETE');
});

test.each([
  ['a form', 'application/x-www-form-urlencoded', 'email=a'],
  ['plain text, as a foreign form may send JSON', 'text/plain', '{"email":"a@b.example","password":"x"}'],
  ['a form with a file', 'multipart/form-data; boundary=x', '--x--'],
  ['half a JSON', 'application/json', '{"email":'],
])('%s is not read where JSON is asked', async (_, type, body) => {
  const answer = await anybody.ask('POST', '/session', body, { 'content-type': type });
  expect(answer).toMatchObject({
    status: 422,
    body: { code: 'input_malformed', facts: { problems: [{ code: 'not_json' }] } },
  });
});

test('what cannot be used is named by its place', async () => {
  const answer = await anybody.ask('POST', '/session', { email: 5 });
  expect(answer).toMatchObject({
    status: 422,
    body: { facts: { problems: [{ at: 'email' }, { at: 'password' }] } },
  });
});

test('query values become what the contract asks for', async () => {
  const owner = await signedIn('owner');
  const answer = await owner.ask('GET', `/companies/${owner.company.key}/debtors?page=2&perPage=10`);
  expect(answer).toMatchObject({ status: 200, body: { rows: [] } });
  const wrong = await owner.ask('GET', `/companies/${owner.company.key}/debtors?page=zero`);
  expect(wrong).toMatchObject({ status: 422, body: { facts: { problems: [{ at: 'page' }] } } });
});

test('a foreign page may change nothing, our own may', async () => {
  const body = { email: 'a@b.example', password: 'x' };
  const foreign = await anybody.ask('POST', '/session', body, { origin: 'https://evil.example' });
  expect(foreign).toMatchObject({ status: 403, body: { code: 'origin_foreign' } });
  const cross = await anybody.ask('POST', '/session', body, { 'sec-fetch-site': 'cross-site' });
  expect(cross.status).toBe(403);
  const own = await anybody.ask('POST', '/session', body, { origin: 'http://localhost:3000' });
  expect(own.status).toBe(401);
});

test('every answer keeps the browser tight, and names its request', async () => {
  const { headers } = await anybody.ask('GET', '/session');
  const policy = (headers.get('content-security-policy') ?? '').replace(/nonce-[\w+/=]{24}/g, 'nonce');
  expect(policy.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self' 'nonce'",
    "style-src 'self' 'nonce'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'self' blob:",
    "object-src 'none'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('x-request-id')).toMatch(/^[\w-]{10,}$/);
});

test('the reference is OpenAPI 3.1, and a page without scripts', async () => {
  const { body } = await anybody.ask('GET', '/openapi.json');
  expect(body).toMatchObject({
    openapi: expect.stringMatching(/^3\.1/),
    paths: { '/session': { post: {} } },
  });
  const page = await anybody.ask('GET', '/docs');
  expect(page.body).toContain('/companies/{company}/users');
  expect(page.body).not.toContain('<script');
});

test('too much is refused before it is read', async () => {
  const answer = await anybody.ask('POST', '/session', `{"email":"${'a'.repeat(4_100_000)}"}`);
  expect(answer).toMatchObject({ status: 422, body: { code: 'upload_too_large' } });
});
