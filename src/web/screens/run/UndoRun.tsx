import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { whyNot } from '#core/dunning/run-states.ts';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { refusalSentence, useLanguage, useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { CorrectChoice } from './CorrectChoice.tsx';
import { lettersOf, type Run } from './types.ts';

/** Takes every notice of the run back, after a word on what that means. */
export function UndoRun({ run }: { run: Run }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const company = useCompanyKey();
  const clerkOnly = useClosedFor('clerk');
  const [isAsking, setAsking] = useState(false);
  const [correct, setCorrect] = useState(false);
  const undo = useMutation({ ...api.dunningRuns.undo.mutationOptions(), meta: { inline: true } });
  const shut = run.state === 'undone' ? 'run_undone' : whyNot('undo', run.state);
  const closed = clerkOnly ?? (shut && refusalSentence({ t, locale }, shut, { run: run.number }));
  return (
    <>
      <ReasonButton variant="default" closed={closed} onClick={() => setAsking(true)}>
        {t('run.undo')}
      </ReasonButton>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('run.undo.title', { number: run.number })}
        act={t('run.undo.act', { count: lettersOf(run.summary) })}
        danger
        busy={undo.isPending}
        error={undo.error}
        onConfirm={() =>
          undo.mutate({ company, run: run.id, correct }, { onSuccess: () => setAsking(false) })
        }
      >
        <p>{t('run.undo.hint')}</p>
        <CorrectChoice value={correct} onChange={setCorrect} />
      </ConfirmDialog>
    </>
  );
}
