import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { isOpen } from '#core/dunning/run-states.ts';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { RunStateBadge } from '#web/parts/StateBadge.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { type Column, DataTable, RowLink } from '#web/ui/DataTable.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { AutomaticDays } from './AutomaticDays.tsx';
import { PlanDialog } from './PlanDialog.tsx';

/** The dialog to plan a run is part of the link, so that other screens can open it. */
const RunsLook = z.object({
  page: z.coerce.number().int().min(1).catch(1),
  plan: z.string().catch(''),
  debtor: z.string().catch(''),
  group: z.string().catch(''),
});

const listQuery = (company: string, page: number) =>
  api.dunningRuns.list.queryOptions({
    input: { company, page, perPage: 50 },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.rows.some((run) => run.state === 'sending' || run.state === 'planning') ? 1500 : false,
  });

type Row = Awaited<ReturnType<typeof client.dunningRuns.list>>['rows'][number];

function useColumns(company: string): Column<Row>[] {
  const t = useTexts();
  const { number, money } = useFormats();
  return [
    {
      id: 'number',
      label: t('runs.column.run'),
      card: 'title',
      cell: (run) => (
        <RowLink href={paths.run(company, run.id)}>{t('run.title', { number: run.number })}</RowLink>
      ),
    },
    { id: 'day', label: t('runs.column.day'), cell: (run) => <DayText day={run.plannedFor} /> },
    { id: 'state', label: t('runs.column.state'), cell: (run) => <RunStateBadge state={run.state} /> },
    {
      id: 'who',
      label: t('runs.column.who'),
      card: 'none',
      cell: (run) => run.approvedBy ?? run.plannedBy ?? 'Rappel',
    },
    {
      id: 'notices',
      label: t('runs.column.notices'),
      align: 'end',
      cell: (run) => (run.summary ? number(run.summary.notices) : '–'),
    },
    {
      id: 'total',
      label: t('run.column.total'),
      align: 'end',
      card: 'figure',
      cell: (run) => run.summary?.total.map((each) => money(each)).join(' + ') || '–',
    },
  ];
}

/** Every run there was, the newest first, and the way to the next one. */
export function RunsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(RunsLook);
  const list = useQuery(listQuery(company, look.page));
  const columns = useColumns(company);
  const clerkOnly = useClosedFor('clerk');
  const open = list.data?.rows.find((run) => isOpen(run.state));
  const closed = clerkOnly ?? (open ? t('runs.oneOpen', { number: open.number }) : null);
  const plan = () => setLook({ plan: 'true' });
  useCommands([
    { id: 'runs.plan', label: t('runs.plan'), group: t('run.keys'), keys: 'c', run: plan, closed },
  ]);
  const button = (
    <ReasonButton closed={closed} keys="c" onClick={plan}>
      {t('runs.plan')}
    </ReasonButton>
  );
  return (
    <Page>
      <PageHeader title={t('nav.runs')} lead={t('runs.lead')} actions={button} />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('nav.runs')}
          columns={columns}
          rows={list.data.rows}
          total={list.data.total}
          rowKey={({ id }) => id}
          rowLabel={(run) => t('run.title', { number: run.number })}
          isFetching={list.isPlaceholderData}
          page={look.page}
          perPage={50}
          onPage={(page) => setLook({ page })}
          empty={
            <EmptyState kind="nothingYet" title={t('runs.none')}>
              {t('runs.noneHint')}
            </EmptyState>
          }
        />
      )}
      <AutomaticDays />
      <PlanDialog
        opened={look.plan !== '' && !closed}
        debtor={look.debtor}
        group={look.group}
        onClose={() => setLook({ plan: '', debtor: '', group: '' })}
      />
    </Page>
  );
}
