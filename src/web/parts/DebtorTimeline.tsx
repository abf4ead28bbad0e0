import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { client } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Timeline } from './Timeline.tsx';

type Props = { debtor?: string; item?: string };

/** Everything that happened to a debtor or an item, newest first, earlier entries on demand. */
export function DebtorTimeline({ debtor, item }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const { timeZone } = useCompany();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery({
      queryKey: ['timeline', company, debtor ?? '', item ?? ''],
      initialPageParam: '',
      queryFn: ({ pageParam }) =>
        client.timeline.list({
          company,
          limit: 50,
          ...(debtor ? { debtor } : {}),
          ...(item ? { item } : {}),
          ...(pageParam ? { before: pageParam } : {}),
        }),
      getNextPageParam: (page) => (page.more ? page.entries.at(-1)?.id : undefined),
    });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingState kind="detail" />;
  const entries = data.pages.flatMap((page) => page.entries);
  if (entries.length === 0) return <EmptyState kind="nothingYet" title={t('debtor.timeline.none')} />;
  return (
    <>
      <Timeline entries={entries} timeZone={timeZone} />
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('debtor.timeline.more')}
        </Button>
      )}
    </>
  );
}
