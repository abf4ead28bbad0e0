import { PasswordInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { z } from 'zod';
import { api } from '#web/api.ts';
import { EntryFrame } from '#web/parts/EntryFrame.tsx';
import { useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { PageHeader } from '#web/ui/Page.tsx';
import { useArrival } from './arrival.ts';

/** Where somebody wanted to go before being asked who they are. */
const View = z.object({ next: z.string().catch('') });

export function SignInScreen() {
  const t = useTexts();
  const [{ next }] = useView(View);
  const arrive = useArrival(next);
  const signIn = useMutation(
    api.session.signIn.mutationOptions({ meta: { inline: true, keep: true }, onSuccess: arrive }),
  );
  const form = useForm({ initialValues: { email: '', password: '' } });
  return (
    <EntryFrame>
      <PageHeader title={t('signIn.title')} lead={t('signIn.lead')} />
      <Form
        onSubmit={() => signIn.mutate(form.values)}
        act={t('signIn.act')}
        busy={signIn.isPending}
        error={signIn.error}
        wide
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
      </Form>
      <p className="rp-muted">{t('signIn.forgotten')}</p>
    </EntryFrame>
  );
}
