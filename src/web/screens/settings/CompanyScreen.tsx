import { useQuery } from '@tanstack/react-query';
import { api, type client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { CompanyForm } from './CompanyForm.tsx';
import { SettingsFrame } from './SettingsFrame.tsx';

export const companyQuery = (company: string) => api.companies.show.queryOptions({ input: { company } });
export type Company = Awaited<ReturnType<typeof client.companies.show>>;

/** Who the company is, as it stands on its letters, and how its debtors' lateness is counted. */
export function CompanyScreen() {
  const key = useCompanyKey();
  const company = useQuery(companyQuery(key));
  return (
    <SettingsFrame current="company">
      {company.error && <ErrorState error={company.error} onRetry={() => void company.refetch()} />}
      {company.isPending && <LoadingState kind="detail" />}
      {company.data && <CompanyForm company={company.data} />}
    </SettingsFrame>
  );
}
