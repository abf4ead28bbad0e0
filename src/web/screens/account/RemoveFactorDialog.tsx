import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { client } from '#web/api.ts';
import { useTexts } from '#web/texts.ts';
import { toastDone } from '#web/ui/toasts.tsx';
import { ByPassword } from './ByPassword.tsx';

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
      title={
        removed?.kind === 'app'
          ? t('factor.removeApp')
          : t('factor.removePasskey', { name: removed?.name ?? '' })
      }
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      {removed && <Fields removed={removed} onClose={onClose} />}
    </Modal>
  );
}

function Fields({ removed, onClose }: { removed: Removed; onClose: () => void }) {
  const t = useTexts();
  const remove = useMutation({
    mutationFn: (password: string) =>
      removed.kind === 'app'
        ? client.secondFactor.removeTotp({ password })
        : client.secondFactor.removePasskey({ password, passkey: removed.id }),
    meta: { inline: true },
    onSuccess: () => {
      toastDone(t('factor.removed'));
      onClose();
    },
  });
  return (
    <ByPassword
      act={t('factor.remove')}
      busy={remove.isPending}
      error={remove.error}
      onSubmit={(password) => remove.mutate(password)}
    />
  );
}
