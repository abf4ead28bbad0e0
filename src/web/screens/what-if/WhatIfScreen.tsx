import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey, usePlace } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { ProgressPanel } from '#web/ui/ProgressPanel.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { WhatIfResults } from './WhatIfResults.tsx';

const whatIfQuery = (company: string, whatIf: string) =>
  api.whatIfs.show.queryOptions({
    input: { company, whatIf },
    refetchInterval: ({ state }) => (state.data?.state === 'computing' ? 500 : false),
  });

export type WhatIfShown = Awaited<ReturnType<typeof client.whatIfs.show>>;
export type WhatIfResult = NonNullable<WhatIfShown['result']>;

/** A policy tried on the months that have passed: what it would have sent, beside what really went. */
export function WhatIfScreen() {
  const company = useCompanyKey();
  const { data, error, isPending, refetch } = useQuery(whatIfQuery(company, usePlace('whatIf')));
  return (
    <Page>
      {error && !data && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="page" />}
      {data && <WhatIf whatIf={data} />}
    </Page>
  );
}

function WhatIf({ whatIf }: { whatIf: WhatIfShown }) {
  const t = useTexts();
  const { day } = useFormats();
  const company = useCompanyKey();
  const { policy, from, until, scope, state, result, answer } = whatIf;
  const policyPage = paths.policy(company, policy.id);
  return (
    <>
      <PageHeader
        title={t('whatIf.title', { policy: policy.name })}
        lead={t('whatIf.lead', { from: day(from), until: day(until), scope })}
        breadcrumbs={[
          { label: t('nav.policies'), href: paths.policies(company) },
          { label: policy.name, href: policyPage },
        ]}
      />
      {state === 'computing' && <Computing whatIf={whatIf} />}
      {state === 'cancelled' && (
        <Note tone="notice" actions={<a href={policyPage}>{t('whatIf.again')}</a>}>
          {t('whatIf.cancelled')}
        </Note>
      )}
      {state === 'failed' && (
        <Note tone="bad" actions={<a href={policyPage}>{t('whatIf.again')}</a>}>
          {t('whatIf.failed', { answer: answer ?? '' })}
        </Note>
      )}
      {result && <WhatIfResults whatIf={whatIf} result={result} />}
    </>
  );
}

function Computing({ whatIf: { id, progress } }: { whatIf: WhatIfShown }) {
  const t = useTexts();
  const company = useCompanyKey();
  const queries = useQueryClient();
  const cancel = useMutation(
    api.whatIfs.cancel.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: api.whatIfs.key() }),
    }),
  );
  return (
    <ProgressPanel
      title={t('whatIf.computing')}
      done={progress?.done ?? 0}
      total={progress?.total}
      actions={
        <Button
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ company, whatIf: id })}
        >
          {t('whatIf.cancel')}
        </Button>
      }
    />
  );
}
