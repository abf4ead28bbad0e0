import { Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { ByPassword } from './ByPassword.tsx';
import styles from './SecondFactor.module.css';

type Props = { opened: boolean; onClose: () => void; onDone: (recoveryCodes: readonly string[]) => void };
type Begun = Awaited<ReturnType<typeof client.secondFactor.beginTotp>>;

/** An authenticator app: the password, the QR code, and a first code that shows it was read. */
export function AppDialog({ opened, onClose, onDone }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('factor.app')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Steps onDone={onDone} />
    </Modal>
  );
}

function Steps({ onDone }: Pick<Props, 'onDone'>) {
  const t = useTexts();
  const begin = useMutation(
    api.secondFactor.beginTotp.mutationOptions({ meta: { inline: true, keep: true } }),
  );
  if (begin.data) return <Confirm begun={begin.data} onDone={onDone} />;
  return (
    <ByPassword
      act={t('proof.act')}
      busy={begin.isPending}
      error={begin.error}
      onSubmit={(password) => begin.mutate({ password })}
    />
  );
}

function Confirm({ begun, onDone }: { begun: Begun } & Pick<Props, 'onDone'>) {
  const t = useTexts();
  const [code, setCode] = useState('');
  const confirm = useMutation(
    api.secondFactor.confirmTotp.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ recoveryCodes }) => {
        toastDone(t('factor.on'));
        onDone(recoveryCodes);
      },
    }),
  );
  return (
    <Form
      onSubmit={() => confirm.mutate({ code })}
      act={t('factor.setUp')}
      busy={confirm.isPending}
      error={confirm.error}
      wide
    >
      <p>{t('factor.scan')}</p>
      <div className={styles.qr}>
        <img src={`data:image/svg+xml,${encodeURIComponent(begun.qrSvg)}`} alt={t('factor.qr')} />
      </div>
      <Textarea
        label={t('factor.secret')}
        readOnly
        autosize
        minRows={1}
        value={(begun.secret.match(/.{4}/g) ?? []).join(' ')}
        onFocus={(event) => event.currentTarget.select()}
      />
      <TextInput
        label={t('proof.code')}
        required
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={10}
        data-autofocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
    </Form>
  );
}
