import { Button, NumberInput, PasswordInput, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import type { Company } from './CompanyScreen.tsx';

/** The sender, and the server the mails leave through. The password of the server is written, never read back. */
export function MailForm({ company }: { company: Company }) {
  const t = useTexts();
  const closed = useClosedFor('owner');
  const [isChangingServer, setChangingServer] = useState(false);
  const { mail } = company;
  const form = useForm({ initialValues: writtenIn(mail) });
  const change = useMutation(
    api.companies.changeMail.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        setChangingServer(false);
        form.setFieldValue('smtpUrl', '');
        toastDone(t('act.saved'));
      },
    }),
  );
  const submit = () => {
    const { smtpUrl, releaseDelaySeconds, subjectMark, fromName, fromAddress, replyTo, copyTo } = form.values;
    const server = isChangingServer ? { smtpUrl: smtpUrl.trim() || null } : {};
    const sender = {
      fromName: orNone(fromName),
      fromAddress: orNone(fromAddress),
      releaseDelaySeconds,
      subjectMark,
    };
    const answers = { replyTo: orNone(replyTo), copyTo: orNone(copyTo) };
    change.mutate({ company: company.key, ...sender, ...answers, ...server });
  };
  return (
    <Form onSubmit={submit} busy={change.isPending} error={change.error} closed={closed} wide>
      <FieldRow>
        <TextInput
          label={t('mail.fromName')}
          placeholder={company.name}
          {...form.getInputProps('fromName')}
        />
        <TextInput
          label={t('mail.fromAddress')}
          type="email"
          placeholder={mail.sender.guessed ? mail.sender.address : undefined}
          {...form.getInputProps('fromAddress')}
        />
        <TextInput
          label={t('mail.replyTo')}
          type="email"
          description={t('mail.replyToHint')}
          {...form.getInputProps('replyTo')}
        />
        <TextInput
          label={t('mail.copyTo')}
          type="email"
          description={t('mail.copyToHint')}
          {...form.getInputProps('copyTo')}
        />
        <ReleaseDelay
          seconds={form.values.releaseDelaySeconds}
          onChange={(seconds) => form.setFieldValue('releaseDelaySeconds', seconds)}
        />
      </FieldRow>
      <Switch
        label={t('mail.subjectMark')}
        description={t('mail.subjectMarkHint')}
        {...form.getInputProps('subjectMark', { type: 'checkbox' })}
      />
      {isChangingServer ? (
        <PasswordInput
          label={t('mail.server')}
          description={t('mail.serverHint')}
          placeholder="smtp://user:password@mail.example.com:587"
          autoComplete="off"
          {...form.getInputProps('smtpUrl')}
        />
      ) : (
        <CurrentServer company={company} onChange={() => setChangingServer(true)} />
      )}
    </Form>
  );
}

function writtenIn(mail: Company['mail']) {
  return {
    fromName: mail.fromName ?? '',
    fromAddress: mail.fromAddress ?? '',
    replyTo: mail.replyTo ?? '',
    copyTo: mail.copyTo ?? '',
    releaseDelaySeconds: mail.releaseDelaySeconds,
    subjectMark: mail.subjectMark,
    smtpUrl: '',
  };
}

function orNone(word: string): string | null {
  return word.trim() || null;
}

/** After approving, so long a person can still change their mind. */
function ReleaseDelay({ seconds, onChange }: { seconds: number; onChange: (seconds: number) => void }) {
  const t = useTexts();
  return (
    <NumberInput
      label={t('mail.releaseDelay')}
      description={t('mail.releaseDelayHint')}
      min={0}
      max={1800}
      step={30}
      allowDecimal={false}
      clampBehavior="strict"
      value={seconds}
      onChange={(given) => onChange(Number(given) || 0)}
    />
  );
}

function CurrentServer({ company: { mail }, onChange }: { company: Company; onChange: () => void }) {
  const t = useTexts();
  return (
    <TextInput
      label={t('mail.server')}
      readOnly
      value={mail.smtp ?? t(mail.ready ? 'mail.serverOfInstallation' : 'mail.serverNone')}
      rightSectionWidth={110}
      rightSection={
        <Button size="compact-sm" variant="subtle" onClick={onChange}>
          {t('act.edit')}
        </Button>
      }
    />
  );
}
