import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import type { Import } from './types.ts';

/** Takes the latest import back, after a word on what that means; what stands on it is named where it is refused. */
export function UndoImport({ company, shown }: { company: string; shown: Import }) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const [isAsking, setAsking] = useState(false);
  const undo = useMutation({ ...api.imports.undo.mutationOptions(), meta: { inline: true } });
  const confirm = () => undo.mutate({ company, importId: shown.id }, { onSuccess: () => setAsking(false) });
  return (
    <>
      <ReasonButton variant="default" closed={closed} onClick={() => setAsking(true)}>
        {t('import.undo')}
      </ReasonButton>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t('import.undo.title', { file: shown.fileName })}
        act={t('import.undo.act')}
        danger
        busy={undo.isPending}
        error={undo.error}
        onConfirm={confirm}
      >
        <p>{t('import.undo.hint')}</p>
      </ConfirmDialog>
    </>
  );
}
