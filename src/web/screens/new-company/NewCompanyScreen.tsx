import { Button } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { NewCompanyFields, newCompanyStart, newCompanyWanted } from '#web/parts/NewCompanyFields.tsx';
import { paths } from '#web/paths.ts';
import { useGo } from '#web/place.ts';
import { sessionQuery, useSession } from '#web/session.ts';
import { useLanguage, useTexts } from '#web/texts.ts';
import { Form } from '#web/ui/Form.tsx';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';

/** A further company, or the invented one to try things in. */
export function NewCompanyScreen() {
  const t = useTexts();
  const { language } = useLanguage();
  const { companies } = useSession();
  const opened = useOpenCompany();
  const create = useMutation(
    api.companies.create.mutationOptions({ meta: { inline: true, keep: true }, onSuccess: opened }),
  );
  const createDemo = useMutation(
    api.companies.createDemo.mutationOptions({ meta: { keep: true }, onSuccess: opened }),
  );
  const form = useForm({ initialValues: newCompanyStart(language) });
  return (
    <Page kind="text">
      <PageHeader title={t('newCompany.title')} lead={t('newCompany.lead')} />
      <Section>
        <Form
          onSubmit={() => create.mutate(newCompanyWanted(form.values))}
          act={t('newCompany.act')}
          busy={create.isPending}
          error={create.error}
        >
          <NewCompanyFields form={form} />
        </Form>
      </Section>
      {!companies.some(({ isDemo }) => isDemo) && (
        <Section title={t('newCompany.demo')} lead={t('firstRun.demoHint')}>
          <Button
            variant="default"
            loading={createDemo.isPending}
            onClick={() => createDemo.mutate(undefined)}
          >
            {t('newCompany.demoAct')}
          </Button>
        </Section>
      )}
    </Page>
  );
}

function useOpenCompany() {
  const go = useGo();
  const queryClient = useQueryClient();
  return async ({ key }: { key: string }) => {
    await queryClient.fetchQuery({ ...sessionQuery, staleTime: 0 });
    go(paths.worklist(key));
  };
}
