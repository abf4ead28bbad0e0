import { useMutation } from '@tanstack/react-query';
import { useRef } from 'react';
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
  // One after the other, in the order of the keys: what comes while another is on its way waits, and is not lost.
  const scope = { id: `edits of ${run.id}` };
  const one = useMutation(api.dunningRuns.edit.mutationOptions({ scope }));
  const many = useMutation(api.dunningRuns.editMany.mutationOptions({ scope }));
  const undoing = useMutation(
    api.dunningRuns.undoEdit.mutationOptions({ scope, onSuccess: () => toastDone(t('run.edit.undone')) }),
  );
  const underWay = useRef(new Set<string>());
  const edit = async (proposal: string, change: Change) => {
    underWay.current.add(proposal);
    try {
      await one.mutateAsync({ company, run: run.id, proposal, change });
    } finally {
      underWay.current.delete(proposal);
    }
  };
  const undo = () => {
    if (run.canUndoEdit && !undoing.isPending) undoing.mutate({ company, run: run.id, proposal: null });
  };
  return {
    isBusy: one.isPending || many.isPending || undoing.isPending,
    undo,
    /** The same proposal waits for its answer, from which the next change starts; others do not. */
    isBusyWith: (proposal: string) => underWay.current.has(proposal),
    /** What is refused is told in the corner. */
    edit: (proposal: string, change: Change) => void edit(proposal, change).catch(() => undefined),
    editAsync: edit,
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
