import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ProgressPanel } from '#web/ui/ProgressPanel.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import type { Import } from './types.ts';

/** How far the work on the server is; the page may be left, and the work can be stopped. */
export function WorkProgress({ company, shown }: { company: string; shown: Import }) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const cancel = useMutation(api.imports.cancel.mutationOptions());
  const { progress, fileName, state } = shown;
  const title = state === 'applying' ? 'import.progress.applying' : 'import.progress.checking';
  return (
    <ProgressPanel
      title={t(title, { file: fileName })}
      done={progress?.done ?? 0}
      total={progress && progress.total > 0 ? progress.total : undefined}
      actions={
        <ReasonButton
          variant="default"
          closed={closed}
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ company, importId: shown.id })}
        >
          {t('act.cancel')}
        </ReasonButton>
      }
    >
      <p className="rp-muted">{t(`import.progress.${progress?.step ?? 'reading'}`)}</p>
    </ProgressPanel>
  );
}
