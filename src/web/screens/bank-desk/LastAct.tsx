import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { KeyHint } from '#web/ui/KeyHint.tsx';
import styles from './desk.module.css';
import type { DeskActs } from './use-desk-acts.ts';

/** What was decided last, and the way back; told aloud as well. */
export function LastAct({ acts }: { acts: DeskActs }) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const { last } = acts;
  const undo = () => last && acts.undo([last.settlement]);
  useCommands(
    last
      ? [
          {
            id: 'desk.undoLast',
            label: t('desk.undoLast'),
            group: t('desk.keys'),
            keys: 'u / mod+z',
            run: undo,
            closed,
          },
        ]
      : [],
  );
  const words = acts.undone ? t('desk.takenBack') : last && t(last.words, last.facts);
  return (
    <div className={styles.last} data-shown={words ? true : undefined}>
      <output>
        {words && (
          <>
            <IconCheck size={15} aria-hidden="true" />
            {words}
          </>
        )}
      </output>
      {last && (
        <Button
          size="compact-sm"
          variant="default"
          loading={acts.isUndoing}
          onClick={undo}
          rightSection={<KeyHint keys="u" quiet />}
        >
          {t('act.undo')}
        </Button>
      )}
    </div>
  );
}
