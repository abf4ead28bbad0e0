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
  const facts = rest === '' ? {} : factsIn(rest);
  return facts ? { kind: 'refusal', code, facts } : { kind: 'words', words: kept };
}

/** The facts of a refusal; null where it is a sentence, or was cut off. */
function factsIn(text: string): Record<string, string> | null {
  if (!text.startsWith('{')) return null;
  try {
    const read: Readonly<Record<string, unknown>> = JSON.parse(text);
    return Object.fromEntries(Object.entries(read).map(([name, fact]) => [name, String(fact)]));
  } catch {
    return null;
  }
}
