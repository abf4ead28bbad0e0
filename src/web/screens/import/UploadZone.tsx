import { Button } from '@mantine/core';
import { IconFileUpload } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useId, useState } from 'react';
import { ImportView } from '#contract/imports.ts';
import { useTell } from '#web/errors.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { uploadFile } from '#web/upload.ts';
import styles from './import.module.css';

type Props = { company: string; onReceived: (importId: string) => void };

/** Takes files by drop, by click and by keyboard. What they are is told by their content. */
export function UploadZone({ company, onReceived }: Props) {
  const t = useTexts();
  const tell = useTell();
  const id = useId();
  const closed = useClosedFor('clerk');
  const [isOver, setOver] = useState(false);
  const send = useMutation({
    meta: { inline: true },
    mutationFn: async (files: readonly File[]) => {
      const ids: string[] = [];
      for (const file of files) {
        const href = `/api/companies/${company}/imports/files?name=${encodeURIComponent(file.name)}`;
        ids.push((await uploadFile(href, file, ImportView)).id);
      }
      return ids;
    },
    onSuccess: (ids) => {
      const [only, ...more] = ids;
      if (only && more.length === 0) onReceived(only);
      else toastDone(t('import.drop.received', { count: ids.length }));
    },
  });
  const take = (files: FileList | null) => {
    if (files && files.length > 0 && !closed) send.mutate([...files]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  if (closed) return <Note tone="neutral">{closed}</Note>;
  return (
    <div className={styles.stack}>
      <label
        htmlFor={id}
        className={styles.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <IconFileUpload size={32} stroke={1.4} aria-hidden="true" />
        <span className={styles.dropTitle}>{t('import.drop.title')}</span>
        <span className="rp-muted">{t('import.drop.kinds')}</span>
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
        <Button component="span" variant="default" loading={send.isPending}>
          {t('import.drop.choose')}
        </Button>
      </label>
      {send.error && (
        <Note tone="bad" live>
          {tell(send.error)}
        </Note>
      )}
    </div>
  );
}
