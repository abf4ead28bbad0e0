import { Button, NativeSelect } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { DEBTOR_VIEWS } from '#contract/debtors.ts';
import { api } from '#web/api.ts';
import { HoldDrawer, type HoldTarget } from '#web/parts/HoldDrawer.tsx';
import { NoteDrawer, type NoteTarget } from '#web/parts/NoteDrawer.tsx';
import { NothingImported } from '#web/parts/NothingImported.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { type Selection, useSelection } from '#web/ui/selection.ts';
import { sortApart } from '#web/ui/sorting.ts';
import { BulkActions } from './BulkActions.tsx';
import { type DebtorRow, useDebtorColumns } from './debtor-columns.tsx';
import { MoveDrawer, type MoveTarget } from './MoveDrawer.tsx';

const PER_PAGE = 50;
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

function listQuery(company: string, view: ViewState) {
  return api.debtors.list.queryOptions({
    input: {
      company,
      ...filtersOf(view),
      ...sortApart(view.sort),
      page: view.page,
      perPage: PER_PAGE,
    },
    placeholderData: keepPreviousData,
  });
}

/** The filters without the page and the order: what "all that match" means. */
function filtersOf({ view, find, level, group }: ViewState) {
  return {
    view,
    ...(find ? { search: find } : {}),
    ...(level === undefined ? {} : { level }),
    ...(group === undefined ? {} : { group }),
  };
}

/** Everybody who owes, with how much, how late, and how far they were reminded. */
export function DebtorsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [view, setView] = useView(View);
  const list = useQuery(listQuery(company, view));
  const columns = useDebtorColumns();
  const selection = useSelection(JSON.stringify([view.view, view.find, view.level, view.group]));
  const [cursor, setCursor] = useState<string | null>(null);
  const [hold, setHold] = useState<HoldTarget | null>(null);
  const [note, setNote] = useState<NoteTarget | null>(null);
  const isOwner = !useClosedFor('owner');
  const rows = list.data?.rows ?? [];
  const row = rows.find(({ id }) => id === cursor) ?? rows[0];
  const [move, setMove] = useState<MoveTarget | null>(null);
  const total = list.data?.total ?? 0;
  const moveTarget = targetOf(selection, row, view);
  useRowCommands({ row, ticked: [...selection.keys], setHold, setNote, onMove: () => setMove(moveTarget) });
  const clear = () => setView({ find: '', level: undefined, group: undefined });
  return (
    <Page>
      <PageHeader
        title={t('nav.debtors')}
        actions={
          <Button component="a" variant="default" href={paths.groups(company)}>
            {t('settings.groups')}
          </Button>
        }
      />
      <PageTabs
        label={t('debtors.views')}
        current={view.view}
        tabs={DEBTOR_VIEWS.filter((id) => id !== 'restricted' || isOwner).map((id) => ({
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
          bulk={<BulkActions selection={selection} onHold={setHold} onMove={() => setMove(moveTarget)} />}
          empty={<Empty view={view} onClear={clear} />}
        />
      )}
      <HoldDrawer target={hold} onClose={() => setHold(null)} onDone={selection.clear} />
      <NoteDrawer target={note} onClose={() => setNote(null)} />
      <MoveDrawer
        target={move}
        count={move?.matching ? total : (move?.debtors?.length ?? 0)}
        onClose={() => setMove(null)}
        onDone={selection.clear}
        onRefused={() => void list.refetch()}
      />
    </Page>
  );
}

/** What is ticked; else the debtor under the cursor. */
function targetOf(selection: Selection, row: DebtorRow | undefined, view: ViewState): MoveTarget | null {
  if (selection.allMatching) return { debtors: null, matching: filtersOf(view) };
  if (selection.keys.size > 0) return { debtors: [...selection.keys], matching: null };
  return row ? { debtors: [row.id], matching: null } : null;
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

function useRowCommands(on: {
  row: DebtorRow | undefined;
  ticked: readonly string[];
  setHold: (target: HoldTarget) => void;
  setNote: (target: NoteTarget) => void;
  onMove: () => void;
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
    { id: 'row.move', label: t('group.move.command'), group, keys: 'm', run: on.onMove, closed },
  ]);
}

function Empty({ view, onClear }: { view: ViewState; onClear: () => void }) {
  const t = useTexts();
  const filtered = view.find !== '' || view.level !== undefined || view.group !== undefined;
  if (!filtered && view.view === 'restricted')
    return <EmptyState kind="nothingYet" title={t('debtors.noneRestricted')} />;
  if (filtered || (view.view !== 'open' && view.view !== 'all')) {
    return <EmptyState kind="nothingMatches" onClearFilters={filtered ? onClear : undefined} />;
  }
  return <NothingImported title={t('debtors.empty.title')} />;
}
