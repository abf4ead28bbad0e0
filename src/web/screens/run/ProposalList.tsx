import { NativeSelect } from '@mantine/core';
import { IconAlertTriangle, IconBan, IconPencil } from '@tabler/icons-react';
import type { UseQueryResult } from '@tanstack/react-query';
import { STEP_KINDS } from '#core/dunning/policy.ts';
import { ChannelIcon } from '#web/parts/ChannelIcon.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { StepBadge, useStepName } from '#web/parts/StepBadge.tsx';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FilterBar, type FilterChip } from '#web/ui/FilterBar.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import type { Selection } from '#web/ui/selection.ts';
import { ProposalBulk } from './ProposalBulk.tsx';
import styles from './run.module.css';
import type { ProposalRow, Run } from './types.ts';
import type { Edits } from './use-edits.ts';
import { PROPOSALS_PER_PAGE, type RunLook } from './view.ts';

type Props = {
  run: Run;
  look: RunLook;
  setLook: (look: Partial<RunLook>) => void;
  list: UseQueryResult<{ rows: ProposalRow[]; total: number }, Error>;
  selection: Selection;
  edits: Edits;
  at: string | null;
  onPoint: (notice: string) => void;
};

function useColumns(): Column<ProposalRow>[] {
  const t = useTexts();
  return [
    {
      id: 'debtor',
      label: t('run.column.debtor'),
      sort: 'name',
      card: 'title',
      cell: (row) => (
        <span className={styles.debtor} data-dropped={row.dropped || undefined}>
          <span>{row.debtor.name}</span>
          <small>
            {row.debtor.number} · {t('run.items', { count: row.items })} ·{' '}
            {t('run.daysLate', { days: row.daysLateMax })}
          </small>
        </span>
      ),
    },
    {
      id: 'level',
      label: t('run.column.level'),
      sort: 'level',
      cell: (row) => (
        <span className={styles.marks}>
          <StepBadge stepKind={row.stepKind} level={row.level} />
          {row.leavesBy.length > 0 && (
            <span className={styles.leavesBy}>
              {row.leavesBy.map((channel) => (
                <ChannelIcon key={channel} channel={channel} />
              ))}
            </span>
          )}
          <Marks row={row} />
        </span>
      ),
    },
    {
      id: 'total',
      label: t('run.column.total'),
      sort: 'total',
      align: 'end',
      card: 'figure',
      cell: (row) => (
        <span className={styles.figures} data-dropped={row.dropped || undefined}>
          <MoneyText money={row.total} />
          {row.total.amount !== row.open.amount && (
            <small>
              <MoneyText money={row.open} quiet />
            </small>
          )}
        </span>
      ),
    },
  ];
}

function Marks({ row }: { row: ProposalRow }) {
  const t = useTexts();
  return (
    <>
      {row.dropped && <IconBan size={16} role="img" aria-label={t('run.mark.dropped')} />}
      {row.edited && !row.dropped && <IconPencil size={16} role="img" aria-label={t('run.mark.edited')} />}
      {row.warnings.length > 0 && (
        <IconAlertTriangle
          size={16}
          className={styles.warned}
          role="img"
          aria-label={t('run.mark.warned', { count: row.warnings.length })}
        />
      )}
    </>
  );
}

/** The notices proposed: who, which level, which way, how much, and what to look at twice. */
export function ProposalList({ run, look, setLook, list, selection, edits, at, onPoint }: Props) {
  const t = useTexts();
  const columns = useColumns();
  const clear = () => setLook({ find: '', level: null, step: null, channel: null, show: 'all' });
  return (
    <div className={styles.list}>
      <FilterBar
        find={look.find}
        onFind={(find) => setLook({ find })}
        findLabel={t('run.find')}
        chips={useChips(look, setLook)}
        onClear={clear}
      >
        <Filters run={run} look={look} setLook={setLook} />
      </FilterBar>
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('run.list')}
          columns={columns}
          rows={list.data.rows}
          total={list.data.total}
          rowKey={({ id }) => id}
          rowLabel={({ debtor }) => debtor.name}
          isFetching={list.isPlaceholderData}
          page={look.page}
          perPage={PROPOSALS_PER_PAGE}
          onPage={(page) => setLook({ page })}
          sort={look.sort}
          onSort={(sort) => setLook({ sort: sort as RunLook['sort'] })}
          selection={selection}
          bulk={<ProposalBulk run={run} rows={list.data.rows} selection={selection} edits={edits} />}
          cursor={at}
          onCursor={onPoint}
          onOpen={({ id }) => setLook({ notice: id, open: true, page: look.page })}
          empty={<Nothing run={run} onClear={clear} />}
        />
      )}
    </div>
  );
}

function Nothing({ run, onClear }: { run: Run; onClear: () => void }) {
  const t = useTexts();
  if ((run.summary?.notices ?? 0) + (run.summary?.dropped ?? 0) > 0) {
    return <EmptyState kind="nothingMatches" onClearFilters={onClear} />;
  }
  return (
    <EmptyState kind="done" title={t('run.nothingDue')}>
      {t('run.nothingDueHint')}
    </EmptyState>
  );
}

type FilterProps = Pick<Props, 'run' | 'look' | 'setLook'>;

function Filters({ run, look, setLook }: FilterProps) {
  const t = useTexts();
  const stepName = useStepName();
  const levels = run.summary?.byLevel ?? [];
  return (
    <>
      <NativeSelect
        aria-label={t('run.column.level')}
        value={look.level ?? look.step ?? ''}
        onChange={(event) => {
          const { value } = event.currentTarget;
          const step = STEP_KINDS.find((kind) => kind === value) ?? null;
          setLook({ step, level: value === '' || step ? null : Number(value) });
        }}
        data={[
          { value: '', label: t('run.filter.allLevels') },
          ...levels.map(({ stepKind, level, notices }) => ({
            value: String(level ?? stepKind ?? 0),
            label: `${stepName(stepKind, level)} (${notices})`,
          })),
        ]}
      />
      <NativeSelect
        aria-label={t('run.filter.show')}
        value={look.show}
        onChange={(event) => setLook({ show: event.currentTarget.value as RunLook['show'] })}
        data={(['all', 'kept', 'edited', 'dropped', 'warned'] as const).map((show) => ({
          value: show,
          label: t(`run.show.${show}`),
        }))}
      />
    </>
  );
}

function useChips(look: RunLook, setLook: Props['setLook']): FilterChip[] {
  const t = useTexts();
  if (look.channel === null) return [];
  const label = `${t('run.column.channel')}: ${t(`channel.${look.channel}`)}`;
  return [{ id: 'channel', label, onRemove: () => setLook({ channel: null }) }];
}
