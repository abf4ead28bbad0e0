import { Anchor, SegmentedControl } from '@mantine/core';
import { IconDownload, IconPaperclip } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { FactList } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './outbox.module.css';

const SIDES = ['html', 'text', 'headers'] as const;

/** One caught mail: the words, what is attached, and its headers. Scripts and remote images stay off. */
export function CaughtMail({ mail: id }: { mail: string }) {
  const t = useTexts();
  const { number } = useFormats();
  const company = useCompanyKey();
  const [side, setSide] = useState<(typeof SIDES)[number]>('html');
  const mail = useQuery(
    api.outbox.show.queryOptions({ input: { company, mail: id }, placeholderData: keepPreviousData }),
  );
  if (mail.error) return <ErrorState error={mail.error} onRetry={() => void mail.refetch()} />;
  if (!mail.data) return <LoadingState kind="detail" />;
  const { subject, from, to, copies, replyTo, caughtAt, attachments, html, text, headers } = mail.data;
  const base = `/api/companies/${company}/outbox/${id}`;
  return (
    <article className={styles.detail} aria-label={subject}>
      <h2 className={styles.subject}>{subject}</h2>
      <FactList
        facts={[
          { name: t('mail.from'), value: from },
          { name: t('mail.to'), value: to.join(', ') },
          ...(copies.length > 0 ? [{ name: t('mail.copies'), value: copies.join(', ') }] : []),
          ...(replyTo ? [{ name: t('mail.replyTo'), value: replyTo }] : []),
          { name: t('outbox.caughtAt'), value: <MomentText at={caughtAt} /> },
        ]}
      />
      <ul className={styles.attachments}>
        {attachments.map(({ position, name, size }) => (
          <li key={position}>
            <Anchor href={`${base}/attachments/${position}`} target="_blank">
              <IconPaperclip size={14} aria-hidden="true" /> {name} ({number(Math.ceil(size / 1024))} kB)
            </Anchor>
          </li>
        ))}
        <li>
          <Anchor href={`${base}/source`} download>
            <IconDownload size={14} aria-hidden="true" /> {t('outbox.source')}
          </Anchor>
        </li>
      </ul>
      <SegmentedControl
        size="xs"
        value={side}
        onChange={(value) => setSide(value as typeof side)}
        aria-label={t('outbox.sides')}
        data={SIDES.map((value) => ({ value, label: t(`outbox.side.${value}`) }))}
      />
      {side === 'html' && (
        <iframe
          className={styles.frame}
          sandbox=""
          srcDoc={html}
          title={t('outbox.mailCalled', { subject })}
        />
      )}
      {side === 'text' && <pre className={styles.plain}>{text}</pre>}
      {side === 'headers' && (
        <pre className={styles.plain}>{headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>
      )}
    </article>
  );
}
