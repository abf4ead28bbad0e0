import { Button } from '@mantine/core';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import type { Selection } from '#web/ui/selection.ts';
import type { Change, ProposalRow, Run } from './types.ts';
import type { Edits } from './use-edits.ts';

type Props = { run: Run; rows: readonly ProposalRow[]; selection: Selection; edits: Edits };

/** What can be done with the notices that are ticked: one edit, one undo. */
export function ProposalBulk({ run, rows, selection, edits }: Props) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const apply = (change: Change) =>
    edits.editMany(selection.allMatching ? null : [...selection.keys], change, selection.clear);
  const levels = (run.summary?.byLevel ?? []).flatMap(({ level }) => (level === null ? [] : [level]));
  const highest = Math.max(3, ...levels);
  const allDropped = rows.filter(({ id }) => selection.has(id)).every(({ dropped }) => dropped);
  const drop = () => apply({ kind: allDropped ? 'restore' : 'drop' });
  const ticked = selection.allMatching || selection.keys.size > 0;
  useCommands(
    ticked
      ? [
          {
            id: 'run.bulkDrop',
            label: t('run.bulk.drop'),
            group: t('run.keys'),
            keys: 'shift+d',
            run: drop,
            closed,
          },
        ]
      : [],
  );
  return (
    <>
      <ReasonButton size="compact-sm" variant="default" closed={closed} onClick={drop}>
        {allDropped ? t('run.restore') : t('run.drop')}
      </ReasonButton>
      <ActionMenu
        actions={Array.from({ length: highest }, (_, index) => index + 1).map((level) => ({
          id: `level ${level}`,
          label: t('level.name', { level }),
          closed,
          onClick: () => apply({ kind: 'level', level }),
        }))}
      >
        <Button size="compact-sm" variant="default">
          {t('run.column.level')}
        </Button>
      </ActionMenu>
      <ActionMenu
        actions={(['mail', 'post', 'registered_post', 'fax'] as const).map((channel) => ({
          id: channel,
          label: t(`channel.${channel}`),
          closed,
          onClick: () => apply({ kind: 'channel', channel }),
        }))}
      >
        <Button size="compact-sm" variant="default">
          {t('run.column.channel')}
        </Button>
      </ActionMenu>
    </>
  );
}
