import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { IntlMessageFormat } from 'intl-messageformat';
import { describe, expect, test } from 'vitest';
import { REFUSALS } from '#core/refusal.ts';
import { readSources, withoutComments } from '#test/support/sources.ts';
import { isLaterWord } from '#web/later-words.ts';

const LOCALES = ['en', 'fr', 'nl', 'de'] as const;
const CATALOGUES = ['screens', 'bank', 'refusals', 'letters'] as const;
type Catalogue = Record<string, string>;

function read(locale: string, catalogue: string): Catalogue {
  return JSON.parse(readFileSync(`i18n/${locale}/${catalogue}.json`, 'utf8'));
}

/** The names a sentence waits for: {debtor} of a screen, {{ debtor.name }} of a letter. */
function factsOf(sentence: string): string[] {
  const placed = [...sentence.matchAll(/\{\{-?\s*([\w.]+)|\{%-?\s*(?:if|unless|for \w+ in)\s+([\w.]+)/g)];
  if (sentence.includes('{{') || sentence.includes('{%'))
    return [...new Set(placed.map((found) => found[1] ?? found[2] ?? ''))].sort();
  const facts = new Set<string>();
  collect(new IntlMessageFormat(sentence, 'en').getAst(), facts);
  return [...facts].sort();
}

type Node = { type: number; value?: unknown; options?: Record<string, { value: Node[] }>; children?: Node[] };
function collect(nodes: readonly Node[], facts: Set<string>) {
  for (const node of nodes) {
    // 0 is plain words and 7 is the # of a plural; all others are arguments.
    if (node.type !== 0 && node.type !== 7 && typeof node.value === 'string') facts.add(node.value);
    for (const option of Object.values(node.options ?? {})) collect(option.value, facts);
    if (node.children) collect(node.children, facts);
  }
}

describe.each(CATALOGUES)('%s', (catalogue) => {
  const english = read('en', catalogue);

  test.each(LOCALES)('%s has the same keys and the same facts as English', (locale) => {
    const sentences = read(locale, catalogue);
    expect(Object.keys(sentences).filter((key) => !(key in english))).toEqual([]);
    const strays = Object.entries(english).filter(([key, sentence]) => {
      const own = sentences[key];
      return !own || factsOf(own).join() !== factsOf(sentence).join();
    });
    expect(strays.map(([key]) => `${key}: ${sentences[key] ?? 'missing'}`)).toEqual([]);
  });

  test.each(LOCALES)('%s is in order, without an empty or unfinished sentence', (locale) => {
    const sentences = read(locale, catalogue);
    expect(Object.keys(sentences)).toEqual(Object.keys(sentences).toSorted());
    const unfinished = Object.entries(sentences).filter(
      ([, sentence]) => sentence.trim() === '' || /\b(TODO|FIXME|XXX|lorem ipsum)\b/i.test(sentence),
    );
    expect(unfinished.map(([key]) => key)).toEqual([]);
  });

  test('French keeps double punctuation on the line of its word', () => {
    const loose = /[^\s\u00a0\u202f][;!?»](?=\s|$|<)|[\p{L}\d»)}]:(?=\s|$)| [:;!?»]|«[^\u00a0\u202f]/u;
    const strays = Object.entries(read('fr', catalogue)).filter(([, sentence]) =>
      loose.test(sentence.replaceAll(/\{\{.*?\}\}|\{%.*?%\}/g, 'x').replaceAll(/&\w+;/g, 'x')),
    );
    expect(strays.map(([key, sentence]) => `${key}: ${sentence}`)).toEqual([]);
  });
});

test('every refusal has its sentence, with its facts, in every language', () => {
  for (const locale of LOCALES) {
    const sentences = read(locale, 'refusals');
    const strays = Object.entries(REFUSALS).filter(
      ([code, facts]) => factsOf(sentences[code] ?? '').join() !== Object.keys(facts).sort().join(),
    );
    expect(strays.map(([code]) => `${locale}: ${code}`)).toEqual([]);
  }
});

test('every refusal of the table is refused somewhere, and says what to do', () => {
  const written = readSources('src/**/*.{ts,tsx}')
    .filter(({ path }) => path !== 'src/core/refusal.ts' && path !== 'src/contract/refusals.ts')
    .map(({ text }) => withoutComments(text))
    .join('\n');
  const unused = Object.keys(REFUSALS).filter((code) => !written.includes(`'${code}'`));
  expect(unused).toEqual([]);
  const terse = Object.entries(read('en', 'refusals')).filter(([, sentence]) => !/[.!?…”] ./.test(sentence));
  expect(terse.map(([code, sentence]) => `${code}: ${sentence}`)).toEqual([]);
});

test('no dialog asks whether somebody is sure: it names what will happen', () => {
  const asking = /are you sure|êtes-vous s[uû]r|weet u (het )?zeker|bent u zeker|sind sie sicher/i;
  const strays = globSync('i18n/*/*.json').filter((path) => asking.test(readFileSync(path, 'utf8')));
  expect(strays).toEqual([]);
  const native = readSources('src/web/**/*.{ts,tsx}').filter(({ text }) =>
    /\b(window\.)?(confirm|alert|prompt)\(['"`]/.test(withoutComments(text)),
  );
  expect(native.map(({ path }) => path)).toEqual([]);
});

test('a screen takes its words from the catalogue, and every word it takes is there', () => {
  const english = { ...read('en', 'screens'), ...read('en', 'bank') };
  const missing = readSources('src/web/**/*.{ts,tsx}').flatMap(({ path, text }) =>
    [...withoutComments(text).matchAll(/\bt\(\s*'([^']+)'/g)]
      .map((found) => found[1] ?? '')
      .filter((key) => !(key in english))
      .map((key) => `${path}: ${key}`),
  );
  expect(missing).toEqual([]);
});

test('the words of the bank are taken by screens that wait for them, and stand in one catalogue only', () => {
  const [bank, screens] = [read('en', 'bank'), read('en', 'screens')];
  expect(Object.keys(bank).filter((key) => key in screens)).toEqual([]);
  const strays = readSources('src/web/**/*.{ts,tsx}')
    .filter(({ path }) => !/^src\/web\/(screens|parts)\/bank/.test(path))
    .flatMap(({ path, text }) =>
      [...withoutComments(text).matchAll(/\bt\(\s*['`]([\w.]+)/g)]
        .map((found) => found[1] ?? '')
        .filter(
          (key) => key in bank || (key.endsWith('.') && Object.keys(bank).some((one) => one.startsWith(key))),
        )
        .map((key) => `${path}: ${key}`),
    );
  expect(strays).toEqual([]);
});

test('the first page takes no word that comes after it', () => {
  const files = new Map(
    readSources('src/web/**/*.{ts,tsx}').map(({ path, text }) => [path, withoutComments(text)]),
  );
  const reached = new Set<string>();
  const visit = (path: string) => {
    const text = files.get(path);
    if (text === undefined || reached.has(path)) return;
    reached.add(path);
    for (const [, target = ''] of text.matchAll(/from '((?:#web|\.)[^']+)'/g)) {
      visit(target.startsWith('#') ? target.replace('#web', 'src/web') : join(dirname(path), target));
    }
  };
  const first = /^src\/web\/(start\.tsx|screens\/(sign-in|first-run|worklist)\/)/;
  for (const path of files.keys()) if (first.test(path)) visit(path);
  expect(reached.size).toBeGreaterThan(50);
  const strays = [...reached].flatMap((path) =>
    [...(files.get(path) ?? '').matchAll(/['`]([a-z]\w*)\.[a-zA-Z$]/g)]
      .filter(([, prefix = '']) => isLaterWord(prefix) && path !== 'src/web/later-words.ts')
      .map(([word]) => `${path}: ${word}…`),
  );
  expect(strays).toEqual([]);
});
