import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Change, Run } from './types.ts';
import { filtersOf, type RunLook } from './view.ts';

/** What a reviewer does to proposals: one, many, and taking the last of it back. */
export function useEdits(run: Run, look: RunLook) {
  const t = useTexts();
  const company = useCompanyKey();
  const one = useMutation(api.dunningRuns.edit.mutationOptions());
  const many = useMutation(api.dunningRuns.editMany.mutationOptions());
  const undoing = useMutation(
    api.dunningRuns.undoEdit.mutationOptions({ onSuccess: () => toastDone(t('run.edit.undone')) }),
  );
  const undo = () => {
    if (run.canUndoEdit && !undoing.isPending) undoing.mutate({ company, run: run.id, proposal: null });
  };
  return {
    isBusy: one.isPending || many.isPending || undoing.isPending,
    undo,
    edit: (proposal: string, change: Change) => one.mutate({ company, run: run.id, proposal, change }),
    editAsync: (proposal: string, change: Change) =>
      one.mutateAsync({ company, run: run.id, proposal, change }),
    /** The ones ticked, or all that match the filters: then it is a question, counted again by the server. */
    editMany: (proposals: readonly string[] | null, change: Change, done?: () => void) =>
      many.mutate(
        {
          company,
          run: run.id,
          proposals: proposals && [...proposals],
          matching: proposals ? null : filtersOf(look),
          change,
        },
        {
          onSuccess: ({ changed, passedOver }) => {
            toastDone(t('run.edit.many', { changed, passedOver }), { undo });
            done?.();
          },
        },
      ),
  };
}
export type Edits = ReturnType<typeof useEdits>;
