import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import type { DoubtTarget } from '#web/parts/doubts/DoubtDrawer.tsx';
import type { HoldTarget } from '#web/parts/HoldDrawer.tsx';
import type { NoteTarget } from '#web/parts/NoteDrawer.tsx';
import type { TaskTarget } from '#web/parts/TaskDrawer.tsx';
import type { TaskToDo } from '#web/parts/TaskLines.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor, useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import type { MenuAction } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { toastDone } from '#web/ui/toasts.tsx';
import { useAgreementActs } from './use-agreement-acts.ts';
import type { Work } from './WorklistScreen.tsx';

type Doors = {
  setHold: (target: HoldTarget) => void;
  setNote: (target: NoteTarget) => void;
  setTask: (target: TaskTarget) => void;
  setDoing: (task: TaskToDo) => void;
  setDoubt: (target: DoubtTarget) => void;
};

/** The mail in doubt an entry is about. */
export function doubtIn({ kind, dispatch, notice, debtor }: Work): DoubtTarget | null {
  if (kind !== 'dispatch_unknown' || !dispatch) return null;
  return { dispatch: dispatch.id, notice: String(notice?.number ?? ''), debtor: debtor?.name ?? '' };
}

/** What can be done with an entry of the queue, by its menu or by key on the row under the cursor. */
export function useWorkCommands(at: Work | undefined, doors: Doors): (work: Work) => MenuAction[] {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const postpone = usePostpone();
  const agreementActs = useAgreementActs();
  const actionsOf = (work: Work): MenuAction[] => {
    const { debtor, task } = work;
    const actions: (MenuAction & { run: () => void })[] = [];
    const doubt = doubtIn(work);
    if (doubt)
      actions.push({ id: 'doubt', label: t('doubt.see'), keys: 'd', run: () => doors.setDoubt(doubt) });
    if (task) {
      const [done, later] = [() => doors.setDoing(task), () => postpone(task.id)];
      actions.push({ id: 'done', label: t('task.done'), keys: 'd', closed, run: done });
      actions.push({ id: 'later', label: t('task.postpone'), keys: 's', closed, run: later });
    }
    actions.push(...agreementActs(work).map((act) => ({ ...act, closed })));
    if (debtor) {
      const { id, name } = debtor;
      const hold = () => doors.setHold({ debtors: [id], items: [], name });
      const note = () => doors.setNote({ debtor: id, item: null, name });
      const todo = () => doors.setTask({ debtor: id, name });
      actions.push({ id: 'hold', label: t('hold.title'), keys: 'h', closed, run: hold });
      actions.push({ id: 'note', label: t('note.title'), keys: 'c', closed, run: note });
      actions.push({ id: 'task', label: t('task.new'), keys: 't', closed, run: todo });
    }
    return actions.map(({ run, ...action }) => ({ ...action, onClick: run }));
  };
  const group = t('receivables.keys');
  const now = at ? actionsOf(at) : [];
  useCommands(
    now.map(({ id, label, keys = '', onClick = () => {} }) => ({
      id: `work.${id}`,
      label,
      group,
      keys,
      run: onClick,
      closed,
    })),
  );
  return actionsOf;
}

/** Puts a task off to tomorrow. */
function usePostpone(): (task: string) => void {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  const { today } = useCompany();
  const dueOn = Temporal.PlainDate.from(today).add({ days: 1 }).toString();
  const mutation = useMutation(
    api.worklist.postponeTask.mutationOptions({
      onSuccess: () => toastDone(t('task.postponed', { day: day(dueOn) })),
    }),
  );
  return (task) => mutation.mutate({ company, task, dueOn });
}
