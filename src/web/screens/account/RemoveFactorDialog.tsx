import { Modal, PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { ProofFirst } from '#web/parts/proof/ProofFirst.tsx';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

export type Removed =
  | { readonly kind: 'app'; readonly name: string }
  | { readonly kind: 'passkey'; readonly id: string; readonly name: string };

/** Takes a factor away, by password. */
export function RemoveFactorDialog({ removed, onClose }: { removed: Removed | null; onClose: () => void }) {
  const t = useTexts();
  return (
    <Modal
      opened={removed !== null}
      onClose={onClose}
      title={t('factor.removePasskey', { name: removed?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      {removed && <Fields removed={removed} onClose={onClose} />}
    </Modal>
  );
}

function Fields({ removed, onClose }: { removed: Removed; onClose: () => void }) {
  const t = useTexts();
  const [password, setPassword] = useState('');
  const remove = useMutation({
    mutationFn: () =>
      removed.kind === 'app'
        ? client.secondFactor.removeTotp({ password })
        : client.secondFactor.removePasskey({ password, passkey: removed.id }),
    meta: { inline: true },
    onSuccess: () => {
      toastDone(t('factor.removed'));
      onClose();
    },
  });
  if (isRefusedWith(remove.error, 'second_factor_stale'))
    return <ProofFirst onProved={() => remove.mutate()} />;
  return (
    <Form
      onSubmit={() => remove.mutate()}
      act={t('factor.remove')}
      busy={remove.isPending}
      error={remove.error}
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
