import { Button } from '@mantine/core';
import { applyRemedy } from '#core/lawfulness/apply-remedy.ts';
import { isLawProblem, type Remedy } from '#core/lawfulness/law-problem.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import type { PolicyDraft } from './use-policy-draft.ts';

type Props = { draft: PolicyDraft; closed: boolean };

/** What the law forbids of the draft, each with the buttons that mend it. What they do can be taken back. */
export function PolicyRemedies({ draft, closed }: Props) {
  const t = useTexts();
  const { locale } = useLanguage();
  const problems = draft.problems.filter(isLawProblem);
  return problems.map(({ code, facts, step, field, remedies }) => (
    <Note
      key={`${code} ${step} ${field}`}
      tone="bad"
      title={t('policy.remedy.title')}
      actions={
        !closed && remedies.map((remedy) => <RemedyButton key={remedy.kind} remedy={remedy} draft={draft} />)
      }
    >
      {refusalSentence({ t, locale }, code, facts)}
    </Note>
  ));
}

function RemedyButton({ remedy, draft }: { remedy: Remedy; draft: PolicyDraft }) {
  const t = useTexts();
  const facts = {
    days: remedy.kind === 'set_deadline' ? remedy.days : 0,
    percent: remedy.kind === 'set_rate' ? remedy.yearlyPercent : '',
  };
  return (
    <Button
      size="compact-sm"
      variant="default"
      onClick={() => draft.set((body) => applyRemedy(body, remedy))}
    >
      {t(`policy.remedy.${remedy.kind}`, facts)}
    </Button>
  );
}
