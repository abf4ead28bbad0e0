import { PasswordInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { PASSWORD_LENGTH_MIN } from '#contract/session.ts';
import { api } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { EntryFrame } from '#web/parts/EntryFrame.tsx';
import { usePlace } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { PageHeader } from '#web/ui/Page.tsx';
import { useArrival } from './arrival.ts';

/**
 * A sign-in by a link that works once. It waits for a click: programs that look at mails open links too, and would
 * use it up.
 */
export function LinkScreen() {
  const t = useTexts();
  const token = usePlace('token');
  const arrive = useArrival('');
  const [password, setPassword] = useState('');
  const signIn = useMutation(
    api.session.signInByLink.mutationOptions({ meta: { inline: true, keep: true }, onSuccess: arrive }),
  );
  const [isInvited, setInvited] = useState(false);
  const asksPassword = isRefusedWith(signIn.error, 'password_needed');
  if (asksPassword && !isInvited) setInvited(true);
  return (
    <EntryFrame>
      <PageHeader title={t('link.title')} lead={isInvited ? t('link.choosePassword') : t('link.lead')} />
      <Form
        onSubmit={() => signIn.mutate({ token, ...(isInvited ? { password } : {}) })}
        act={t('signIn.act')}
        busy={signIn.isPending}
        error={asksPassword ? null : signIn.error}
        wide
      >
        {isInvited && (
          <PasswordInput
            label={t('user.newPassword')}
            description={t('user.passwordHint', { min: PASSWORD_LENGTH_MIN })}
            required
            minLength={PASSWORD_LENGTH_MIN}
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        )}
      </Form>
    </EntryFrame>
  );
}
