import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { z } from 'zod/mini';
import { api } from '#web/api.ts';
import { EntryFrame } from '#web/parts/EntryFrame.tsx';
import { hasPasskeys, PasskeyUnanswered, useGivePasskey } from '#web/parts/proof/passkeys.ts';
import { SecondFactorForm } from '#web/parts/proof/SecondFactorForm.tsx';
import { useView } from '#web/place.ts';
import { sessionQuery, useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Note } from '#web/ui/Note.tsx';
import { PageHeader } from '#web/ui/Page.tsx';
import { useArrival } from './arrival.ts';

/** Where somebody wanted to go before being asked who they are. */
const View = z.object({ next: z.catch(z.string(), '') });

export function SignInScreen() {
  const [{ next }] = useView(View);
  const { awaited } = useSession();
  return (
    <EntryFrame>{awaited ? <SecondStep next={next} ways={awaited} /> : <FirstStep next={next} />}</EntryFrame>
  );
}

function FirstStep({ next }: { next: string }) {
  const t = useTexts();
  const arrive = useArrival(next);
  const signIn = useMutation(
    api.session.signIn.mutationOptions({ meta: { inline: true, keep: true }, onSuccess: arrive }),
  );
  const passkey = useGivePasskey(arrive);
  const unanswered = passkey.error instanceof PasskeyUnanswered;
  const form = useForm({ initialValues: { email: '', password: '' } });
  return (
    <>
      <PageHeader title={t('signIn.title')} lead={t('signIn.lead')} />
      <Form
        onSubmit={() => signIn.mutate(form.values)}
        act={t('signIn.act')}
        busy={signIn.isPending}
        error={signIn.error ?? (unanswered ? null : passkey.error)}
        wide
        actions={
          hasPasskeys() && (
            <Button
              variant="default"
              leftSection={<IconFingerprint size={16} aria-hidden="true" />}
              loading={passkey.isPending}
              onClick={() => passkey.mutate()}
            >
              {t('proof.passkey')}
            </Button>
          )
        }
      >
        <TextInput
          label={t('user.email')}
          type="email"
          required
          autoComplete="username"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={t('user.password')}
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
      <p className="rp-muted">{t('signIn.forgotten')}</p>
    </>
  );
}

/** The password was right: now the second factor. */
function SecondStep({
  next,
  ways,
}: {
  next: string;
  ways: NonNullable<ReturnType<typeof useSession>['awaited']>;
}) {
  const t = useTexts();
  const arrive = useArrival(next);
  const queryClient = useQueryClient();
  const back = useMutation(
    api.session.signOut.mutationOptions({
      meta: { keep: true },
      onSuccess: (session) => queryClient.setQueryData(sessionQuery.queryKey, session),
    }),
  );
  return (
    <>
      <PageHeader title={t('signIn.second.title')} lead={t('signIn.second.lead')} />
      <SecondFactorForm
        ways={ways}
        onProved={arrive}
        wide
        actions={
          <Button variant="subtle" loading={back.isPending} onClick={() => back.mutate(undefined)}>
            {t('signIn.second.back')}
          </Button>
        }
      />
    </>
  );
}
