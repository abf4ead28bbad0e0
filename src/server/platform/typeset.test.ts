import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { openTypesetter } from './typeset.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-typeset-'));
writeFileSync(
  path.join(folder, 'a.typ'),
  `#set document(title: "x", date: datetime(year: 2026, month: 3, day: 31))
#set text(font: "Source Sans 3", lang: "en")
#let d = json("/data.json")
#for a in d.attached { pdf.attach(a, relationship: "supplement", mime-type: "application/pdf", description: a) }
x`,
);
afterAll(() => rmSync(folder, { recursive: true }));

const open = (megabytesMax = 512) =>
  openTypesetter({
    folder: pathToFileURL(`${folder}/`),
    fonts: ['@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'],
    families: ['Source Sans 3'],
    processesMax: 1,
    megabytesMax,
  });
const page = (attached: readonly string[], papers: readonly { path: string; bytes: Buffer }[]) => ({
  main: '/a.typ',
  data: { attached },
  images: papers,
  madeAt: Temporal.Instant.from('2026-03-31T00:00:00Z'),
});

test('what came with one page is not there for the next', { timeout: 60_000 }, async () => {
  const typesetter = open();
  const paper = { path: '/invoice.pdf', bytes: Buffer.from('paper') };
  expect((await typesetter.pdf(page(['/invoice.pdf'], [paper]))).toString('latin1')).toContain(
    '/EmbeddedFile',
  );
  await expect(typesetter.pdf(page(['/invoice.pdf'], []))).rejects.toMatchObject({ kind: 'template' });
  const again = typesetter.pdf(page(['/invoice.pdf'], [paper]));
  expect((await again).toString('latin1')).toContain('/EmbeddedFile');
  typesetter.close();
});

test('a large page leaves nothing that the ones after it would be stopped for', {
  timeout: 120_000,
}, async () => {
  const typesetter = open(300);
  for (const nth of [1, 2, 3, 4, 5, 6]) {
    const paper = { path: `/invoice ${nth}.pdf`, bytes: randomBytes(20_000_000) };
    expect((await typesetter.pdf(page([paper.path], [paper]))).length).toBeGreaterThan(20_000_000);
  }
  typesetter.close();
});
