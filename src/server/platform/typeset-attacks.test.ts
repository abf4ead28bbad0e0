import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openTypesetter, type TypesetFailed, type TypesetterSettings } from './typeset.ts';

// A template is ours, its data is everybody's. Neither gets further than the page.

const folders: string[] = [];
const asked: string[] = [];
const web = createServer((request, response) => {
  asked.push(request.url ?? '');
  response.end();
});
await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
afterAll(() => {
  web.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folderWith(files: Readonly<Record<string, string>>): URL {
  const folder = mkdtempSync(path.join(tmpdir(), 'rappel-letters-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return pathToFileURL(`${folder}/`);
}

const settings = (folder: URL, more: Partial<TypesetterSettings> = {}): TypesetterSettings => ({
  folder,
  fonts: ['@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'],
  families: ['Source Sans 3'],
  processesMax: 1,
  ...more,
});
const HEAD =
  '#set document(title: "x", date: datetime(year: 2026, month: 3, day: 31))\n#set text(font: "Source Sans 3", lang: "en")\n';
const sheet = (data: unknown = {}) => ({
  ...{ main: '/a.typ', data, images: [], madeAt: Temporal.Instant.from('2026-03-31T00:00:00Z') },
});

async function failureOf(folder: URL, more: Partial<TypesetterSettings> = {}): Promise<TypesetFailed> {
  const typesetter = openTypesetter(settings(folder, more));
  try {
    await typesetter.svgPages(sheet());
  } catch (error) {
    return error as TypesetFailed;
  } finally {
    typesetter.close();
  }
  throw new Error('it was printed');
}

test.each([
  ['a package', '#import "@preview/cetz:0.3.0"'],
  ['a package of this machine', '#import "@local/x:0.1.0": *'],
  ['a package, included', '#include "@preview/cetz:0.3.0"'],
  ['a package by a name put together', '#import ("@pre" + "view/cetz:0.3.0")'],
  ['a package by a variable', '#let p = "@preview/cetz:0.3.0"\n#import p'],
  ['a file above', '#import "../secret.typ": *'],
  ['a file of the system', '#include "/etc/passwd"'],
  ['a file, read', '#read("/etc/passwd")'],
  ['a program', '#plugin("/x.wasm")'],
  ['words as code', '#eval("1 + 1")'],
])('a template that reaches for %s is refused before anything runs', (_, source) => {
  const folder = folderWith({ 'a.typ': HEAD + source });
  expect(() => openTypesetter(settings(folder))).toThrow(/reaches for/);
});

test('a link in the folder of templates is refused', () => {
  const folder = folderWith({ 'a.typ': HEAD });
  symlinkSync('/etc/passwd', new URL('b.typ', folder));
  expect(() => openTypesetter(settings(folder))).toThrow(/b\.typ is a link/);
});

// What the look at the source does not forbid, the compiler finds nothing behind.
test.each([
  ['a picture of the system', '#image("/etc/passwd")'],
  ['a picture above', '#image("../../etc/passwd")'],
  ['data above', '#json("../secret.json")'],
  ['data of the system', '#csv("/etc/passwd")'],
  ['a list of works', '#bibliography("/etc/passwd")'],
  ['data by a name put together', '#json("/et" + "c/passwd")'],
])('%s is not there', { timeout: 30_000 }, async (_, source) => {
  const failed = await failureOf(folderWith({ 'a.typ': HEAD + source }));
  expect(failed.kind).toBe('template');
  expect(failed.message).not.toContain('root:');
});

test('data stay data, whatever they look like', { timeout: 30_000 }, async () => {
  const source = `${HEAD}#let d = json("/data.json")\n#d.name #str(d.name.len())`;
  const typesetter = openTypesetter(settings(folderWith({ 'a.typ': source })));
  const address = web.address();
  const port = typeof address === 'object' ? address?.port : 0;
  for (const name of [
    '= #read("/etc/passwd")',
    '#import "@preview/cetz:0.3.0"',
    `#image("http://127.0.0.1:${port}/x.png")`,
    '$ sum_(i=0)^n $ *b* _i_ `raw` <label> @ref \\ //',
    '#panic("x")',
    ']#(',
  ]) {
    expect((await typesetter.pdf(sheet({ name }))).subarray(0, 5).toString()).toBe('%PDF-');
  }
  typesetter.close();
  expect(asked).toEqual([]);
});

test('a template that never ends is killed after its seconds, and the next letter is printed', {
  timeout: 40_000,
}, async () => {
  const source = `${HEAD}#let d = json("/data.json")\n#if d.endless { let n = 0; for i in range(100000000) { n += i } }\nx`;
  const typesetter = openTypesetter(settings(folderWith({ 'a.typ': source }), { secondsMax: 2 }));
  const started = performance.now();
  await expect(typesetter.svgPages(sheet({ endless: true }))).rejects.toMatchObject({ kind: 'stopped' });
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(await typesetter.svgPages(sheet({ endless: false }))).toHaveLength(1);
  typesetter.close();
});

test('a template that eats memory is killed at its megabytes', { timeout: 40_000 }, async () => {
  const source = `${HEAD}#let a = "x" * 1000000\n#let all = ()\n#for i in range(4000) { all.push(a + str(i)) }\n#all.len()`;
  const failed = await failureOf(folderWith({ 'a.typ': source }), { megabytesMax: 512 });
  expect(failed).toMatchObject({ kind: 'stopped', message: expect.stringContaining('memory') });
});
