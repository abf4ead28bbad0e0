import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useItemColumns } from '#web/parts/item-columns.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './DebtorScreen.module.css';
import type { Debtor } from './DebtorScreen.tsx';

const PER_PAGE = 50;

const itemsQuery = (company: string, debtor: string, page: number) =>
  api.openItems.list.queryOptions({
    input: { company, debtor, view: 'open', sort: 'due', direction: 'asc', page, perPage: PER_PAGE },
    placeholderData: keepPreviousData,
  });

/** What is open at one debtor, the oldest first. */
export function DebtorItems({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [page, setPage] = useState(1);
  const { data, error, isPending, refetch, isPlaceholderData } = useQuery(
    itemsQuery(company, debtor.id, page),
  );
  const columns = useItemColumns({ withDebtor: false });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <LoadingState />;
  return (
    <div>
      <DataTable
        label={t('debtor.tab.items')}
        columns={columns}
        rows={data.rows}
        total={data.total}
        rowKey={({ id }) => id}
        rowLabel={({ number }) => number}
        isFetching={isPlaceholderData}
        page={page}
        perPage={PER_PAGE}
        onPage={setPage}
        empty={<EmptyState kind="done" title={t('debtor.items.none')} />}
      />
      <p className={styles.more}>
        <a href={paths.items(company, { debtor: debtor.id, view: 'settled' })}>{t('debtor.settled')}</a>
      </p>
    </div>
  );
}
