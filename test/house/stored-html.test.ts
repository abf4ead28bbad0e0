import { expect, test } from 'vitest';
import { readSources } from '#test/support/sources.ts';

// Mails are shown as they are. What they hold may have been written by anybody: it is drawn, and does nothing else.

const screens = readSources('src/web/**/*.tsx');

test('every frame is a sandbox without an exception', () => {
  const frames = screens.flatMap(({ path, text }) =>
    [...text.matchAll(/<iframe[\s\S]*?>/g)].map(([tag]) => ({ path, tag })),
  );
  expect(frames.length).toBeGreaterThanOrEqual(4);
  const open = frames.filter(({ tag }) => !/\ssandbox=""\s/.test(tag));
  expect(open.map(({ path }) => path)).toEqual([]);
});

test('no page takes markup as it comes', () => {
  const raw =
    /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\(|new Function\(/;
  expect(screens.filter(({ text }) => raw.test(text)).map(({ path }) => path)).toEqual([]);
});
