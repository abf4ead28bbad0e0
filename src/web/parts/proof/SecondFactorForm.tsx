import { Button, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { FACTOR_WAYS } from '#contract/session.ts';
import { api, type client } from '#web/api.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { hasPasskeys, PasskeyUnanswered, useGivePasskey } from './passkeys.ts';

type Session = Awaited<ReturnType<typeof client.session.giveCode>>;
type Props = {
  ways: readonly (typeof FACTOR_WAYS)[number][];
  onProved: (session: Session) => void;
  /** Further ways out, beside the button. */
  actions?: ReactNode;
  wide?: boolean;
};

/** A code, or a passkey: what shows that it is the user and not only somebody with the password. */
export function SecondFactorForm({ ways, onProved, actions, wide = false }: Props) {
  const t = useTexts();
  const [code, setCode] = useState('');
  const give = useMutation(
    api.session.giveCode.mutationOptions({ meta: { inline: true }, onSuccess: onProved }),
  );
  const passkey = useGivePasskey(onProved);
  const unanswered = passkey.error instanceof PasskeyUnanswered;
  return (
    <Form
      onSubmit={() => give.mutate({ code })}
      act={t('proof.act')}
      busy={give.isPending}
      error={give.error ?? (unanswered ? null : passkey.error)}
      wide={wide}
      actions={
        <>
          {ways.includes('passkey') && hasPasskeys() && (
            <Button
              variant="default"
              leftSection={<IconFingerprint size={16} aria-hidden="true" />}
              loading={passkey.isPending}
              onClick={() => passkey.mutate()}
            >
              {t('proof.passkey')}
            </Button>
          )}
          {actions}
        </>
      }
    >
      <TextInput
        label={t('proof.code')}
        description={t(ways.includes('totp') ? 'proof.codeHint' : 'proof.recoveryHint')}
        required
        autoComplete="one-time-code"
        spellCheck={false}
        maxLength={40}
        data-autofocus
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      {unanswered && (
        <Note tone="warn" live>
          {t('proof.passkeyFailed')}
        </Note>
      )}
    </Form>
  );
}
