import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useReleaseHold } from '#web/parts/HoldDrawer.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Work } from './WorklistScreen.tsx';

type Act = { readonly id: string; readonly label: string; readonly keys: string; readonly run: () => void };

/** What can be done at once with a broken promise, a dispute or a hold, without leaving the queue. */
export function useAgreementActs(): (work: Work) => Act[] {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  const { today } = useCompany();
  const answerBy = Temporal.PlainDate.from(today).add({ days: 7 }).toString();
  const release = useReleaseHold();
  const dealtWith = useMutation(
    api.promises.answer.mutationOptions({ onSuccess: () => toastDone(t('worklist.done.dealtWith')) }),
  );
  const later = useMutation(
    api.disputes.change.mutationOptions({
      onSuccess: () => toastDone(t('worklist.done.answerLater', { day: day(answerBy) })),
    }),
  );
  return ({ kind, agreement }) => {
    if (!agreement) return [];
    const { id } = agreement;
    if (kind === 'promise_broken') {
      const run = () => dealtWith.mutate({ company, promise: id });
      return [{ id: 'dealtWith', label: t('worklist.act.dealtWith'), keys: 'd', run }];
    }
    if (kind === 'dispute') {
      const run = () => later.mutate({ company, dispute: id, answerBy });
      return [{ id: 'answerLater', label: t('worklist.act.answerLater'), keys: 's', run }];
    }
    return [{ id: 'release', label: t('hold.release'), keys: 'd', run: () => release.mutate(id) }];
  };
}
