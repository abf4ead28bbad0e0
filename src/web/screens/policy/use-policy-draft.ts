import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { checkPolicy } from '#core/dunning/check-policy.ts';
import type { Policy } from '#core/dunning/policy.ts';
import type { PolicyProblem } from '#core/dunning/policy-problem.ts';
import { STATUTORY_RATES } from '#core/interest/rate-book.ts';
import { isCurrency } from '#core/money/currencies.ts';
import { api } from '#web/api.ts';
import { useCompany } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { changed, type Draft, startOf, undone } from './draft.ts';

/** The policy as it is being edited: every change can be taken back, and what is wrong is known at once. */
export function usePolicyDraft(start: Draft) {
  const { key, currency, country, today } = useCompany();
  const terms = useQuery(api.terms.show.queryOptions({ input: { company: key } })).data ?? null;
  const hasClause = terms?.hasClause ?? false;
  const [saved, setSaved] = useState(start);
  const [history, setHistory] = useState(() => startOf(start));
  const { name, body } = history.now;
  const problems = useMemo(() => {
    const law = { on: epochDayFrom(today), rates: STATUTORY_RATES, hasClause };
    return checkPolicy(body, isCurrency(currency) ? currency : 'EUR', country, law);
  }, [body, currency, country, today, hasClause]);
  return {
    name,
    body,
    currency,
    country,
    /** What the company's general terms say; null until it is known. */
    terms,
    problems,
    errorAt: useErrorAt(problems),
    isChanged: name !== saved.name || JSON.stringify(body) !== JSON.stringify(saved.body),
    canUndo: history.past.length > 0,
    setName: (to: string) => setHistory((now) => changed(now, { name: to, body: now.now.body }, 'name')),
    /** `field`: typing on in the same field is one change. */
    set: (next: (body: Policy) => Policy, field: string | null = null) =>
      setHistory((now) => changed(now, { name: now.now.name, body: next(now.now.body) }, field)),
    undo: () => setHistory(undone),
    markSaved: () => {
      setSaved(history.now);
      setHistory(startOf(history.now));
    },
  };
}
export type PolicyDraft = ReturnType<typeof usePolicyDraft>;

/** The sentences beside one field; the field of a step by its index. */
function useErrorAt(problems: readonly PolicyProblem[]) {
  const t = useTexts();
  const { locale } = useLanguage();
  return (field: string, step: number | null = null): string | null => {
    const found = problems.filter((each) => each.step === step && each.field === field);
    const said = found.map(({ code, facts }) => refusalSentence({ t, locale }, code, facts));
    return said.length > 0 ? said.join(' ') : null;
  };
}
