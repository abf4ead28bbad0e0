import { useQuery } from '@tanstack/react-query';
import { api } from '#web/api.ts';
import { BankFrame } from '#web/parts/bank/BankFrame.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { SettlementPolicyForm } from './SettlementPolicyForm.tsx';

const policyQuery = (company: string) => api.settlements.policy.queryOptions({ input: { company } });

/** What settles by itself, and within which limits differences are let go. */
export function BankSettingsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const policy = useQuery(policyQuery(company));
  return (
    <BankFrame current="settings" lead={t('bankSettings.lead')}>
      {policy.error && <ErrorState error={policy.error} onRetry={() => void policy.refetch()} />}
      {policy.isPending && <LoadingState kind="page" />}
      {policy.data && <SettlementPolicyForm policy={policy.data} />}
    </BankFrame>
  );
}
