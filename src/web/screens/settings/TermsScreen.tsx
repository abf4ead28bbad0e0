import { useQuery } from '@tanstack/react-query';
import { api, type client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';
import { TermsForm } from './TermsForm.tsx';

export type TermsShown = Awaited<ReturnType<typeof client.terms.show>>;

const termsQuery = (company: string) => api.terms.show.queryOptions({ input: { company } });

/** What the company's general terms say about late payment, and what the law makes of it. */
export function TermsScreen() {
  const key = useCompanyKey();
  const terms = useQuery(termsQuery(key));
  return (
    <SettingsFrame current="terms">
      {terms.error && <ErrorState error={terms.error} onRetry={() => void terms.refetch()} />}
      {terms.isPending && <LoadingState kind="detail" />}
      {terms.data && <TermsForm terms={terms.data} />}
    </SettingsFrame>
  );
}
