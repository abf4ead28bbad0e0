import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { printLaw } from './print-law.ts';
import { printRefusals } from './print-refusals.ts';

test('docs/refusals.md shows every refusal as it is now', () => {
  expect(readFileSync('docs/refusals.md', 'utf8'), 'npm run docs writes it anew').toBe(printRefusals());
});

test('docs/law.md shows every regime and series as it is now', () => {
  expect(readFileSync('docs/law.md', 'utf8'), 'npm run docs writes it anew').toBe(printLaw());
});

test('README fits on a page or two', () => {
  expect(readFileSync('README.md', 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(80);
});

test('every link and picture of the documents leads somewhere', () => {
  const broken = [
    'README.md',
    'CONTRIBUTING.md',
    'STYLE.md',
    'CHANGELOG.md',
    'SECURITY.md',
    ...globSync('docs/**/*.md'),
    ...globSync('bench/*.md'),
  ]
    .flatMap((page) =>
      [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
        (found) => ({ page, to: found[1] ?? '' }),
      ),
    )
    .filter(({ page, to }) => !existsSync(path.join(path.dirname(page), to)));
  expect(broken).toEqual([]);
});

test('a decision has its five headings, and a number of its own', () => {
  const decisions = globSync('docs/decisions/[0-9]*.md').sort();
  const numbers = decisions.map((file) => path.basename(file).slice(0, 4));
  expect(new Set(numbers).size).toBe(numbers.length);
  const headings = ['## Context', '## Decision', '## Alternatives', '## Consequences', '## Status'];
  const strays = decisions.filter((file) => {
    const text = readFileSync(file, 'utf8');
    return !headings.every((heading) => text.includes(heading));
  });
  expect(strays).toEqual([]);
});

test('the changelog has something to tell before a release', () => {
  expect(readFileSync('CHANGELOG.md', 'utf8')).not.toMatch(/Unreleased[^#]*nothing yet/i);
});
