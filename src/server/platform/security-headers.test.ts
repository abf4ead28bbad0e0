import { Hono } from 'hono';
import { expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { ownOriginOnly } from './security-headers.ts';

const app = new Hono();
app.use(ownOriginOnly('https://rappel.lambert.example'));
app.all('*', (c) => c.text('done'));
app.onError((error, c) => c.text(error instanceof Refusal ? error.code : 'failed', 403));

const ask = async (method: string, headers: Record<string, string>) =>
  (await app.request('/api/first-run', { method, headers })).text();

test.each([
  ['the address it is set to, behind a proxy', 'https://rappel.lambert.example', 'rappel:3000', 'done'],
  ['the same machine', 'http://localhost:3000', 'localhost:3000', 'done'],
  ['the pages of the development server', 'http://localhost:5173', 'localhost:5173', 'done'],
  ['the loopback address', 'http://127.0.0.1:3000', '127.0.0.1:3000', 'done'],
  ['the same in IPv6', 'http://[::1]:3000', '[::1]:3000', 'done'],
  ['another machine of the office, by its address', 'http://192.168.1.20:3000', '192.168.1.20:3000', 'done'],
  ['a foreign page', 'https://evil.example', 'localhost:3000', 'origin_foreign'],
  [
    'a foreign name that points to this machine',
    'http://evil.example:3000',
    'evil.example:3000',
    'origin_foreign',
  ],
  [
    'a name that only begins like ours',
    'http://localhost.evil.example',
    'localhost.evil.example',
    'origin_foreign',
  ],
  ['a page without an origin of its own', 'null', 'localhost:3000', 'origin_foreign'],
])('a change asked for by %s: %s', async (_, origin, host, expected) => {
  expect(await ask('POST', { origin, host })).toBe(expected);
});

test('a program that is no browser says no origin; reading is free; a form of another site is told by the browser', async () => {
  expect(await ask('POST', { host: 'rappel:3000' })).toBe('done');
  expect(await ask('GET', { origin: 'https://evil.example', host: 'localhost:3000' })).toBe('done');
  expect(await ask('POST', { host: 'localhost:3000', 'sec-fetch-site': 'cross-site' })).toBe(
    'origin_foreign',
  );
});
