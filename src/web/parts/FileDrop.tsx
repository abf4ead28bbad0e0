import { Button } from '@mantine/core';
import type { Icon } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useId, useState } from 'react';
import { useTell } from '#web/errors.ts';
import { useClosedFor } from '#web/session.ts';
import { Note } from '#web/ui/Note.tsx';
import styles from './FileDrop.module.css';

type Words = { readonly title: string; readonly kinds: string; readonly choose: string };
type Refused = { readonly name: string; readonly error: unknown };

type Props = {
  words: Words;
  icon: Icon;
  /** The first step of a page, or a strip above what came in before. */
  look: 'page' | 'strip';
  /** Sends one file, and answers with the id it was given; throws its refusal. */
  send: (file: File) => Promise<string>;
  /** Those that were taken, in their order; not called where none was. */
  onReceived: (ids: readonly string[]) => void;
};

/** Takes files by drop, by click and by keyboard. What they are is told by their content. */
export function FileDrop({ words, icon: Sign, look, send, onReceived }: Props) {
  const tell = useTell();
  const id = useId();
  const closed = useClosedFor('clerk');
  const [isOver, setOver] = useState(false);
  const sending = useSending(send, onReceived);
  const take = (files: FileList | null) => {
    if (files && files.length > 0 && !closed) sending.mutate([...files]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  if (closed) return <Note tone="neutral">{closed}</Note>;
  return (
    <div className={styles.box}>
      <label
        htmlFor={id}
        className={styles.drop}
        data-look={look}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Sign size={look === 'page' ? 32 : 28} stroke={1.4} aria-hidden="true" />
        <span className={styles.words}>
          <strong>{words.title}</strong>
          <span className="rp-muted">{words.kinds}</span>
        </span>
        <input
          id={id}
          type="file"
          multiple
          className="rp-visually-hidden"
          style={{ position: 'absolute', width: 1, height: 1, opacity: 0 }}
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
        <Button component="span" variant="default" loading={sending.isPending}>
          {words.choose}
        </Button>
      </label>
      {sending.data?.map(({ name, error }) => (
        <Note key={name} tone="bad" title={name} live>
          {tell(error)}
        </Note>
      ))}
    </div>
  );
}

/** One file after the other; one that is refused at the door keeps none of the others out. */
function useSending(send: Props['send'], onReceived: Props['onReceived']) {
  return useMutation({
    meta: { inline: true },
    mutationFn: async (files: readonly File[]) => {
      const refused: Refused[] = [];
      const ids: string[] = [];
      for (const file of files) {
        try {
          ids.push(await send(file));
        } catch (error) {
          refused.push({ name: file.name, error });
        }
      }
      if (ids.length > 0) onReceived(ids);
      return refused;
    },
  });
}
