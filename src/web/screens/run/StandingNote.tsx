import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { answerSentence, useLanguage, useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { SendingPanel } from './SendingPanel.tsx';
import type { Run } from './types.ts';

/** Where an approved run stands: on its way, tried again, or waiting for a person to send it. */
export function StandingNote({ run }: { run: Run }) {
  const t = useTexts();
  const { locale } = useLanguage();
  const why = run.answer && answerSentence(run.answer, t, locale);
  if (run.state === 'sending') {
    return (
      <>
        <SendingPanel run={run} />
        {why && (
          <Note tone="warn" title={t('run.tryingAgainTitle')}>
            <p>{why}</p>
            <p>{t('run.tryingAgainHint')}</p>
          </Note>
        )}
      </>
    );
  }
  if (run.state !== 'approved') return null;
  if (!why) {
    return (
      <Note title={t('run.notSentTitle')} actions={<Send run={run} act={t('run.sendNow')} />}>
        {t('run.notSentHint')}
      </Note>
    );
  }
  return (
    <Note tone="bad" title={t('run.stoppedTitle')} actions={<Send run={run} act={t('run.sendRest')} />}>
      <p>{why}</p>
      <p>{t('run.stoppedHint')}</p>
    </Note>
  );
}

/** Sends it, or gives it up as long as nothing of it has left. */
function Send({ run, act }: { run: Run; act: string }) {
  const t = useTexts();
  const company = useCompanyKey();
  const clerkOnly = useClosedFor('clerk');
  const send = useMutation(api.dunningRuns.send.mutationOptions());
  const cancel = useMutation(api.dunningRuns.cancel.mutationOptions());
  const which = { company, run: run.id };
  return (
    <>
      <ReasonButton
        variant="default"
        closed={clerkOnly}
        loading={cancel.isPending}
        onClick={() => cancel.mutate(which)}
      >
        {t('run.cancel')}
      </ReasonButton>
      <ReasonButton closed={clerkOnly} loading={send.isPending} onClick={() => send.mutate(which)}>
        {act}
      </ReasonButton>
    </>
  );
}
