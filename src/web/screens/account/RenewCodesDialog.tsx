import { Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { useTexts } from '#web/texts.ts';
import { ByPassword } from './ByPassword.tsx';

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
  const renew = useMutation(
    api.secondFactor.renewRecoveryCodes.mutationOptions({
      meta: { inline: true },
      onSuccess: ({ recoveryCodes }) => onDone(recoveryCodes),
    }),
  );
  return (
    <ByPassword
      act={t('factor.renewRecovery')}
      busy={renew.isPending}
      error={renew.error}
      onSubmit={(password) => renew.mutate({ password })}
    />
  );
}
