import { Modal } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useTexts } from '#web/texts.ts';
import { type Command, commandsNow, singleKeysOn, useCommands } from './commands.ts';
import { KeyHint } from './KeyHint.tsx';
import { Note } from './Note.tsx';
import styles from './ShortcutSheet.module.css';
import { waysOf } from './strokes.ts';

/** `?`: every key that does something on this screen, from the very table the keys are handled by. */
export function ShortcutSheet() {
  const t = useTexts();
  const [shown, setShown] = useState<readonly Command[] | null>(null);
  useCommands([
    {
      id: 'keys.show',
      label: t('keys.show'),
      group: t('keys.group.everywhere'),
      keys: '?',
      run: () => setShown(commandsNow().filter((command) => command.keys)),
    },
  ]);
  const groups = Map.groupBy(shown ?? [], ({ group }) => group);
  return (
    <Modal
      opened={shown !== null}
      onClose={() => setShown(null)}
      title={t('keys.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      {!singleKeysOn() && <Note tone="notice">{t('keys.off')}</Note>}
      <div className={styles.groups}>
        {[...groups].map(([group, commands]) => (
          <section key={group}>
            <h3 className={styles.group}>{group}</h3>
            <dl className={styles.list}>
              {commands.map((command) => (
                <Fragment key={command.id}>
                  <dt>{command.label}</dt>
                  <dd>
                    {waysOf(command).map((way) => (
                      <KeyHint key={way} keys={way} />
                    ))}
                    <span className={styles.spoken}>{command.keys}</span>
                  </dd>
                </Fragment>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
