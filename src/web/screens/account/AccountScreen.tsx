import { PasswordInput, Radio, Switch, TextInput, useMantineColorScheme } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { PASSWORD_LENGTH_MIN, THEMES } from '#contract/session.ts';
import { api } from '#web/api.ts';
import { isRefusedWith } from '#web/errors.ts';
import { LanguageSelect } from '#web/parts/LanguageSelect.tsx';
import { ProofFirst } from '#web/parts/proof/ProofFirst.tsx';
import { sessionQuery, useSession } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import styles from './AccountScreen.module.css';
import { OpenSessions } from './OpenSessions.tsx';
import { SecondFactor } from './SecondFactor.tsx';

/** What belongs to the user alone, in all companies. */
export function AccountScreen() {
  const t = useTexts();
  const { user, version } = useSession();
  if (!user) return null;
  return (
    <Page kind="text">
      <PageHeader title={t('nav.account')} lead={user.email} />
      <Preferences user={user} />
      <Password />
      <SecondFactor />
      <OpenSessions />
      <p className="rp-muted">{t('account.version', { version })}</p>
    </Page>
  );
}

type User = NonNullable<ReturnType<typeof useSession>['user']>;

/** Each choice holds as soon as it is made. */
function Preferences({ user }: { user: User }) {
  const t = useTexts();
  const { setColorScheme } = useMantineColorScheme();
  const change = useChange();
  const form = useForm({ initialValues: { name: user.name } });
  const save = () =>
    change.mutate({ name: form.values.name }, { onSuccess: () => toastDone(t('act.saved')) });
  return (
    <Section title={t('account.preferences')}>
      <div className={styles.stack}>
        <Form onSubmit={save} busy={change.isPending && change.variables?.name !== undefined}>
          <TextInput label={t('user.name')} required autoComplete="name" {...form.getInputProps('name')} />
        </Form>
        <LanguageSelect
          label={t('account.language')}
          value={user.language}
          onChange={(language) => change.mutate({ language })}
        />
        <Radio.Group
          label={t('account.theme')}
          value={user.theme}
          onChange={(wanted) => {
            const theme = THEMES.find((each) => each === wanted) ?? 'system';
            setColorScheme(theme === 'system' ? 'auto' : theme);
            change.mutate({ theme });
          }}
        >
          <div className={styles.row}>
            {THEMES.map((theme) => (
              <Radio key={theme} value={theme} label={t(`theme.${theme}`)} />
            ))}
          </div>
        </Radio.Group>
        <Switch
          label={t('account.shortcuts')}
          description={t('account.shortcutsHint')}
          checked={user.shortcuts}
          onChange={(event) => change.mutate({ shortcuts: event.currentTarget.checked })}
        />
      </div>
    </Section>
  );
}

function useChange() {
  const queryClient = useQueryClient();
  return useMutation(
    api.session.changePreferences.mutationOptions({
      meta: { keep: true },
      onSuccess: (session) => queryClient.setQueryData(sessionQuery.queryKey, session),
    }),
  );
}

function Password() {
  const t = useTexts();
  const form = useForm({ initialValues: { current: '', next: '' } });
  const change = useMutation(
    api.session.changePassword.mutationOptions({
      meta: { inline: true, keep: true },
      onSuccess: () => {
        form.reset();
        toastDone(t('account.passwordChanged'));
      },
    }),
  );
  if (isRefusedWith(change.error, 'second_factor_stale')) {
    return (
      <Section title={t('account.password')}>
        <ProofFirst onProved={() => change.mutate(form.values)} />
      </Section>
    );
  }
  return (
    <Section title={t('account.password')}>
      <Form
        onSubmit={() => change.mutate(form.values)}
        act={t('account.changePassword')}
        busy={change.isPending}
        error={change.error}
      >
        <PasswordInput
          label={t('account.currentPassword')}
          required
          autoComplete="current-password"
          {...form.getInputProps('current')}
        />
        <PasswordInput
          label={t('user.newPassword')}
          description={t('user.passwordHint', { min: PASSWORD_LENGTH_MIN })}
          required
          minLength={PASSWORD_LENGTH_MIN}
          autoComplete="new-password"
          {...form.getInputProps('next')}
        />
      </Form>
    </Section>
  );
}
