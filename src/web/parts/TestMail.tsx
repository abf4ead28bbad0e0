import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useTell } from '#web/errors.ts';
import { paths } from '#web/paths.ts';
import { useClosedFor, useMailsCaught } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import styles from './TestMail.module.css';

type Props = {
  /** Where the mail settings are elsewhere: a way to them. */
  withLink?: boolean;
  company: {
    key: string;
    mail: { ready: boolean; sender: { address: string; guessed: boolean } };
    liveNeeds: readonly string[];
  };
};

/** Sends a mail to oneself; the code in it proves that mails arrive. */
export function TestMail({ company, withLink = false }: Props) {
  const t = useTexts();
  const tell = useTell();
  const mailsAreCaught = useMailsCaught();
  const closed = useClosedFor('owner') ?? (company.mail.ready ? null : t('mail.testNoServer'));
  const send = useMutation(
    api.companies.sendTestMail.mutationOptions({ meta: { inline: true, keep: true } }),
  );
  const settings = withLink && <a href={paths.mailSettings(company.key)}>{t('settings.mail')}</a>;
  const received = !company.liveNeeds.includes('test_mail');
  return (
    <div className={styles.test}>
      {!company.mail.ready && (
        <Note tone="notice" actions={settings}>
          {t('mail.testNoServer')}
        </Note>
      )}
      {company.mail.ready && company.mail.sender.guessed && (
        <Note tone="notice" actions={settings}>
          {t('mail.senderGuessed', { address: company.mail.sender.address })}
        </Note>
      )}
      {received && <Note tone="good">{t('mail.testReceived')}</Note>}
      <div>
        <ReasonButton
          variant="default"
          closed={closed}
          loading={send.isPending}
          onClick={() => send.mutate({ company: company.key })}
        >
          {t('mail.testAct')}
        </ReasonButton>
      </div>
      {send.error && (
        <Note tone="bad" live>
          {tell(send.error)}
        </Note>
      )}
      {send.data && (
        <>
          <Note
            tone="info"
            live
            actions={mailsAreCaught && <a href={paths.outbox(company.key)}>{t('banner.outbox')}</a>}
          >
            {t('mail.testSent', { to: send.data.to, answer: send.data.answer })}
          </Note>
          <Confirm company={company.key} />
        </>
      )}
    </div>
  );
}

function Confirm({ company }: { company: string }) {
  const t = useTexts();
  const tell = useTell();
  const [code, setCode] = useState('');
  const confirm = useMutation(api.companies.confirmTestMail.mutationOptions({ meta: { inline: true } }));
  return (
    <form
      className={styles.code}
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate({ company, code });
      }}
    >
      <TextInput
        label={t('mail.code')}
        required
        autoComplete="one-time-code"
        value={code}
        error={confirm.error && tell(confirm.error)}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Button type="submit" loading={confirm.isPending}>
        {t('mail.codeAct')}
      </Button>
    </form>
  );
}
