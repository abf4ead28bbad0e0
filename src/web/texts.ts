import { IntlMessageFormat } from 'intl-messageformat';
import { createContext, createElement, type ReactNode, use, useContext, useMemo } from 'react';
import type { RunAnswer } from '#core/dunning/run-answer.ts';
import type { Language } from '#core/receivables/kinds.ts';
import { REFUSALS, type RefusalCode, untoldFacts } from '#core/refusal.ts';
import type bank from '#i18n/en/bank.json';
import type refusals from '#i18n/en/refusals.json';
import type screens from '#i18n/en/screens.json';
import { dayIn } from './intl-formats.ts';
import { notationOf } from './notation.ts';

/** Every sentence has a key by its meaning; the English catalogue is the list of keys. */
export type TextKey = keyof typeof screens | keyof typeof refusals | keyof typeof bank;
export type TextFacts = Readonly<Record<string, string | number>>;
export type Texts = (key: TextKey, facts?: TextFacts) => string;

type Catalogue = Readonly<Record<string, string>>;
type Loaded = { readonly language: Language; readonly locale: string; readonly t: Texts };

const firstWords = import.meta.glob<Catalogue>('../../i18n/*/screens.json', {
  import: 'default',
  query: '?first',
});
const laterWords = import.meta.glob<Catalogue>('../../i18n/*/screens.json', {
  import: 'default',
  query: '?later',
});
const others = import.meta.glob<Catalogue>('../../i18n/*/{refusals,bank}.json', { import: 'default' });
const loading = new Map<Language, Promise<Catalogue>>();
const TextsContext = createContext<Loaded | null>(null);
/** Asked for so far; a language chosen later brings them as well. */
const later = new Set<LaterWords>();
/** Words that the first screen does without. */
export type LaterWords = 'screens' | 'refusals' | 'bank';

/** Adds words to those that are there, in every language in use: a screen that needs them waits for this. */
export async function fetchWords(name: LaterWords): Promise<void> {
  later.add(name);
  await Promise.all([...loading].map(([language, words]) => addWords(language, words, name)));
}

async function addWords(language: Language, words: Promise<Catalogue>, name: LaterWords): Promise<void> {
  Object.assign(await words, await partOf(language, name));
}

function partOf(language: Language, name: LaterWords): Promise<Catalogue> | undefined {
  const path = `../../i18n/${language}/${name}.json`;
  return (name === 'screens' ? laterWords : others)[path]?.();
}

/** Gives the words in the language of the reader, with the notation of the country they work for. */
export function TextsProvider(props: {
  language: Language;
  country?: string | undefined;
  children: ReactNode;
}) {
  const { language, country, children } = props;
  const catalogue = use(catalogueOf(language));
  const value = useMemo(() => {
    const locale = notationOf(language, country);
    return { language, locale, t: textsIn(catalogue, locale) };
  }, [catalogue, language, country]);
  return createElement(TextsContext, { value }, children);
}

/** `t(key, facts)`: the sentence in the reader's language. */
export function useTexts(): Texts {
  return useLoaded().t;
}

/** The reader's language, and the locale by which figures and days are written for them. */
export function useLanguage(): { language: Language; locale: string } {
  return useLoaded();
}

/** A refusal's sentence: its facts are filled in, days as the reader writes them. */
export function refusalSentence(
  { t, locale }: { t: Texts; locale: string },
  code: string,
  facts: Readonly<Record<string, unknown>>,
): string {
  const kinds: Readonly<Record<string, string>> = Object.hasOwn(REFUSALS, code)
    ? REFUSALS[code as RefusalCode]
    : {};
  const told = Object.entries(facts).map(([name, fact]) => [
    name,
    kinds[name] === 'day' ? dayIn(locale, String(fact)) : String(fact),
  ]);
  return t(code as RefusalCode, { ...untoldFacts(code), ...Object.fromEntries(told) });
}

/** Why a run stopped, as a sentence: a refusal's own, or what a program said. */
export function answerSentence(answer: RunAnswer, t: Texts, locale: string): string {
  if (answer.kind === 'words') return t('error.program', { words: answer.words });
  return refusalSentence({ t, locale }, answer.code, answer.facts);
}

function useLoaded(): Loaded {
  const loaded = useContext(TextsContext);
  if (!loaded) throw new Error('useTexts outside of TextsProvider');
  return loaded;
}

function catalogueOf(language: Language): Promise<Catalogue> {
  const known = loading.get(language);
  if (known) return known;
  const first = firstWords[`../../i18n/${language}/screens.json`]?.();
  const parts = [first, ...[...later].map((name) => partOf(language, name))];
  const promise = Promise.all(parts).then((read) => Object.assign({}, ...read) as Catalogue);
  loading.set(language, promise);
  return promise;
}

function textsIn(catalogue: Catalogue, locale: string): Texts {
  const compiled = new Map<string, IntlMessageFormat>();
  return (key, facts) => {
    const sentence = catalogue[key];
    if (sentence === undefined) return key;
    if (!sentence.includes('{') && !sentence.includes("'")) return sentence;
    let message = compiled.get(key);
    if (!message) {
      message = new IntlMessageFormat(sentence, locale, undefined, { ignoreTag: true });
      compiled.set(key, message);
    }
    return String(message.format(facts));
  };
}
