import { globSync, readFileSync } from 'node:fs';

export type Source = { readonly path: string; readonly text: string };

/** The files under test, with forward slashes on every system. */
export function readSources(...patterns: string[]): Source[] {
  return globSync(patterns)
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** 'core' of 'src/core/money/money.ts'. */
export function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** What a file imports, be it for its types alone or at the time of need. */
export function importsOf(text: string): string[] {
  const found = withoutComments(text).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g);
  return [...found].map((match) => match[1] ?? '');
}

/** The code alone: what remains cannot be a word in a sentence. */
export function codeOf(text: string): string {
  return withoutComments(text).replaceAll(/'[^'\n]*'|"[^"\n]*"|`[^`]*`/g, "''");
}

export function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:'"`])\/\/.*/g, '');
}

export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path);
}
