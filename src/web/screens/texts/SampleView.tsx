import { Tabs } from '@mantine/core';
import { IconMail, IconMailbox } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import type { client } from '#web/api.ts';
import { useTexts } from '#web/texts.ts';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './texts.module.css';

type Sample = Awaited<ReturnType<typeof client.texts.preview>>;
type Tab = 'letter' | 'mail';
type Props = { preview: UseQueryResult<Sample, Error>; tab: Tab; onTab: (tab: Tab) => void };

/** The sample letter and mail, as the words and the layout make them now. */
export function SampleView({ preview, tab, onTab }: Props) {
  const t = useTexts();
  const { data, error } = preview;
  // What is said on the telephone is neither letter nor mail.
  if (data && !error && data.pages.length === 0) {
    return (
      <div className={styles.preview} data-stale={preview.isPlaceholderData || undefined}>
        <p className={styles.subject}>{data.subject}</p>
        <p className={styles.script}>{data.text}</p>
      </div>
    );
  }
  return (
    <Tabs
      value={tab}
      onChange={(next) => next && onTab(next === 'mail' ? 'mail' : 'letter')}
      keepMounted={false}
    >
      <Tabs.List aria-label={t('texts.preview')}>
        <Tabs.Tab value="letter" leftSection={<IconMailbox size={16} />}>
          {t('texts.preview.letter')}
        </Tabs.Tab>
        <Tabs.Tab value="mail" leftSection={<IconMail size={16} />}>
          {t('texts.preview.mail')}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value={tab}>
        {error && <ErrorState error={error} onRetry={() => void preview.refetch()} />}
        {!data && preview.isPending && <LoadingState kind="detail" />}
        {data && !error && (
          <div className={styles.preview} data-stale={preview.isPlaceholderData || undefined}>
            {tab === 'mail' ? (
              <>
                <p className={styles.subject}>{data.subject}</p>
                <iframe
                  className={styles.mail}
                  sandbox=""
                  srcDoc={data.html}
                  title={t('texts.preview.mail')}
                />
              </>
            ) : (
              data.pages.map((page, at) => (
                <img
                  // biome-ignore lint/suspicious/noArrayIndexKey: pages have no identity but their place.
                  key={at}
                  className={styles.sheet}
                  src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(page)}`}
                  alt={t('texts.preview.page', { page: at + 1, pages: data.pages.length })}
                />
              ))
            )}
          </div>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}
