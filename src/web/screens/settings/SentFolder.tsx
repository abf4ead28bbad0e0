import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './SentFolder.module.css';

type Transport = Awaited<ReturnType<typeof client.mailTransports.show>>;
type Folder = NonNullable<Transport['sentFolder']>;

const SECONDS_BETWEEN_LOOKS = 5;

/** What the company's way of sending can prove afterwards; for SMTP, the mailbox in which copies are looked up. */
export function SentFolder({ company }: { company: string }) {
  const t = useTexts();
  const closed = useClosedFor('owner');
  const query = api.mailTransports.show.queryOptions({ input: { company }, enabled: closed === null });
  const { data } = useQuery(query);
  if (closed !== null) return <Note tone="notice">{closed}</Note>;
  if (!data) return null;
  const tone = data.kind === 'keyed' || data.kind === 'sent_folder' ? 'good' : 'info';
  return (
    <div className={styles.stack}>
      <Note tone={tone}>
        {t(`transport.now.${data.kind ?? 'none'}`)}
        {data.via && <div>{t('transport.via', { via: data.via })}</div>}
      </Note>
      {(data.kind === 'blind' || data.kind === 'sent_folder') && (
        <MailboxForm key={data.sentFolder?.mailbox ?? ''} company={company} folder={data.sentFolder} />
      )}
      {data.sentFolder && data.kind !== 'keyed' && <Trial company={company} folder={data.sentFolder} />}
    </div>
  );
}

/** The password is written, never read back. */
function MailboxForm({ company, folder }: { company: string; folder: Folder | null }) {
  const t = useTexts();
  const [isChanging, setChanging] = useState(false);
  const [imapUrl, setImapUrl] = useState('');
  const [name, setName] = useState(folder?.folder ?? '');
  const change = useMutation(
    api.mailTransports.changeSentFolder.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        setChanging(false);
        setImapUrl('');
        toastDone(t('act.saved'));
      },
    }),
  );
  const submit = () => {
    const mailbox = isChanging || !folder ? { imapUrl: imapUrl.trim() } : {};
    change.mutate({ company, folder: name.trim() || null, ...mailbox });
  };
  return (
    <Form onSubmit={submit} busy={change.isPending} error={change.error} wide>
      {isChanging || !folder ? (
        <PasswordInput
          label={t('sentFolder.mailbox')}
          description={t('sentFolder.mailboxHint')}
          placeholder="imaps://user:password@imap.example.com:993"
          autoComplete="off"
          required
          value={imapUrl}
          onChange={(event) => setImapUrl(event.currentTarget.value)}
        />
      ) : (
        <TextInput
          label={t('sentFolder.mailbox')}
          readOnly
          value={folder.mailbox}
          rightSectionWidth={110}
          rightSection={
            <Button size="compact-sm" variant="subtle" onClick={() => setChanging(true)}>
              {t('act.edit')}
            </Button>
          }
        />
      )}
      <TextInput
        label={t('sentFolder.folder')}
        description={t('sentFolder.folderHint')}
        placeholder="Sent"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Form>
  );
}

const TONES = {
  untried: 'notice',
  asked: 'info',
  passed: 'good',
  failed: 'bad',
  other_server: 'warn',
} as const satisfies Record<Folder['state'], string>;

function Trial({ company, folder: { state, answer } }: { company: string; folder: Folder }) {
  const t = useTexts();
  const probe = useMutation(api.mailTransports.probe.mutationOptions());
  const remove = useMutation(
    api.mailTransports.removeSentFolder.mutationOptions({ onSuccess: () => toastDone(t('act.saved')) }),
  );
  const { mutate: look } = useMutation(api.mailTransports.lookAtProbe.mutationOptions());
  useEffect(() => {
    if (state !== 'asked') return;
    const timer = setInterval(() => look({ company }), SECONDS_BETWEEN_LOOKS * 1000);
    return () => clearInterval(timer);
  }, [state, company, look]);
  const isAbsent = state === 'failed' && answer === 'absent';
  return (
    <Note
      tone={TONES[state]}
      live={state !== 'untried'}
      actions={
        <>
          <ReasonButton
            size="compact-sm"
            loading={probe.isPending || state === 'asked'}
            onClick={() => probe.mutate({ company })}
          >
            {t('sentFolder.try')}
          </ReasonButton>
          <Button
            size="compact-sm"
            variant="default"
            loading={remove.isPending}
            onClick={() => remove.mutate({ company })}
          >
            {t('sentFolder.remove')}
          </Button>
        </>
      }
    >
      {isAbsent ? t('sentFolder.state.absent') : t(`sentFolder.state.${state}`, { answer: answer ?? '' })}
    </Note>
  );
}
