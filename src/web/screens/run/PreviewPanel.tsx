import { Tabs } from '@mantine/core';
import { IconMail, IconMailbox, IconPaperclip } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { isLetter } from '#core/dunning/policy.ts';
import { useFormats } from '#web/formats.ts';
import { type TextKey, useTexts } from '#web/texts.ts';
import { KeyHint } from '#web/ui/KeyHint.tsx';
import { Note } from '#web/ui/Note.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './detail.module.css';
import type { Preview, Proposal, Run } from './types.ts';
import type { RunLook } from './view.ts';

type Props = {
  run: Run;
  proposal: Proposal;
  preview: UseQueryResult<Preview, Error>;
  tab: RunLook['tab'];
  onTab: (tab: RunLook['tab']) => void;
};

/** The mail and the letter as they would leave now. */
export function PreviewPanel({ proposal, preview, tab, onTab }: Props) {
  const t = useTexts();
  if (!isLetter(proposal.stepKind)) return <WorkPreview proposal={proposal} preview={preview.data} />;
  return (
    <Tabs
      value={tab}
      onChange={(value) => value && onTab(value as RunLook['tab'])}
      keepMounted={false}
      className={styles.preview ?? ''}
    >
      <Tabs.List aria-label={t('run.preview')}>
        <Tabs.Tab value="mail" leftSection={<IconMail size={16} />}>
          {t('run.preview.mail')}
        </Tabs.Tab>
        <Tabs.Tab value="letter" leftSection={<IconMailbox size={16} />}>
          {t('run.preview.letter')}
        </Tabs.Tab>
        <span className={styles.tabKeys}>
          <KeyHint keys="[" quiet /> <KeyHint keys="]" quiet />
        </span>
      </Tabs.List>
      <Tabs.Panel value={tab}>
        {preview.error && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isPending && <LoadingState kind="detail" />}
        {preview.data && !preview.error && (
          <div className={styles.previewBody} data-stale={preview.isPlaceholderData || undefined}>
            {preview.data.warnings.length > 0 && (
              <Note tone="warn">
                {preview.data.warnings.map(({ code, facts }) => (
                  <p key={code}>{t(`warning.${code}` as TextKey, facts)}</p>
                ))}
              </Note>
            )}
            {tab === 'mail' ? (
              <MailPreview preview={preview.data} debtor={proposal.debtor.name} />
            ) : (
              <LetterPreview pages={preview.data.pages} debtor={proposal.debtor.name} />
            )}
          </div>
        )}
      </Tabs.Panel>
    </Tabs>
  );
}

/** A step that is no letter: what a person will be asked, and for a call what to say. */
function WorkPreview({ proposal, preview }: { proposal: Proposal; preview: Preview | undefined }) {
  const t = useTexts();
  return (
    <Note title={t('run.noLetter')}>
      {proposal.stepKind === 'call' && preview && (
        <>
          <p className={styles.scriptTitle}>
            <strong>{t('run.script')}</strong>
          </p>
          <p className={styles.script}>{preview.body}</p>
        </>
      )}
    </Note>
  );
}

function MailPreview({ preview, debtor }: { preview: Preview; debtor: string }) {
  const t = useTexts();
  const { number } = useFormats();
  const { mail, subject } = preview;
  // Who is written to by post alone is an addressee without a mailbox.
  const people = (list: readonly { name: string; address: string }[]) =>
    list
      .filter(({ address }) => address !== '')
      .map(({ name, address }) => (name ? `${name} <${address}>` : address))
      .join(', ');
  const head = [
    { name: t('mail.from'), value: mail.from && people([mail.from]) },
    { name: t('mail.to'), value: people(mail.to) || t('run.noAddress') },
    { name: t('mail.copies'), value: people(mail.copies) },
    { name: t('mail.subject'), value: subject },
  ].filter(({ value }) => value);
  return (
    <>
      <dl className={styles.mailHead}>
        {head.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {mail.attachments.length > 0 && (
          <div>
            <dt>{t('mail.attachments')}</dt>
            <dd>
              {mail.attachments.map(({ name, size }) => (
                <span key={name} className={styles.attachment}>
                  <IconPaperclip size={14} aria-hidden="true" /> {name}
                  {/* Before it is issued, a letter has no size yet. */}
                  {size > 0 && ` (${number(Math.ceil(size / 1024))} kB)`}
                </span>
              ))}
            </dd>
          </div>
        )}
      </dl>
      <iframe
        className={styles.mailFrame}
        sandbox=""
        srcDoc={mail.html}
        title={t('run.preview.mailTo', { debtor })}
      />
    </>
  );
}

function LetterPreview({ pages, debtor }: { pages: readonly string[]; debtor: string }) {
  const t = useTexts();
  return (
    <div className={styles.pages}>
      {pages.map((page, at) => (
        <img
          // biome-ignore lint/suspicious/noArrayIndexKey: pages have no identity but their place.
          key={at}
          className={styles.sheet}
          src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(page)}`}
          alt={t('run.preview.page', { page: at + 1, pages: pages.length, debtor })}
        />
      ))}
    </div>
  );
}
