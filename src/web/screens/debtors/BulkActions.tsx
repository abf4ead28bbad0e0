import type { HoldTarget } from '#web/parts/HoldDrawer.tsx';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import type { Selection } from '#web/ui/selection.ts';

const HELD_AT_ONCE_MAX = 500;

type Props = { selection: Selection; onHold: (target: HoldTarget) => void; onMove: () => void };

/** What can be done with the debtors that are ticked. */
export function BulkActions({ selection, onHold, onMove }: Props) {
  const t = useTexts();
  const role = useClosedFor('clerk');
  const tooMany = selection.allMatching || selection.keys.size > HELD_AT_ONCE_MAX;
  return (
    <>
      <ReasonButton size="compact-sm" variant="default" closed={role} keys="m" onClick={onMove}>
        {t('group.move.button')}
      </ReasonButton>
      <ReasonButton
        size="compact-sm"
        closed={role ?? (tooMany ? t('debtors.bulk.few') : null)}
        keys="h"
        onClick={() => onHold({ debtors: [...selection.keys], items: [] })}
      >
        {t('debtors.bulk.hold')}
      </ReasonButton>
    </>
  );
}
