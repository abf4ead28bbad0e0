import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { securityHeaders } from '#server/platform/security-headers.ts';
import { openBrowser } from '#test/support/chromium.ts';
import { hostileHtml } from '#test/support/hostile-html.ts';

// Sixty mails that try to run, to call out and to leave their frame, shown as the screens show mails, in the browser.

const asked: string[] = [];
const web = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.setHeader('access-control-allow-origin', '*');
  response.end();
});
let browser: Browser;
let foreign = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  foreign = `http://127.0.0.1:${(web.address() as AddressInfo).port}`;
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  web.close();
});

const quoted = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

type Host = { Variables: { nonce: string; requestId: string } };

/** A page with our headers and a frame for each mail; without both, to see that the mails do what they say. */
async function show(isGuarded: boolean) {
  const mails = hostileHtml(foreign);
  const app = new Hono<Host>();
  if (isGuarded) app.use(securityHeaders(false));
  const frame = isGuarded ? 'sandbox="" ' : '';
  const frames = mails.map((mail) => `<iframe ${frame}srcdoc="${quoted(mail)}"></iframe>`).join('\n');
  app.get('/', (c) => c.html(`<!doctype html><title>mails</title>${frames}`));
  const { server, address } = await new Promise<{ server: ReturnType<typeof serve>; address: string }>(
    (resolve) => {
      const started = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) =>
        resolve({ server: started, address: `http://127.0.0.1:${port}/` }),
      );
    },
  );
  asked.length = 0;
  const page = await browser.newPage();
  await page.addInitScript(() => {
    window.addEventListener('message', () => {
      document.documentElement.dataset.hits = String(Number(document.documentElement.dataset.hits ?? 0) + 1);
    });
  });
  await page.goto(address, { waitUntil: 'load' });
  const isStill = page.url() === address;
  const [title, hits, shown] = isGuarded
    ? await page.evaluate(() => [
        document.title,
        Number(document.documentElement.dataset.hits ?? 0),
        document.querySelectorAll('iframe').length,
      ])
    : ['', 0, mails.length];
  await page.close();
  server.close();
  return { mails: mails.length, shown, isStill, title, hits, asked: [...asked] };
}

test('shown as screens show mails, none of sixty runs and none calls out', async () => {
  const { mails, ...guarded } = await show(true);
  expect(mails).toBe(60);
  expect(guarded).toEqual({ shown: 60, isStill: true, title: 'mails', hits: 0, asked: [] });
});

test('without the frames’ walls and the page’s headers they do', async () => {
  expect((await show(false)).asked.length).toBeGreaterThan(10);
});
