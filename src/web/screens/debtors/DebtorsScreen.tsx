import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { DEBTOR_VIEWS } from '#contract/debtors.ts';
import { api, type client } from '#web/api.ts';
import { AmountsText } from '#web/parts/AmountsText.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { HoldDrawer, type HoldTarget } from '#web/parts/HoldDrawer.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { NoteDrawer, type NoteTarget } from '#web/parts/NoteDrawer.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { useSelection } from '#web/ui/selection.ts';
import { sortApart } from '#web/ui/sorting.ts';
import { Tag } from '#web/ui/Tag.tsx';

const PER_PAGE = 50;
const HELD_AT_ONCE_MAX = 500;
const SORTS = [
  '-overdue',
  'overdue',
  '-open',
  'open',
  '-lateness',
  'lateness',
  '-level',
  'level',
  'name',
  '-name',
  'contacted',
  '-contacted',
] as const;

const View = z.object({
  view: z.enum(DEBTOR_VIEWS).catch('open'),
  find: z.string().catch(''),
  level: z.coerce.number().int().min(0).max(9).optional().catch(undefined),
  group: z.uuid().optional().catch(undefined),
  sort: z.enum(SORTS).catch('-overdue'),
  page: z.coerce.number().int().min(1).catch(1),
});
type ViewState = z.output<typeof View>;

function listQuery(company: string, { view, find, level, group, sort, page }: ViewState) {
  return api.debtors.list.queryOptions({
    input: {
      company,
      view,
      page,
      perPage: PER_PAGE,
      ...sortApart(sort),
      ...(find ? { search: find } : {}),
      ...(level === undefined ? {} : { level }),
      ...(group === undefined ? {} : { group }),
    },
    placeholderData: keepPreviousData,
  });
}

type Row = Awaited<ReturnType<typeof client.debtors.list>>['rows'][number];

function useColumns(): Column<Row>[] {
  const t = useTexts();
  return [
    {
      id: 'name',
      label: t('debtors.column.debtor'),
      sort: 'name',
      card: 'title',
      cell: (row) => <DebtorLink debtor={row} isRow />,
    },
    {
      id: 'level',
      label: t('debtors.column.level'),
      sort: 'level',
      cell: (row) => <LevelBadge level={row.level} />,
    },
    { id: 'state', label: t('debtors.column.state'), cell: (row) => <States row={row} /> },
    {
      id: 'contacted',
      label: t('debtors.column.contacted'),
      sort: 'contacted',
      cell: (row) =>
        row.contactedOn === null ? (
          <span className="rp-muted">{t('debtors.neverContacted')}</span>
        ) : (
          <DayText day={row.contactedOn} />
        ),
    },
    {
      id: 'late',
      label: t('debtors.column.late'),
      sort: 'lateness',
      align: 'end',
      cell: (row) => <span className="rp-figures">{row.daysLate || ''}</span>,
    },
    {
      id: 'open',
      label: t('debtors.column.open'),
      sort: 'open',
      align: 'end',
      cell: (row) => <AmountsText amounts={row.open} />,
    },
    {
      id: 'overdue',
      label: t('debtors.column.overdue'),
      sort: 'overdue',
      align: 'end',
      card: 'figure',
      cell: (row) => <AmountsText amounts={row.overdue} />,
    },
  ];
}

function States({ row }: { row: Row }) {
  const t = useTexts();
  if (row.onHold) return <Tag tone="notice">{t('hold.tag')}</Tag>;
  return row.noAddress ? <Tag tone="bad">{t('debtors.noAddress')}</Tag> : null;
}

