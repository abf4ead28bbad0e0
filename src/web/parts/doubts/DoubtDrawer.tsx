import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { SideDrawer } from '#web/ui/SideDrawer.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { DoubtFacts } from './DoubtFacts.tsx';

export type DoubtTarget = { readonly dispatch: string; readonly notice: string; readonly debtor: string };

/** What is known of one mail in doubt, beside the list it stands in; it closes once it is settled. */
export function DoubtDrawer({ target, onClose }: { target: DoubtTarget | null; onClose: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const input = { company, dispatch: target?.dispatch ?? '' };
  const found = useQuery(api.notices.doubtful.queryOptions({ input, enabled: target !== null }));
  const [doubt] = found.data?.rows ?? [];
  const isSettled = target !== null && found.data !== undefined && !found.isFetching && doubt === undefined;
  useEffect(() => {
    if (isSettled) onClose();
  }, [isSettled, onClose]);
  return (
    <SideDrawer
      opened={target !== null}
      onClose={onClose}
      title={target ? t('doubt.title', { notice: target.notice, debtor: target.debtor }) : ''}
    >
      {found.error && <ErrorState error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <LoadingState kind="detail" />}
      {doubt && <DoubtFacts doubt={doubt} />}
    </SideDrawer>
  );
}
