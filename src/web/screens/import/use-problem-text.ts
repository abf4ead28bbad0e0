import { FieldName } from '#contract/imports.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import type { Problem } from './types.ts';

/** A problem's sentence in the reader's words: a field by its name on the screen, not by its name in files. */
export function useProblemText(): (problem: Pick<Problem, 'code' | 'facts'>) => string {
  const t = useTexts();
  const { locale } = useLanguage();
  return ({ code, facts }) => {
    const field = FieldName.safeParse(facts.field).data;
    const told = field ? { ...facts, field: `“${t(`import.field.${field}`)}”` } : facts;
    return refusalSentence({ t, locale }, code, told);
  };
}
