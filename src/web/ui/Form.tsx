import { Button } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useTell } from '#web/errors.ts';
import { useTexts } from '#web/texts.ts';
import styles from './Form.module.css';
import { Note } from './Note.tsx';

type Props = {
  onSubmit: () => void;
  /** What the button does, in its words: 'Save', 'Create the company'. */
  act?: string;
  busy?: boolean;
  /** The last refusal; shown here, and nowhere else (set `meta: { inline: true }` on the mutation). */
  error?: unknown;
  /** Why it cannot be submitted. */
  closed?: string | null;
  children: ReactNode;
  /** Further buttons, before the main one. */
  actions?: ReactNode;
  wide?: boolean;
  /** In a dialog that may be taken as it is: Enter does it at once. */
  actFirst?: boolean;
};

/** Fields one below the other, the refusal above the buttons, the main button last. */
export function Form({ onSubmit, act, busy, error, closed, children, actions, wide, actFirst }: Props) {
  const t = useTexts();
  const tell = useTell();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && !closed) onSubmit();
  };
  return (
    <form className={styles.form} onSubmit={submit} data-wide={wide || undefined}>
      {children}
      {error !== undefined && error !== null && (
        <Note tone="bad" live>
          {tell(error)}
        </Note>
      )}
      {closed && <Note tone="notice">{closed}</Note>}
      <div className={styles.actions}>
        <Button
          type="submit"
          loading={busy ?? false}
          disabled={Boolean(closed)}
          data-autofocus={actFirst || undefined}
        >
          {act ?? t('act.save')}
        </Button>
        {actions}
      </div>
    </form>
  );
}

/** Two or three fields beside each other where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
