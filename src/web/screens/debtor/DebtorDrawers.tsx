import { DisputeDrawer } from '#web/parts/agreements/DisputeDrawer.tsx';
import { PromiseDrawer } from '#web/parts/agreements/PromiseDrawer.tsx';
import { HoldDrawer } from '#web/parts/HoldDrawer.tsx';
import { NoteDrawer } from '#web/parts/NoteDrawer.tsx';
import { TaskDrawer } from '#web/parts/TaskDrawer.tsx';
import type { Debtor } from './DebtorScreen.tsx';
import { EditDrawer } from './EditDrawer.tsx';

export type DrawerName = 'hold' | 'note' | 'task' | 'promise' | 'dispute' | 'edit';

type Props = { debtor: Debtor; opened: DrawerName | null; onClose: () => void };

/** What can be written down about a debtor, one drawer at a time. */
export function DebtorDrawers({ debtor, opened, onClose }: Props) {
  const { id, name } = debtor;
  const of = <Target,>(drawer: DrawerName, target: Target) => (opened === drawer ? target : null);
  return (
    <>
      <HoldDrawer target={of('hold', { debtors: [id], items: [], name })} onClose={onClose} />
      <NoteDrawer target={of('note', { debtor: id, item: null, name })} onClose={onClose} />
      <TaskDrawer target={of('task', { debtor: id, name })} onClose={onClose} />
      <PromiseDrawer target={of('promise', { debtor: id, item: null })} onClose={onClose} />
      <DisputeDrawer target={of('dispute', { debtor: id, item: null })} onClose={onClose} />
      <EditDrawer debtor={debtor} opened={opened === 'edit'} onClose={onClose} />
    </>
  );
}
