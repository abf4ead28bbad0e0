import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { HAND_OVER_PARTIES } from '#core/dunning/policy.ts';
import { api, type client } from '#web/api.ts';
import { DayText, MomentText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useCompany } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable, RowLink } from '#web/ui/DataTable.tsx';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';

const PER_PAGE = 50;
const View = z.object({
  find: z.string().catch(''),
  page: z.coerce.number().int().min(1).catch(1),
});

const listQuery = (company: string, { find, page }: z.output<typeof View>) =>
  api.collectors.list.queryOptions({
    input: { company, search: find, page, perPage: PER_PAGE },
    placeholderData: keepPreviousData,
  });

type Row = Awaited<ReturnType<typeof client.collectors.list>>['rows'][number];

/** What lies with a lawyer, a bailiff or a collection agency; to somebody from outside, what lies with them. */
export function HandedOverScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const isOutside = useCompany().role === 'collector';
  const [view, setView] = useView(View);
  const list = useQuery(listQuery(company, view));
  const columns = useColumns(company, isOutside);
  return (
    <Page>
      <PageHeader title={t('nav.handedOver')} />
      <FilterBar find={view.find} onFind={(find) => setView({ find, page: 1 })} />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('nav.handedOver')}
          columns={columns}
          rows={list.data.rows}
          total={list.data.total}
          rowKey={({ item }) => item}
          rowLabel={({ document }) => document}
          isFetching={list.isPlaceholderData}
          page={view.page}
          perPage={PER_PAGE}
          onPage={(page) => setView({ page })}
          empty={
            view.find ? (
              <EmptyState kind="nothingMatches" onClearFilters={() => setView({ find: '', page: 1 })} />
            ) : (
              <EmptyState kind="nothingYet" title={t('handedOver.empty')}>
                {isOutside ? t('handedOver.empty.mine') : t('handedOver.empty.house')}
              </EmptyState>
            )
          }
        />
      )}
    </Page>
  );
}

function useColumns(company: string, isOutside: boolean): Column<Row>[] {
  const t = useTexts();
  const columns: Column<Row>[] = [
    {
      id: 'debtor',
      label: t('handedOver.debtor'),
      card: 'title',
      cell: ({ item, debtor }) => (
        <>
          <RowLink href={paths.handedOverItem(company, item)}>{debtor.name}</RowLink>
          <div className="rp-muted">{debtor.number}</div>
        </>
      ),
    },
    { id: 'document', label: t('handedOver.document'), cell: ({ document }) => document },
    { id: 'due', label: t('handedOver.dueOn'), cell: ({ dueOn }) => <DayText day={dueOn} /> },
    {
      id: 'to',
      label: t('handedOver.to'),
      cell: ({ to, collector }) => (
        <div>
          <PartyName to={to} />
          {collector && !isOutside && <div className="rp-muted">{collector.name}</div>}
        </div>
      ),
    },
    { id: 'on', label: t('handedOver.on'), cell: ({ handedOn }) => <DayText day={handedOn} /> },
    {
      id: 'report',
      label: t('handedOver.lastReport'),
      cell: ({ lastReport }) =>
        lastReport && (
          <div>
            {t(`collector.report.${lastReport.kind}`)}
            <div className="rp-muted">
              <MomentText at={lastReport.reportedAt} />
            </div>
          </div>
        ),
    },
    {
      id: 'open',
      label: t('handedOver.open'),
      align: 'end',
      card: 'figure',
      cell: ({ open }) => <MoneyText money={open} />,
    },
  ];
  return isOutside ? columns.filter(({ id }) => id !== 'to') : columns;
}

/** The lawyer, the bailiff or the collection agency. */
export function PartyName({ to }: { to: string }) {
  const t = useTexts();
  const party = HAND_OVER_PARTIES.find((one) => one === to);
  return <>{party ? t(`handOver.to.${party}`) : to}</>;
}
