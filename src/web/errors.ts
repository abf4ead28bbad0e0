import { isRefusal } from './api.ts';
import { refusalSentence, useLanguage, useTexts } from './texts.ts';

/** What went wrong, in the reader's words: a refusal's sentence, or how to tell us about our own bug. */
export function useTell(): (error: unknown) => string {
  const t = useTexts();
  const { locale } = useLanguage();
  return (error) => {
    const { code, data } = factsOf(error);
    if (code === 'input_malformed') return t('error.malformed', { at: data.at ?? '' });
    if (error instanceof TypeError) return t('error.unreachable');
    if (error instanceof Error && isRefusal(error)) return refusalSentence({ t, locale }, code, data);
    return data.requestId ? t('error.ours', { request: data.requestId }) : t('error.oursUnnumbered');
  };
}

/** Whether the error is this refusal. */
export function isRefusedWith(error: unknown, code: string): boolean {
  return factsOf(error).code === code;
}

function factsOf(error: unknown): { code: string; data: Record<string, string> } {
  const { code, data } = (error ?? {}) as { code?: unknown; data?: unknown };
  const facts = typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};
  const problems = Array.isArray(facts.problems) ? (facts.problems as { at: string }[]) : [];
  const told = Object.entries({ ...facts, at: problems.map(({ at }) => at).join(', ') });
  return {
    code: typeof code === 'string' ? code : '',
    data: Object.fromEntries(
      told.filter(([, fact]) => fact !== undefined).map(([n, fact]) => [n, String(fact)]),
    ),
  };
}
