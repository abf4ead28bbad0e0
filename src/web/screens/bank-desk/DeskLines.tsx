import { NativeSelect } from '@mantine/core';
import type { z } from 'zod';
import type { BankAccountView } from '#contract/bank-statements.ts';
import { DESK_VIEWS } from '#contract/settlement-views.ts';
import { CertaintyTag } from '#web/parts/bank/CertaintyTag.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { EmptyState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import styles from './desk.module.css';
import { type DeskLook, LINES_PER_PAGE, type SetLook } from './desk-look.ts';
import type { DeskLine } from './draft.ts';

type Props = {
  look: DeskLook;
  setLook: SetLook;
  rows: readonly DeskLine[];
  total: number;
  counts: Partial<Record<(typeof DESK_VIEWS)[number], number>>;
  accounts: readonly z.output<typeof BankAccountView>[];
  isFetching: boolean;
  at: string | null;
  onPoint: (line: string) => void;
};

function useColumns(): Column<DeskLine>[] {
  const t = useTexts();
  return [
    {
      id: 'who',
      label: t('desk.column.who'),
      card: 'title',
      cell: (line) => (
        <span className={styles.who}>
          <span>{line.counterparty ?? t('desk.nobody')}</span>
          <small>{[line.structuredReference, line.text].filter(Boolean).join(' · ') || '–'}</small>
        </span>
      ),
    },
    {
      id: 'fits',
      label: t('desk.column.fits'),
      width: '112px',
      cell: (line) => <Fits line={line} />,
    },
    {
      id: 'amount',
      label: t('desk.column.amount'),
      align: 'end',
      width: '132px',
      card: 'figure',
      cell: (line) => (
        <span className={styles.figures}>
          <MoneyText
            money={{
              amount: line.remaining === '0.00' ? line.amount : line.remaining,
              currency: line.currency,
            }}
          />
          <small>
            <DayText day={line.bookedOn} as="short" />
          </small>
        </span>
      ),
    },
  ];
}

function Fits({ line }: { line: DeskLine }) {
  const t = useTexts();
  if (line.state === 'settled' || line.state === 'ignored') {
    return <Tag tone="neutral">{t(`bankLine.state.${line.state}`)}</Tag>;
  }
  if (line.later) return <Tag tone="neutral">{t('desk.laterTag')}</Tag>;
  return <CertaintyTag certainty={line.matches[0]?.certainty ?? null} />;
}

/** The lines that wait, oldest first, each with how sure its best proposal is. */
export function DeskLines({ look, setLook, rows, total, counts, accounts, isFetching, at, onPoint }: Props) {
  const t = useTexts();
  const columns = useColumns();
  const isFiltered = look.find !== '' || look.account !== '';
  return (
    <div className={styles.list}>
      <FilterBar
        find={look.find}
        onFind={(find) => setLook({ find })}
        findLabel={t('desk.find')}
        findKeys="f"
      >
        <NativeSelect
          aria-label={t('desk.view')}
          value={look.view}
          onChange={(event) => {
            const view = DESK_VIEWS.find((one) => one === event.currentTarget.value);
            if (view) setLook({ view });
          }}
          data={DESK_VIEWS.map((view) => ({
            value: view,
            label: t('desk.viewCounted', { view: t(`desk.view.${view}`), count: counts[view] ?? 0 }),
          }))}
        />
        {accounts.length > 1 && (
          <NativeSelect
            aria-label={t('desk.account')}
            value={look.account}
            onChange={(event) => setLook({ account: event.currentTarget.value })}
            data={[
              { value: '', label: t('desk.everyAccount') },
              ...accounts.map(({ id, name }) => ({ value: id, label: name })),
            ]}
          />
        )}
      </FilterBar>
      <DataTable
        label={t('desk.list')}
        columns={columns}
        rows={rows}
        total={total}
        rowKey={({ id }) => id}
        rowLabel={({ counterparty, text }) => counterparty ?? text}
        isFetching={isFetching}
        page={look.page}
        perPage={LINES_PER_PAGE}
        onPage={(page) => setLook({ page })}
        cursor={at}
        onCursor={onPoint}
        onOpen={({ id }) => setLook({ line: id, open: true, page: look.page })}
        empty={
          isFiltered || look.view !== 'to_match' ? (
            <EmptyState
              kind="nothingMatches"
              onClearFilters={() => setLook({ find: '', account: '', view: 'to_match' })}
            />
          ) : (
            <EmptyState kind="done" title={t('desk.done.title')}>
              {t('desk.done.lead')}
            </EmptyState>
          )
        }
      />
    </div>
  );
}
