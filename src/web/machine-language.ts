import { useSyncExternalStore } from 'react';
import { LANGUAGES, type Language } from '#core/receivables/kinds.ts';

const KEY = 'rappel.language';
const listeners = new Set<() => void>();

/** The language before anybody has signed in: the one chosen here last, else the first the browser asks for. */
export function useMachineLanguage(): Language {
  return useSyncExternalStore(listen, machineLanguage);
}

/** Chooses the language of this machine: for the pages before the sign-in, and to remember the user's for next time. */
export function chooseMachineLanguage(language: Language): void {
  localStorage.setItem(KEY, language);
  for (const listener of listeners) listener();
}

function machineLanguage(): Language {
  const wanted = [localStorage.getItem(KEY) ?? '', ...navigator.languages].map((name) => name.slice(0, 2));
  const spoken = wanted.find((name) => LANGUAGES.some((language) => language === name));
  return LANGUAGES.find((language) => language === spoken) ?? 'en';
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

export function isLanguage(name: string): name is Language {
  return LANGUAGES.some((language) => language === name);
}