/** Everybody who owes, with how much, how late, and how far they were reminded. */
export function DebtorsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [view, setView] = useView(View);
  const list = useQuery(listQuery(company, view));
  const columns = useColumns();
  const selection = useSelection(JSON.stringify([view.view, view.find, view.level, view.group]));
  const [cursor, setCursor] = useState<string | null>(null);
  const [hold, setHold] = useState<HoldTarget | null>(null);
  const [note, setNote] = useState<NoteTarget | null>(null);
  const rows = list.data?.rows ?? [];
  const row = rows.find(({ id }) => id === cursor) ?? rows[0];
  useRowCommands({ row, ticked: [...selection.keys], setHold, setNote });
  const clear = () => setView({ find: '', level: undefined, group: undefined });
  return (
    <Page>
      <PageHeader title={t('nav.debtors')} />
      <PageTabs
        label={t('debtors.views')}
        current={view.view}
        tabs={DEBTOR_VIEWS.map((id) => ({
          id,
          label: t(`debtors.view.${id}`),
          href: paths.debtors(company, { ...(id === 'open' ? {} : { view: id }), find: view.find }),
        }))}
      />
      <Filters view={view} setView={setView} />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('nav.debtors')}
          columns={columns}
          rows={rows}
          total={list.data.total}
          rowKey={({ id }) => id}
          rowLabel={({ name }) => name}
          isFetching={list.isPlaceholderData}
          page={view.page}
          perPage={PER_PAGE}
          onPage={(page) => setView({ page })}
          sort={view.sort}
          onSort={(sort) => setView({ sort: SORTS.find((one) => one === sort) ?? '-overdue' })}
          selection={selection}
          cursor={cursor}
          onCursor={setCursor}
          bulk={<BulkHold selection={selection} onHold={setHold} />}
          empty={<Empty view={view} onClear={clear} />}
        />
      )}
      <HoldDrawer target={hold} onClose={() => setHold(null)} onDone={selection.clear} />
      <NoteDrawer target={note} onClose={() => setNote(null)} />
    </Page>
  );
}

function Filters({ view, setView }: { view: ViewState; setView: (patch: Partial<ViewState>) => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const groups = useQuery(api.debtors.listGroups.queryOptions({ input: { company } })).data ?? [];
  const levels = Array.from({ length: 10 }, (_, level) => level);
  return (
    <FilterBar find={view.find} onFind={(find) => setView({ find })} findLabel={t('debtors.find')}>
      <NativeSelect
        aria-label={t('debtors.filter.level')}
        value={view.level === undefined ? '' : String(view.level)}
        onChange={({ currentTarget: { value } }) =>
          setView({ level: value === '' ? undefined : Number(value) })
        }
        data={[
          { value: '', label: t('debtors.filter.anyLevel') },
          ...levels.map((level) => ({ value: String(level), label: t('level.name', { level }) })),
        ]}
      />
      {groups.length > 0 && (
        <NativeSelect
          aria-label={t('debtors.filter.group')}
          value={view.group ?? ''}
          onChange={({ currentTarget: { value } }) => setView({ group: value || undefined })}
          data={[
            { value: '', label: t('debtors.filter.anyGroup') },
            ...groups.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </FilterBar>
  );
}

type BulkProps = { selection: ReturnType<typeof useSelection>; onHold: (target: HoldTarget) => void };

function BulkHold({ selection, onHold }: BulkProps) {
  const t = useTexts();
  const role = useClosedFor('clerk');
  const tooMany = selection.allMatching || selection.keys.size > HELD_AT_ONCE_MAX;
  return (
    <ReasonButton
      size="compact-sm"
      closed={role ?? (tooMany ? t('debtors.bulk.few') : null)}
      keys="h"
      onClick={() => onHold({ debtors: [...selection.keys], items: [] })}
    >
      {t('debtors.bulk.hold')}
    </ReasonButton>
  );
}

function useRowCommands(on: {
  row: Row | undefined;
  ticked: readonly string[];
  setHold: (target: HoldTarget) => void;
  setNote: (target: NoteTarget) => void;
}) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const group = t('receivables.keys');
  const { row, ticked } = on;
  const hold = () => {
    if (ticked.length > 0) on.setHold({ debtors: ticked, items: [] });
    else if (row) on.setHold({ debtors: [row.id], items: [], name: row.name });
  };
  const note = () => row && on.setNote({ debtor: row.id, item: null, name: row.name });
  useCommands([
    { id: 'row.hold', label: t('hold.title'), group, keys: 'h', run: hold, closed },
    { id: 'row.note', label: t('note.title'), group, keys: 'c', run: note, closed },
  ]);
}

function Empty({ view, onClear }: { view: ViewState; onClear: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const filtered = view.find !== '' || view.level !== undefined || view.group !== undefined;
  if (filtered || (view.view !== 'open' && view.view !== 'all')) {
    return <EmptyState kind="nothingMatches" onClearFilters={filtered ? onClear : undefined} />;
  }
  return (
    <EmptyState
      kind="nothingYet"
      title={t('debtors.empty.title')}
      action={
        <Button component="a" href={paths.import(company)}>
          {t('debtors.empty.act')}
        </Button>
      }
    >
      {t('debtors.empty.lead')}
    </EmptyState>
  );
}
