import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { useAnswerWords } from './answer-words.ts';
import styles from './doubts.module.css';

export type Doubt = Awaited<ReturnType<typeof client.notices.doubtful>>['rows'][number];

const OUTCOMES = ['sent', 'again', 'withdrawn'] as const;

/** What is known of a mail whose answer was lost, and the choices a person has. Opening it looks for its trace. */
export function DoubtFacts({ doubt }: { doubt: Doubt }) {
  const t = useTexts();
  const { moment } = useFormats();
  const wordsOf = useAnswerWords();
  const { looks, transport, via, offeredAt, answer, nextLookAt, traceable } = doubt;
  return (
    <div className={styles.facts}>
      {offeredAt && <p>{t('doubt.offered', { at: moment(offeredAt), via: via ?? '' })}</p>}
      <p>{answer ? t('doubt.answer', { answer: wordsOf(answer) }) : t('doubt.answerNone')}</p>
      <p>{t(`doubt.kind.${transport ?? 'blind'}`)}</p>
      {looks.length > 0 && (
        <ul>
          {looks.slice(-6).map((look) => (
            <li key={look.at}>
              {t(`doubt.look.${look.outcome}`, { at: moment(look.at), answer: wordsOf(look.answer ?? '') })}
            </li>
          ))}
        </ul>
      )}
      {nextLookAt && <p>{t('doubt.next', { at: moment(nextLookAt) })}</p>}
      {!nextLookAt && transport !== null && transport !== 'blind' && <p>{t('doubt.nextNone')}</p>}
      <p>{t('doubt.againHint')}</p>
      <Acts doubt={doubt} />
      {traceable && <LookOnce doubt={doubt} />}
    </div>
  );
}

function Acts({ doubt: { id, traceable } }: { doubt: Doubt }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const look = useLook();
  const settle = useMutation(
    api.notices.settleDispatch.mutationOptions({ onSuccess: () => toastDone(t('notice.settled')) }),
  );
  const choose = (outcome: (typeof OUTCOMES)[number]) => settle.mutate({ company, dispatch: id, outcome });
  return (
    <div className={styles.acts}>
      {traceable && (
        <ReasonButton
          size="compact-sm"
          closed={closed}
          loading={look.isPending}
          onClick={() => look.mutate({ company, dispatch: id })}
        >
          {t('doubt.lookNow')}
        </ReasonButton>
      )}
      {OUTCOMES.map((outcome) => (
        <ReasonButton
          key={outcome}
          size="compact-sm"
          variant="default"
          closed={closed}
          loading={settle.isPending}
          onClick={() => choose(outcome)}
        >
          {outcome === 'again' ? t('doubt.again') : t(`notice.settle.${outcome}`)}
        </ReasonButton>
      ))}
    </div>
  );
}

/** Whoever may settle it and has it open gets the freshest answer, once. */
function LookOnce({ doubt: { id } }: { doubt: Doubt }) {
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const { mutate } = useLook();
  const asked = useRef<string | null>(null);
  useEffect(() => {
    if (closed !== null || asked.current === id) return;
    asked.current = id;
    mutate({ company, dispatch: id });
  }, [closed, company, id, mutate]);
  return null;
}

function useLook() {
  const t = useTexts();
  return useMutation(
    api.notices.look.mutationOptions({
      onSuccess: ({ doubt }) => {
        if (doubt === null) toastDone(t('doubt.settled'));
      },
    }),
  );
}
