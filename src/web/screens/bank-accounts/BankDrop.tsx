import { Button } from '@mantine/core';
import { IconBuildingBank } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type DragEvent, useId, useState } from 'react';
import { BankFileView } from '#contract/bank-statements.ts';
import { useTell } from '#web/errors.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { uploadFile } from '#web/upload.ts';
import styles from './accounts.module.css';

type Props = { onReceived: (bankFile: string) => void };
type Refused = { readonly name: string; readonly error: unknown };

/** Takes bank files of any kind, packed or not, by drop, by click and by keyboard; what they are is told by their content. */
export function BankDrop({ onReceived }: Props) {
  const t = useTexts();
  const tell = useTell();
  const id = useId();
  const closed = useClosedFor('clerk');
  const [isOver, setOver] = useState(false);
  const send = useSend(onReceived);
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
    <div className={styles.dropBox}>
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
        <IconBuildingBank size={28} stroke={1.4} aria-hidden="true" />
        <span className={styles.dropWords}>
          <strong>{t('bankDrop.title')}</strong>
          <span className="rp-muted">{t('bankDrop.kinds')}</span>
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
        <Button component="span" variant="default" loading={send.isPending}>
          {t('bankDrop.choose')}
        </Button>
      </label>
      {send.data?.map(({ name, error }) => (
        <Note key={name} tone="bad" title={name} live>
          {tell(error)}
        </Note>
      ))}
    </div>
  );
}

/** One file after the other; one that is refused at the door keeps none of the others out. */
function useSend(onReceived: (bankFile: string) => void) {
  const company = useCompanyKey();
  return useMutation({
    meta: { inline: true },
    mutationFn: async (files: readonly File[]) => {
      const refused: Refused[] = [];
      let latest = '';
      for (const file of files) {
        const href = `/api/companies/${company}/bank-files/bytes?name=${encodeURIComponent(file.name)}`;
        try {
          latest = (await uploadFile(href, file, BankFileView)).id;
        } catch (error) {
          refused.push({ name: file.name, error });
        }
      }
      if (latest) onReceived(latest);
      return refused;
    },
  });
}
