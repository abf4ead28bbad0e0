import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { OPEN_ITEM_VIEWS } from '#contract/open-items.ts';
import { DOCUMENT_KINDS } from '#core/receivables/kinds.ts';
import { api } from '#web/api.ts';
import { HoldDrawer, type HoldTarget } from '#web/parts/HoldDrawer.tsx';
import { type ItemRow, useItemColumns } from '#web/parts/item-columns.tsx';
import { NoteDrawer, type NoteTarget } from '#web/parts/NoteDrawer.tsx';
import { NothingImported } from '#web/parts/NothingImported.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { useSelection } from '#web/ui/selection.ts';
import { sortApart } from '#web/ui/sorting.ts';
import { ItemFilters } from './ItemFilters.tsx';

const PER_PAGE = 50;
const HELD_AT_ONCE_MAX = 500;
const SORTS = [
  'due',
  '-due',
  'open',
  '-open',
  'number',
  '-number',
  'debtor',
  '-debtor',
  'level',
  '-level',
  'issued',
  '-issued',
] as const;

const View = z.object({
  view: z.enum(OPEN_ITEM_VIEWS).catch('open'),
  find: z.string().catch(''),
  bucket: z.coerce.number().int().min(0).max(10).optional().catch(undefined),
  kind: z.enum(DOCUMENT_KINDS).optional().catch(undefined),
  level: z.coerce.number().int().min(0).max(9).optional().catch(undefined),
  currency: z.string().length(3).optional().catch(undefined),
  debtor: z.uuid().optional().catch(undefined),
  sort: z.enum(SORTS).catch('due'),
  page: z.coerce.number().int().min(1).catch(1),
});
export type ItemsView = z.output<typeof View>;

function listQuery(company: string, { find, sort, ...view }: ItemsView) {
  const filters = Object.fromEntries(Object.entries(view).filter(([, value]) => value !== undefined));
  const input = {
    company,
    perPage: PER_PAGE,
    ...sortApart(sort),
    ...filters,
    ...(find ? { search: find } : {}),
  };
  return api.openItems.list.queryOptions({ input, placeholderData: keepPreviousData });
}

/** Every due item, by age, kind, level, currency or debtor. */
export function OpenItemsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [view, setView] = useView(View);
  const list = useQuery(listQuery(company, view));
  const columns = useItemColumns({ withDebtor: true });
  const { page, sort, ...filters } = view;
  const selection = useSelection(JSON.stringify(filters));
  const [cursor, setCursor] = useState<string | null>(null);
  const [hold, setHold] = useState<HoldTarget | null>(null);
  const [note, setNote] = useState<NoteTarget | null>(null);
  const rows = list.data?.rows ?? [];
  useRowCommands({
    row: rows.find(({ id }) => id === cursor) ?? rows[0],
    ticked: [...selection.keys],
    setHold,
    setNote,
  });
  return (
    <Page>
      <PageHeader title={t('nav.items')} />
      <PageTabs
        label={t('items.views')}
        current={view.view}
        tabs={OPEN_ITEM_VIEWS.map((id) => ({
          id,
          label: t(`items.view.${id}`),
          href: paths.items(company, { ...filters, view: id === 'open' ? undefined : id }),
        }))}
      />
      <ItemFilters view={view} setView={setView} />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('nav.items')}
          columns={columns}
          rows={rows}
          total={list.data.total}
          rowKey={({ id }) => id}
          rowLabel={({ number }) => number}
          isFetching={list.isPlaceholderData}
          page={page}
          perPage={PER_PAGE}
          onPage={(next) => setView({ page: next })}
          sort={sort}
          onSort={(next) => setView({ sort: SORTS.find((one) => one === next) ?? 'due' })}
          selection={selection}
          cursor={cursor}
          onCursor={setCursor}
          bulk={<BulkHold selection={selection} onHold={setHold} />}
          empty={<Empty view={view} onClear={() => setView({ ...NO_FILTERS })} />}
        />
      )}
      <HoldDrawer target={hold} onClose={() => setHold(null)} onDone={selection.clear} />
      <NoteDrawer target={note} onClose={() => setNote(null)} />
    </Page>
  );
}

const NO_FILTERS = {
  find: '',
  bucket: undefined,
  kind: undefined,
  level: undefined,
  currency: undefined,
  debtor: undefined,
};

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
      onClick={() => onHold({ debtors: [], items: [...selection.keys] })}
    >
      {t('debtors.bulk.hold')}
    </ReasonButton>
  );
}

function useRowCommands(on: {
  row: ItemRow | undefined;
  ticked: readonly string[];
  setHold: (target: HoldTarget) => void;
  setNote: (target: NoteTarget) => void;
}) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const group = t('receivables.keys');
  const { row, ticked } = on;
  const hold = () => {
    if (ticked.length > 0) on.setHold({ debtors: [], items: ticked });
    else if (row) on.setHold({ debtors: [], items: [row.id], name: row.number });
  };
  const note = () => row && on.setNote({ debtor: row.debtor.id, item: row.id, name: row.number });
  useCommands([
    { id: 'row.hold', label: t('hold.title'), group, keys: 'h', run: hold, closed },
    { id: 'row.note', label: t('note.title'), group, keys: 'c', run: note, closed },
  ]);
}

function Empty({ view, onClear }: { view: ItemsView; onClear: () => void }) {
  const t = useTexts();
  const { find, bucket, kind, level, currency, debtor } = view;
  const filtered = find !== '' || [bucket, kind, level, currency, debtor].some((one) => one !== undefined);
  if (filtered || (view.view !== 'open' && view.view !== 'all')) {
    return <EmptyState kind="nothingMatches" onClearFilters={filtered ? onClear : undefined} />;
  }
  return <NothingImported title={t('items.empty.title')} />;
}
