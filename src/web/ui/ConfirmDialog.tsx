import { Button, Modal, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTell } from '#web/errors.ts';
import { useTexts } from '#web/texts.ts';
import styles from './Dialog.module.css';
import { Note } from './Note.tsx';

type Props = {
  opened: boolean;
  onClose: () => void;
  /** What is about to happen, as a sentence with its numbers: 'Send 42 notices to 38 debtors'. */
  title: string;
  children?: ReactNode;
  /** The act itself, never 'OK': 'Send 42 notices'. */
  act: string;
  danger?: boolean;
  /** Something inside is still to be done. */
  waits?: boolean;
  busy?: boolean;
  error?: unknown;
  /** Above a limit: the words to type first. */
  typed?: { label: string; words: string };
  onConfirm: () => void;
};

/** For what cannot be undone; everything else is done at once and offers Undo. */
export function ConfirmDialog(props: Props) {
  const { opened, onClose, title, act, danger, busy, error, typed, waits = false } = props;
  const t = useTexts();
  const tell = useTell();
  const [words, setWords] = useState('');
  const isTyped = !typed || words.trim().toLowerCase() === typed.words.trim().toLowerCase();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <form
        className={styles.body}
        onSubmit={(event) => {
          event.preventDefault();
          if (isTyped && !busy && !waits) props.onConfirm();
        }}
      >
        {props.children}
        {typed && (
          <TextInput
            label={typed.label}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            autoComplete="off"
          />
        )}
        {error !== undefined && error !== null && (
          <Note tone="bad" live>
            {tell(error)}
          </Note>
        )}
        <div className={styles.actions}>
          <Button variant="default" onClick={onClose}>
            {t('act.cancel')}
          </Button>
          <Button
            type="submit"
            color={danger ? 'danger' : 'brand'}
            loading={busy ?? false}
            disabled={!isTyped || waits}
            data-autofocus={typed ? undefined : true}
          >
            {act}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
