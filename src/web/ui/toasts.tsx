import { Button } from '@mantine/core';
import { Notifications, notifications } from '@mantine/notifications';
import { IconCheck, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTell } from '#web/errors.ts';
import { useTexts } from '#web/texts.ts';
import styles from './toasts.module.css';

/** The kit asks for the name of its close button where no component, and so no language, is at hand. */
let closeWord = '';

/** Where toasts appear; once, inside of the words. */
export function Toasts() {
  closeWord = useTexts()('act.close');
  return <Notifications position="bottom-left" limit={4} autoClose={6000} />;
}

type Done = { undo?: (() => void) | undefined };

/** Says briefly that something was done, and takes it back if asked. */
export function toastDone(words: ReactNode, { undo }: Done = {}): void {
  const id = crypto.randomUUID();
  notifications.show({
    id,
    message: <Words words={words} undo={undo && taken(id, undo)} />,
    icon: <IconCheck size={16} />,
    color: 'brand',
    autoClose: undo ? 12_000 : 5000,
    withCloseButton: false,
  });
}

function taken(id: string, undo: () => void) {
  return () => {
    notifications.hide(id);
    undo();
  };
}

/** Says what was refused or went wrong, where there is no form to say it in. It stays until closed. */
export function toastError(error: unknown): void {
  notifications.show({
    message: <ErrorWords error={error} />,
    icon: <IconX size={16} />,
    color: 'red',
    autoClose: false,
    role: 'alert',
    closeButtonProps: { 'aria-label': closeWord },
  });
}

function Words({ words, undo }: { words: ReactNode; undo: (() => void) | undefined }) {
  const t = useTexts();
  return (
    <div className={styles.words}>
      <span>{words}</span>
      {undo && (
        <Button size="compact-sm" variant="default" onClick={undo}>
          {t('act.undo')}
        </Button>
      )}
    </div>
  );
}

function ErrorWords({ error }: { error: unknown }) {
  const tell = useTell();
  return <span>{tell(error)}</span>;
}
