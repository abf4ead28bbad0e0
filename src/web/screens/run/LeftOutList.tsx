import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type Because, REASONS } from '#core/dunning/gates.ts';
import { api } from '#web/api.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { GateText, useGateName } from '#web/parts/GateText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './run.module.css';
import type { LeftOut, Run } from './types.ts';
import type { RunLook } from './view.ts';

const PER_PAGE = 100;

const leftOutQuery = (company: string, run: string, look: RunLook) =>
  api.dunningRuns.leftOut.queryOptions({
    input: {
      company,
      run,
      page: look.page,
      perPage: PER_PAGE,
      ...(reasonOf(look) ? { because: reasonOf(look) } : {}),
      ...(look.find ? { search: look.find } : {}),
    },
    placeholderData: keepPreviousData,
  });

function reasonOf({ because }: RunLook): Because | undefined {
  return REASONS.find((reason) => reason === because);
}

function useColumns(): Column<LeftOut>[] {
  const t = useTexts();
  return [
    {
      id: 'debtor',
      label: t('run.column.debtor'),
      card: 'title',
      cell: (row) => <DebtorLink debtor={row.debtor} isRow />,
    },
    { id: 'because', label: t('leftOut.because'), cell: (row) => <GateText gate={row} /> },
    {
      id: 'items',
      label: t('leftOut.items'),
      cell: (row) => (
        <span className={styles.leftItems}>
          {row.items.slice(0, 3).map((item) => (
            <span key={item.dueItemId}>
              {item.documentNumber} <MoneyText money={item.open} quiet />
            </span>
          ))}
          {row.items.length > 3 && (
            <span className="rp-muted">{t('leftOut.more', { count: row.items.length - 3 })}</span>
          )}
        </span>
      ),
    },
    {
      id: 'until',
      label: t('leftOut.until'),
      align: 'end',
      card: 'figure',
      cell: (row) => (row.until ? <DayText day={row.until} /> : '–'),
    },
  ];
}

/** Who is not reminded, why, and from when they may be: nobody is skipped without a reason. */
export function LeftOutList({
  run,
  look,
  setLook,
}: {
  run: Run;
  look: RunLook;
  setLook: (look: Partial<RunLook>) => void;
}) {
  const t = useTexts();
  const nameOf = useGateName();
  const company = useCompanyKey();
  const columns = useColumns();
  const list = useQuery(leftOutQuery(company, run.id, look));
  const reasons = run.summary?.leftOut ?? [];
  return (
    <>
      <FilterBar find={look.find} onFind={(find) => setLook({ find })} findLabel={t('run.find')} />
      <fieldset className={styles.reasons}>
        <legend className={styles.hidden}>{t('leftOut.because')}</legend>
        {reasons.map(({ because, debtors }) => (
          <button
            key={because}
            type="button"
            className={styles.reason}
            aria-pressed={look.because === because}
            onClick={() => setLook({ because: look.because === because ? '' : because })}
          >
            {nameOf(because)} <strong className="rp-figures">{debtors}</strong>
          </button>
        ))}
      </fieldset>
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('leftOut.title')}
          columns={columns}
          rows={list.data.rows}
          total={list.data.total}
          rowKey={(row) => `${row.debtor.id} ${row.because} ${row.until} ${row.items[0]?.dueItemId}`}
          rowLabel={({ debtor }) => debtor.name}
          isFetching={list.isPlaceholderData}
          page={look.page}
          perPage={PER_PAGE}
          onPage={(page) => setLook({ page })}
          empty={
            reasons.length === 0 ? (
              <EmptyState kind="done" title={t('leftOut.none')} />
            ) : (
              <EmptyState kind="nothingMatches" onClearFilters={() => setLook({ find: '', because: '' })} />
            )
          }
        />
      )}
    </>
  );
}
