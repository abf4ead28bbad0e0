import { useMutation } from '@tanstack/react-query';
import { isWithdrawal } from '#core/dunning/withdrawal.ts';
import { api } from '#web/api.ts';
import { ChannelIcon } from '#web/parts/ChannelIcon.tsx';
import { DoubtNotes } from '#web/parts/doubts/DoubtNotes.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { NoticeShown } from './types.ts';

type Props = {
  dispatch: NoticeShown['dispatches'][number];
  /** Whether the notice left through more than this channel, which is then named. */
  oneOfSeveral: boolean;
};

/** What went otherwise than meant, in the other side's words, and the choices a person has. */
export function DispatchAnswer({ dispatch, oneOfSeveral }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const settle = useMutation(
    api.notices.settleDispatch.mutationOptions({ onSuccess: () => toastDone(t('notice.settled')) }),
  );
  const { state, answer } = dispatch;
  if (state !== 'unknown' && state !== 'refused' && state !== 'withdrawn' && state !== 'bounced') return null;
  if (state === 'unknown') return <DoubtNotes dispatch={dispatch.id} />;
  const choices = ['again', 'withdrawn'] as const;
  const canSettle = state === 'refused';
  return (
    <Note
      tone="warn"
      title={t(`notice.now.${state}`)}
      actions={
        canSettle &&
        choices.map((outcome) => (
          <ReasonButton
            key={outcome}
            size="compact-sm"
            variant="default"
            closed={closed}
            loading={settle.isPending}
            onClick={() => settle.mutate({ company, dispatch: dispatch.id, outcome })}
          >
            {t(`notice.settle.${outcome}`)}
          </ReasonButton>
        ))
      }
    >
      {oneOfSeveral && (
        <p>
          <ChannelIcon channel={dispatch.channel} withWord />
        </p>
      )}
      {answer && isWithdrawal(answer) ? t(`withdrawn.${answer}`) : answer}
    </Note>
  );
}
