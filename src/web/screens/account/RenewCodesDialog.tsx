import { Modal, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { ProofFirst } from '#web/parts/proof/ProofFirst.tsx';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';

type Props = { opened: boolean; onClose: () => void; onDone: (recoveryCodes: readonly string[]) => void };

/** New recovery codes, by password. */
export function RenewCodesDialog({ opened, onClose, onDone }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('factor.renewRecovery')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Fields onDone={onDone} />
    </Modal>
  );
}

function Fields({ onDone }: Pick<Props, 'onDone'>) {
  const t = useTexts();
  const [password, setPassword] = useState('');
  const renew = useMutation(
    api.secondFactor.renewRecoveryCodes.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
    }),
  );
  if (isRefusedWith(renew.error, 'second_factor_stale'))
    return <ProofFirst onProved={() => renew.mutate({ password })} />;
  return (
    <Form
      onSubmit={() => renew.mutate({ password })}
      act={t('factor.renewRecovery')}
      busy={renew.isPending}
      error={renew.error}
      wide
    >
      <PasswordInput
        label={t('factor.password')}
        required
        autoComplete="current-password"
        data-autofocus
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
    </Form>
  );
}
