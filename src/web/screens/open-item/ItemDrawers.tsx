import { DisputeDrawer } from '#web/parts/agreements/DisputeDrawer.tsx';
import { PromiseDrawer } from '#web/parts/agreements/PromiseDrawer.tsx';
import { HoldDrawer } from '#web/parts/HoldDrawer.tsx';
import { NoteDrawer } from '#web/parts/NoteDrawer.tsx';
import { AcceptanceDrawer } from './AcceptanceDrawer.tsx';
import { HandOverDrawer } from './HandOverDrawer.tsx';
import { LevelDrawer } from './LevelDrawer.tsx';
import type { Item } from './OpenItemScreen.tsx';

export type DrawerName = 'hold' | 'note' | 'promise' | 'dispute' | 'level' | 'handOver' | 'acceptance';

type Props = { item: Item; opened: DrawerName | null; onClose: () => void };

/** What can be written down about one item, one drawer at a time. */
export function ItemDrawers({ item, opened, onClose }: Props) {
  const debtor = item.debtor.id;
  const of = <Target,>(drawer: DrawerName, target: Target) => (opened === drawer ? target : null);
  return (
    <>
      <HoldDrawer
        target={of('hold', { debtors: [], items: [item.id], name: item.number })}
        onClose={onClose}
      />
      <NoteDrawer target={of('note', { debtor, item: item.id, name: item.number })} onClose={onClose} />
      <PromiseDrawer target={of('promise', { debtor, item: item.id })} onClose={onClose} />
      <DisputeDrawer target={of('dispute', { debtor, item: item.id })} onClose={onClose} />
      <HandOverDrawer item={item.id} opened={opened === 'handOver'} onClose={onClose} />
      <AcceptanceDrawer item={item.id} opened={opened === 'acceptance'} onClose={onClose} />
      <LevelDrawer item={item} opened={opened === 'level'} onClose={onClose} />
    </>
  );
}
