import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { UndoPreview } from './UndoPreview.tsx';

/** Takes a bank file back whole, after it was shown what goes; what stands on it is named, one by one. */
export function UndoFile({ file }: { file: { id: string; fileName: string } }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const queryClient = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const input = { company, bankFileId: file.id };
  const preview = useQuery(
    api.bankStatements.showUndo.queryOptions({ input, enabled: isAsking, staleTime: 0, gcTime: 0 }),
  );
  const undo = useMutation({ ...api.bankStatements.undoFile.mutationOptions(), meta: { inline: true } });
  const onSuccess = () => {
    setAsking(false);
    void queryClient.invalidateQueries();
  };
  const isBlocked = (preview.data?.obstacleCount ?? 0) > 0;
  return (
    <>
      <ReasonButton
        size="compact-sm"
        variant="default"
        closed={closed}
        onClick={() => {
          undo.reset();
          setAsking(true);
        }}
      >
        {t('bankFiles.undo')}
      </ReasonButton>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={t(isBlocked ? 'bankFiles.undo.blockedTitle' : 'bankFiles.undo.title', { file: file.fileName })}
        act={t('bankFiles.undo.act')}
        danger
        waits={!preview.data || isBlocked}
        busy={undo.isPending}
        error={undo.error}
        onConfirm={() => undo.mutate(input, { onSuccess })}
      >
        {preview.error && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isPending && <LoadingState />}
        {preview.data && <UndoPreview preview={preview.data} />}
      </ConfirmDialog>
    </>
  );
}
