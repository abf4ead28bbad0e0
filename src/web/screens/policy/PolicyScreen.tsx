import { useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, type client } from '#web/api.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey, usePlace, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { Note } from '#web/ui/Note.tsx';
import { Page } from '#web/ui/Page.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { PolicyEditor } from './PolicyEditor.tsx';

export type PolicyShown = Awaited<ReturnType<typeof client.policies.show>>;

/** Which version is looked at: the newest, which can be edited, or an older one. */
const PolicyLook = z.object({ version: z.coerce.number().int().min(0).catch(0) });

const policyQuery = (company: string, policy: string, version: number) =>
  api.policies.show.queryOptions({
    input: { company, policy, ...(version > 0 ? { version } : {}) },
    // What is being edited is not exchanged under the fingers.
    refetchOnWindowFocus: false,
  });

/** One policy: its steps, what they come to in days, and everything that may be wrong with it. */
export function PolicyScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const id = usePlace('policy');
  const [look] = useView(PolicyLook);
  const policy = useQuery(policyQuery(company, id, look.version));
  if (policy.error && !policy.data) {
    return (
      <Page kind="text">
        <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />
      </Page>
    );
  }
  if (!policy.data) {
    return (
      <Page>
        <LoadingState kind="page" />
      </Page>
    );
  }
  const { shown, version } = policy.data;
  return (
    <Page>
      {shown !== version && (
        <Note tone="notice" actions={<a href={paths.policy(company, id)}>{t('policy.toNewest')}</a>}>
          {t('policy.oldVersion', { version: shown })}
        </Note>
      )}
      <PolicyEditor key={`${id} ${shown} ${policy.data.archived}`} policy={policy.data} />
    </Page>
  );
}
