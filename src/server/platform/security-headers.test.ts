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

test.each<[because: string, method: string, headers: Record<string, string>, expected: string]>([
  ['reading is free', 'GET', { origin: 'https://evil.example' }, 'done'],
  ['whoever says nothing', 'POST', {}, 'origin_foreign'],
  ['a cookie says nothing of the page', 'POST', { cookie: 'rappel=x' }, 'origin_foreign'],
  ['a program with a key', 'POST', { authorization: 'Bearer rappel_x' }, 'done'],
  [
    'a key sent by a foreign page',
    'POST',
    { authorization: 'Bearer x', origin: 'https://evil.example' },
    'origin_foreign',
  ],
  ['another scheme than a key', 'POST', { authorization: 'Basic eDp4' }, 'origin_foreign'],
  ['a page of ours that tells no origin', 'POST', { 'sec-fetch-site': 'same-origin' }, 'done'],
  ['another site', 'POST', { 'sec-fetch-site': 'cross-site' }, 'origin_foreign'],
  ['another name of the same site', 'POST', { 'sec-fetch-site': 'same-site' }, 'origin_foreign'],
  ['typed into the address bar', 'POST', { 'sec-fetch-site': 'none' }, 'origin_foreign'],
  [
    'our own origin, told from elsewhere',
    'DELETE',
    { origin: 'https://rappel.lambert.example', 'sec-fetch-site': 'cross-site' },
    'origin_foreign',
  ],
])('%s', async (_, method, headers, expected) => {
  expect(await ask(method, { host: 'localhost:3000', ...headers })).toBe(expected);
});
