import { expect, test } from 'vitest';
import { openTypesetter } from '#server/platform/typeset.ts';
import { SAMPLE_COMPANY, SAMPLE_LAYOUT } from '#test/support/sample-company.ts';
import { letterPages, printLetter } from './print-letter.ts';
import { sampleNotice } from './sample-notice.ts';

const company = SAMPLE_COMPANY;
const layout = SAMPLE_LAYOUT;
const today = Temporal.PlainDate.from('2026-03-31');
const content = sampleNotice({ company, layout, step: 'level_3', language: 'fr', words: null, today });

test('a letter is a tagged PDF/A, the same bytes each time', { timeout: 30_000 }, async () => {
  const [one, other] = await Promise.all([printLetter(content, null), printLetter(content, null)]);
  expect(one.subarray(0, 5).toString()).toBe('%PDF-');
  expect(one.equals(other)).toBe(true);
  const text = one.toString('latin1');
  expect(text).toContain('/MarkInfo');
  expect(text).toMatch(/pdfaid:part/);
});

test('sixty items make several pages, each a drawing of its own', { timeout: 30_000 }, async () => {
  const [line] = content.lines;
  if (!line) throw new Error('no line');
  const many = {
    ...content,
    lines: Array.from({ length: 60 }, (_, n) => ({ ...line, documentNumber: `F-${n}` })),
  };
  const pages = await letterPages(many, null);
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) expect(page).toMatch(/^<svg .*<\/svg>$/s);
});

test('a character no font has is refused by name, and the next letter prints', {
  timeout: 30_000,
}, async () => {
  await expect(printLetter({ ...content, recipient: ['漢字'] }, null)).rejects.toThrow(
    /letter_glyph_missing.*漢/,
  );
  expect((await printLetter({ ...content, recipient: ['Łódź Ψ Ж'] }, null)).length).toBeGreaterThan(1000);
});

test('a page that takes too long is stopped, and the pool goes on', { timeout: 30_000 }, async () => {
  const typesetter = openTypesetter({
    folder: new URL('../../../letters/', import.meta.url),
    fonts: ['@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'],
    families: ['Source Sans 3'],
    secondsMax: 0.001,
  });
  const page = {
    main: '/notice.typ',
    data: {},
    images: [],
    madeAt: Temporal.Instant.from('2026-03-31T00:00:00Z'),
  };
  await expect(typesetter.pdf(page)).rejects.toThrow();
  await expect(typesetter.pdf(page)).rejects.toThrow();
  typesetter.close();
});

test('a family that is not there is an error, not another font', { timeout: 30_000 }, async () => {
  const typesetter = openTypesetter({
    folder: new URL('../../../letters/', import.meta.url),
    fonts: ['@expo-google-fonts/source-sans-3/400Regular/SourceSans3_400Regular.ttf'],
    families: ['Sourse Sans'],
  });
  const page = {
    main: '/notice.typ',
    data: {},
    images: [],
    madeAt: Temporal.Instant.from('2026-03-31T00:00:00Z'),
  };
  await expect(typesetter.pdf(page)).rejects.toThrow(/unknown font family/);
  typesetter.close();
});
