import { Button } from '@mantine/core';
import { IconPrinter } from '@tabler/icons-react';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '#web/api.ts';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { NoticeWays } from '#web/parts/NoticeWays.tsx';
import { StepBadge } from '#web/parts/StepBadge.tsx';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Page } from '#web/ui/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { NoticeDrawer } from './NoticeDrawer.tsx';
import { ResultCounts } from './ResultCounts.tsx';
import { RunHeader } from './RunHeader.tsx';
import styles from './run.module.css';
import { dispatchesQuery, PLANNING_POLL_MS } from './run-queries.ts';
import { StandingNote } from './StandingNote.tsx';
import type { Notice, Run } from './types.ts';
import { UndoRun } from './UndoRun.tsx';
import { RunLook } from './view.ts';
import { WithdrawnList } from './WithdrawnList.tsx';

const PER_PAGE = 100;
const STATES = ['sent', 'refused', 'withdrawn', 'unknown', 'held', 'recalled', 'bounced'] as const;
const stateOf = (text: string) => STATES.find((state) => state === text);

const noticesQuery = (company: string, run: Run, look: RunLook, waiting: number) => {
  const state = stateOf(look.state);
  return api.notices.list.queryOptions({
    input: { company, run: run.id, page: look.page, perPage: PER_PAGE, ...(state ? { state } : {}) },
    placeholderData: keepPreviousData,
    refetchInterval: waiting > 0 ? 3 * PLANNING_POLL_MS : false,
  });
};

function useColumns(): Column<Notice>[] {
  const t = useTexts();
  return [
    { id: 'number', label: t('notice.number'), width: '5rem', cell: (row) => row.number },
    {
      id: 'debtor',
      label: t('run.column.debtor'),
      card: 'title',
      cell: (row) => (
        <>
          {row.debtor.name} <small className="rp-muted">{row.debtor.number}</small>
        </>
      ),
    },
    {
      id: 'level',
      label: t('run.column.level'),
      cell: (row) => <StepBadge stepKind={row.stepKind} level={row.level} />,
    },
    {
      id: 'state',
      label: t('notice.state'),
      cell: (row) => (
        <span className={styles.marks}>
          <NoticeWays ways={row.ways} />
          {row.undoneAt && <Tag tone="neutral">{t('notice.undoneTag')}</Tag>}
        </span>
      ),
    },
    {
      id: 'total',
      label: t('run.column.total'),
      align: 'end',
      card: 'figure',
      cell: (row) => <MoneyText money={row.total} />,
    },
  ];
}

/** What leaves and what became of each notice; closing the page stops nothing. */
export function ResultView({ run }: { run: Run }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(RunLook);
  const columns = useColumns();
  const { data: counts } = useQuery(dispatchesQuery(company, run));
  const waiting = counts?.waiting ?? 0;
  const list = useQuery(noticesQuery(company, run, look, waiting));
  useLastLook(`${run.state} ${waiting > 0}`);
  return (
    <Page>
      <RunHeader run={run} actions={<Actions run={run} />} />
      <StandingNote run={run} />
      <ResultCounts run={run} at={look.state} onPick={(state) => setLook({ state })} />
      {look.state === 'withdrawn' && <WithdrawnList run={run} />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('notice.list')}
          columns={columns}
          rows={list.data.rows}
          total={list.data.total}
          rowKey={({ id }) => id}
          rowLabel={({ debtor }) => debtor.name}
          isFetching={list.isPlaceholderData}
          page={look.page}
          perPage={PER_PAGE}
          onPage={(page) => setLook({ page })}
          onOpen={({ id }) => setLook({ issued: id, page: look.page })}
          empty={
            look.state ? (
              <EmptyState kind="nothingMatches" onClearFilters={() => setLook({ state: '' })} />
            ) : (
              <EmptyState kind="nothingYet" title={t('notice.noneYet')} />
            )
          }
        />
      )}
      <NoticeDrawer notice={look.issued} onClose={() => setLook({ issued: '', page: look.page })} />
    </Page>
  );
}

/** The notices are read once more when nothing waits any more: the last of them changed after the last look. */
function useLastLook(state: string): void {
  const queryClient = useQueryClient();
  const seen = useRef(state);
  useEffect(() => {
    if (seen.current === state) return;
    seen.current = state;
    void queryClient.invalidateQueries({ queryKey: api.notices.key() });
  }, [state, queryClient]);
}

function Actions({ run }: { run: Run }) {
  const t = useTexts();
  const company = useCompanyKey();
  const { data } = useQuery(dispatchesQuery(company, run));
  const letters = run.summary?.byChannel.some(({ channel }) => channel !== 'mail') ?? false;
  const ended = run.state === 'sent' || run.state === 'undone';
  return (
    <>
      {/* While mails still wait, it stands beside the time they wait. */}
      {data?.secondsToLeave === null && <UndoRun run={run} />}
      {letters && ended && (
        <Button
          component="a"
          href={`/api/companies/${company}/runs/${run.id}/print-batch`}
          target="_blank"
          leftSection={<IconPrinter size={16} />}
        >
          {t('run.printBatch')}
        </Button>
      )}
    </>
  );
}
