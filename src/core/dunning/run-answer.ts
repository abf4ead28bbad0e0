import { isRefusalCode } from '#core/refusal.ts';

/** Why a run stopped: what the user can mend, with the facts its sentence needs, or what a program said. */
export type RunAnswer =
  | { readonly kind: 'refusal'; readonly code: string; readonly facts: Readonly<Record<string, string>> }
  | { readonly kind: 'words'; readonly words: string };

/** One line of text, as runs and timelines keep it. A refusal's is its code and facts, to be told in each reader's language. */
export function writeAnswer(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function readAnswer(kept: string): RunAnswer {
  const [code = ''] = kept.split(' ', 1);
  if (!isRefusalCode(code)) return { kind: 'words', words: kept };
  const rest = kept.slice(code.length + 1);
  if (rest === '') return { kind: 'refusal', code, facts: {} };
  return rest.startsWith('{')
    ? { kind: 'refusal', code, facts: factsIn(rest) }
    : { kind: 'words', words: kept };
}

function factsIn(text: string): Record<string, string> {
  const read: unknown = JSON.parse(text);
  const facts = typeof read === 'object' && read !== null ? Object.entries(read) : [];
  return Object.fromEntries(facts.map(([name, fact]) => [name, String(fact)]));
}
