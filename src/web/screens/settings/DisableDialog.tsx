import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useTexts } from '#web/texts.ts';
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Props = {
  company: string;
  user: { readonly id: string; readonly name: string } | null;
  onClose: () => void;
};

/** Shuts a user out of everything at once. */
export function DisableDialog({ company, user, onClose }: Props) {
  const t = useTexts();
  const disable = useMutation(
    api.users.changeAccess.mutationOptions({
      meta: { inline: true },
      onSuccess: () => {
        onClose();
        toastDone(t('users.disabled'));
      },
    }),
  );
  return (
    <ConfirmDialog
      opened={user !== null}
      onClose={onClose}
      title={t('users.disableTitle', { user: user?.name ?? '' })}
      act={t('users.disable')}
      danger
      busy={disable.isPending}
      error={disable.error}
      onConfirm={() => user && disable.mutate({ company, user: user.id, disabled: true })}
    >
      <p>{t('users.disableHint')}</p>
    </ConfirmDialog>
  );
}
