import { expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { serverFor } from '#test/support/server.ts';
import { toolsFor } from '#test/support/tools.ts';
import { pictureTypeOf, saveLogo } from './save-layout.ts';

const fresh = await freshDb();
const server = serverFor(fresh, toolsFor(fresh));
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>';

test.each([
  ['what draws', SVG, 'image/svg+xml'],
  ['a script', SVG.replace('<path', '<script>alert(1)</script><path'), null],
  [
    'a script by another name',
    SVG.replace('<path', '<x:script xmlns:x="http://www.w3.org/2000/svg"/><path'),
    null,
  ],
  ['a foreign object', SVG.replace('<path', '<foreignObject/><path'), null],
  ['an event', SVG.replace('<path', '<path onload="alert(1)"'), null],
  ['an address elsewhere', SVG.replace('<path', '<image href="https://evil.example/a.png"/><path'), null],
  ['a file of ours', SVG.replace('<path', '<image xlink:href="file:///etc/passwd"/><path'), null],
  ['a document type', `<!DOCTYPE svg>${SVG}`, null],
  ['a page', '<html><svg></svg></html>', null],
])('a logo of %s', (_, text, type) => {
  expect(pictureTypeOf(Buffer.from(text))).toBe(type);
});

test.each([
  'logo.svg',
  'Café "Léon".svg',
  'a\r\nset-cookie: b=c.svg',
  '../../etc/日本.svg',
  'x;y=\u0000.svg',
])('is served under the name %j, and runs nothing even where a browser opens it', async (name) => {
  const owner = await server.signedIn('owner');
  await saveLogo(owner.company, { logo: new File([SVG], name) });
  const { status, headers, body } = await owner.ask('GET', `/companies/${owner.company.key}/layout/logo`);
  expect({ status, body }).toEqual({ status: 200, body: SVG });
  expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('set-cookie')).toBeNull();
});
