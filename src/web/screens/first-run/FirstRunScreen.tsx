import { PasswordInput, Radio, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { PASSWORD_LENGTH_MIN } from '#contract/session.ts';
import { api } from '#web/api.ts';
import { EntryFrame } from '#web/parts/EntryFrame.tsx';
import { NewCompanyFields, newCompanyStart, newCompanyWanted } from '#web/parts/NewCompanyFields.tsx';
import { paths } from '#web/paths.ts';
import { useGo } from '#web/place.ts';
import { sessionQuery, useSession } from '#web/session.ts';
import { useLanguage, useTexts } from '#web/texts.ts';
import { ChoiceCard, ChoiceCards } from '#web/ui/ChoiceCards.tsx';
import { FieldRow, Form } from '#web/ui/Form.tsx';
import { PageHeader } from '#web/ui/Page.tsx';

/** The first page of a new installation: who is the owner, and what to begin with. */
export function FirstRunScreen() {
  const t = useTexts();
  const go = useGo();
  const { language } = useLanguage();
  const session = useSession();
  const create = useFirstRun();
  const form = useForm({
    initialValues: {
      name: '',
      email: '',
      password: '',
      begin: 'own' as 'own' | 'demo',
      ...newCompanyStart(language),
    },
  });
  const isDemo = form.values.begin === 'demo';
  useEffect(() => {
    if (!session.firstRun) go(paths.home(), { replace: true });
  }, [session.firstRun, go]);

  const submit = () => {
    const { name, email, password } = form.values;
    const company = isDemo ? null : newCompanyWanted(form.values);
    create.mutate({ name, email, password, language, company });
  };
  return (
    <EntryFrame wide>
      <PageHeader title={t('firstRun.title')} lead={t('firstRun.lead')} />
      <Form
        onSubmit={submit}
        act={t(isDemo ? 'firstRun.actDemo' : 'firstRun.act')}
        busy={create.isPending}
        error={create.error}
        wide
      >
        <Radio.Group
          label={t('firstRun.begin')}
          value={form.values.begin}
          onChange={(begin) => form.setFieldValue('begin', begin === 'demo' ? 'demo' : 'own')}
        >
          <ChoiceCards>
            <ChoiceCard value="own" title={t('firstRun.own')} words={t('firstRun.ownHint')} />
            <ChoiceCard value="demo" title={t('firstRun.demo')} words={t('firstRun.demoHint')} />
          </ChoiceCards>
        </Radio.Group>
        {!isDemo && <NewCompanyFields form={form} />}
        <FieldRow>
          <TextInput
            label={t('firstRun.yourName')}
            required
            autoComplete="name"
            {...form.getInputProps('name')}
          />
          <TextInput
            label={t('firstRun.yourEmail')}
            type="email"
            required
            autoComplete="username"
            {...form.getInputProps('email')}
          />
        </FieldRow>
        <PasswordInput
          label={t('user.password')}
          description={t('user.passwordHint', { min: PASSWORD_LENGTH_MIN })}
          required
          minLength={PASSWORD_LENGTH_MIN}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
      </Form>
    </EntryFrame>
  );
}

function useFirstRun() {
  const go = useGo();
  const queryClient = useQueryClient();
  return useMutation(
    api.session.firstRun.mutationOptions({
      meta: { inline: true, keep: true },
      onSuccess: (session) => {
        queryClient.setQueryData(sessionQuery.queryKey, session);
        go(paths.home(), { replace: true });
      },
    }),
  );
}
