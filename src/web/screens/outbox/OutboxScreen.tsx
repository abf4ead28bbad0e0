import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { api, type client } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { SplitView } from '#web/ui/SplitView.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { CaughtMail } from './CaughtMail.tsx';
import styles from './outbox.module.css';

const PER_PAGE = 100;

const OutboxLook = z.object({
  find: z.string().catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  mail: z.string().catch(''),
  open: z.coerce.boolean().catch(false),
});
type OutboxLook = z.output<typeof OutboxLook>;

const listQuery = (company: string, look: OutboxLook) =>
  api.outbox.list.queryOptions({
    input: {
      company,
      page: look.page,
      perPage: PER_PAGE,
      ...(look.find ? { search: look.find } : {}),
    },
    placeholderData: keepPreviousData,
    refetchInterval: 4000,
  });

type Row = Awaited<ReturnType<typeof client.outbox.list>>['rows'][number];

function useColumns(): Column<Row>[] {
  const t = useTexts();
  return [
    {
      id: 'subject',
      label: t('mail.subject'),
      card: 'title',
      cell: (row) => (
        <span className={styles.mail}>
          <strong>{row.subject}</strong>
          <small className="rp-muted">{row.to.join(', ')}</small>
        </span>
      ),
    },
    {
      id: 'at',
      label: t('outbox.caughtAt'),
      align: 'end',
      card: 'figure',
      cell: (row) => <MomentText at={row.caughtAt} />,
    },
  ];
}

/** The mails that the demo's own mail server caught: what debtors would have received, byte for byte. */
export function OutboxScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(OutboxLook);
  const list = useQuery(listQuery(company, look));
  const columns = useColumns();
  const rows = list.data?.rows ?? [];
  const at = rows.find(({ id }) => id === look.mail) ?? rows[0];
  return (
    <Page kind="split">
      <PageHeader title={t('nav.outbox')} lead={t('outbox.lead')} />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <SplitView
          name="outbox"
          isOpen={look.open && at !== undefined}
          onBack={() => setLook({ open: false, page: look.page })}
          list={
            <div className={styles.list}>
              <FilterBar find={look.find} onFind={(find) => setLook({ find })} findLabel={t('outbox.find')} />
              <DataTable
                label={t('nav.outbox')}
                columns={columns}
                rows={rows}
                total={list.data.total}
                rowKey={({ id }) => id}
                rowLabel={({ subject }) => subject}
                isFetching={list.isPlaceholderData}
                page={look.page}
                perPage={PER_PAGE}
                onPage={(page) => setLook({ page })}
                cursor={at?.id ?? null}
                onCursor={(mail) => setLook({ mail, page: look.page })}
                onOpen={({ id }) => setLook({ mail: id, open: true, page: look.page })}
                empty={<Nothing find={look.find} onClear={() => setLook({ find: '' })} />}
              />
            </div>
          }
          detail={at ? <CaughtMail mail={at.id} /> : <Nothing find="" onClear={() => undefined} />}
        />
      )}
    </Page>
  );
}

function Nothing({ find, onClear }: { find: string; onClear: () => void }) {
  const t = useTexts();
  if (find) return <EmptyState kind="nothingMatches" onClearFilters={onClear} />;
  return (
    <EmptyState kind="nothingYet" title={t('outbox.none')}>
      {t('outbox.noneHint')}
    </EmptyState>
  );
}
