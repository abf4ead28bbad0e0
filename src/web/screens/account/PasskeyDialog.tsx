import { Modal, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { isRefusedWith } from '#web/errors.ts';
import { ProofFirst } from '#web/parts/proof/ProofFirst.tsx';
import { makePasskey, PasskeyUnanswered } from '#web/parts/proof/passkeys.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { toastDone } from '#web/ui/toasts.tsx';

type Props = { opened: boolean; onClose: () => void; onDone: (recoveryCodes: readonly string[]) => void };

/** A passkey of this device or of one that it asks: its name, the password, and what the browser then shows. */
export function PasskeyDialog({ opened, onClose, onDone }: Props) {
  const t = useTexts();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('factor.addPasskey')}
      closeButtonProps={{ 'aria-label': t('act.close') }}
    >
      <Fields onDone={onDone} />
    </Modal>
  );
}

function Fields({ onDone }: Pick<Props, 'onDone'>) {
  const t = useTexts();
  const form = useForm({ initialValues: { name: '', password: '' } });
  const make = useMutation({
    mutationFn: makePasskey,
    meta: { inline: true },
    onSuccess: ({ recoveryCodes }) => {
      toastDone(t('factor.on'));
      onDone(recoveryCodes);
    },
  });
  const unanswered = make.error instanceof PasskeyUnanswered;
  if (isRefusedWith(make.error, 'second_factor_stale'))
    return <ProofFirst onProved={() => make.mutate(form.values)} />;
  return (
    <Form
      onSubmit={() => make.mutate(form.values)}
      act={t('factor.addPasskey')}
      busy={make.isPending}
      error={unanswered ? null : make.error}
      wide
    >
      <TextInput
        label={t('factor.passkeyName')}
        description={t('factor.passkeyNameHint')}
        required
        maxLength={80}
        autoComplete="off"
        data-autofocus
        {...form.getInputProps('name')}
      />
      <PasswordInput
        label={t('factor.password')}
        required
        autoComplete="current-password"
        {...form.getInputProps('password')}
      />
      {unanswered && (
        <Note tone="warn" live>
          {t('proof.passkeyFailed')}
        </Note>
      )}
    </Form>
  );
}
