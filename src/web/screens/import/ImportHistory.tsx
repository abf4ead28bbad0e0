import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ImportState } from '#core/receivables/import-states.ts';
import { api } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { paths } from '#web/paths.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable, RowLink } from '#web/ui/DataTable.tsx';
import { Section } from '#web/ui/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import type { Tone } from '#web/ui/tokens.ts';
import type { Import } from './types.ts';

const listQuery = (company: string, page: number) =>
  api.imports.list.queryOptions({
    input: { company, page, perPage: 20 },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.rows.some((one) => /ing$/.test(one.state)) ? 1500 : false),
  });

const TONES: Record<ImportState, Tone> = {
  read: 'neutral',
  checking: 'info',
  checked: 'notice',
  applying: 'info',
  applied: 'good',
  undone: 'neutral',
  refused: 'warn',
  cancelled: 'neutral',
  failed: 'bad',
};

export function ImportStateTag({ state }: { state: ImportState }) {
  const t = useTexts();
  return <Tag tone={TONES[state]}>{t(`import.state.${state}`)}</Tag>;
}

function useColumns(company: string): Column<Import>[] {
  const t = useTexts();
  return [
    {
      id: 'file',
      label: t('import.history.file'),
      card: 'title',
      cell: (one) => <RowLink href={paths.import(company, { file: one.id })}>{one.fileName}</RowLink>,
    },
    { id: 'state', label: t('import.history.state'), cell: (one) => <ImportStateTag state={one.state} /> },
    {
      id: 'outcome',
      label: t('import.history.outcome'),
      cell: ({ result }) => (result ? t('import.history.counts', countsOf(result)) : '–'),
    },
    {
      id: 'when',
      label: t('import.history.when'),
      cell: (one) => <MomentText at={one.appliedAt ?? one.createdAt} />,
    },
  ];
}

function countsOf({ documents: { added, changed, settled } }: NonNullable<Import['result']>) {
  return { added, changed, settled };
}

type Props = { company: string; page: number; onPage: (page: number) => void };

/** What came in before, and what became of it. */
export function ImportHistory({ company, page, onPage }: Props) {
  const t = useTexts();
  const list = useQuery(listQuery(company, page));
  const columns = useColumns(company);
  return (
    <Section title={t('import.history.title')} flush>
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('import.history.title')}
          columns={columns}
          rows={list.data.rows}
          total={list.data.total}
          rowKey={({ id }) => id}
          rowLabel={({ fileName }) => fileName}
          isFetching={list.isPlaceholderData}
          page={page}
          perPage={20}
          onPage={onPage}
          empty={
            <EmptyState kind="nothingYet" title={t('import.history.empty')}>
              {t('import.history.emptyHint')}
            </EmptyState>
          }
        />
      )}
    </Section>
  );
}
