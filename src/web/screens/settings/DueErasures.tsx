import { useMutation, useQuery } from '@tanstack/react-query';
import { ERASURE_LIST_MOST } from '#core/personal-data/erasure-list.ts';
import { api, type client } from '#web/api.ts';
import { DayText } from '#web/parts/DayText.tsx';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { toastDone } from '#web/ui/toasts.tsx';
import { EarlierLists, type ErasureList, WaitingList } from './ErasureLists.tsx';

type Due = Awaited<ReturnType<typeof client.personalData.preview>>;

/** What has reached the end of its term, the two steps in which it goes, and what goes on which day to come. */
export function DueErasures() {
  const t = useTexts();
  const company = useCompanyKey();
  const due = useQuery(api.personalData.preview.queryOptions({ input: { company } }));
  const past = useQuery(api.personalData.lists.queryOptions({ input: { company } }));
  const error = due.error ?? past.error;
  const lists = past.data?.lists ?? [];
  const waiting = lists.find(({ state }) => state === 'prepared');
  const isAny = due.data && due.data.persons.length + due.data.contacts.length + due.data.files.length > 0;
  return (
    <>
      <Section
        title={t('erasure.title')}
        lead={isAny ? t('erasure.lead') : null}
        actions={due.data && isAny && !waiting && <Prepare due={due.data} />}
      >
        {error && (
          <ErrorState
            error={error}
            onRetry={() => {
              void due.refetch();
              void past.refetch();
            }}
          />
        )}
        {!error && (due.isPending || past.isPending) && <LoadingState kind="detail" />}
        {waiting && <WaitingList list={waiting} />}
        {due.data && isAny && <DueTables due={shownOf(due.data, waiting)} isListed={waiting !== undefined} />}
        {due.data && !isAny && <p className="rp-muted">{t('erasure.none')}</p>}
      </Section>
      {due.data && <Days days={due.data.days} />}
      <EarlierLists lists={lists.filter(({ state }) => state !== 'prepared')} />
    </>
  );
}

/** Beside a list that waits, what it names; what has become due since waits for the next one. */
function shownOf(due: Due, waiting: ErasureList | undefined): Due {
  const named = waiting?.named;
  if (!named) return due;
  const among = <Row extends { readonly id: string }>(rows: readonly Row[], ids: readonly string[]) => {
    const known = new Set(ids);
    return rows.filter(({ id }) => known.has(id));
  };
  return {
    ...due,
    persons: among(due.persons, named.debtors),
    contacts: among(due.contacts, named.contacts),
    files: among(due.files, named.files),
  };
}

/** The first step: exactly what stands here. */
function Prepare({ due: { persons, contacts, files } }: { due: Due }) {
  const t = useTexts();
  const company = useCompanyKey();
  const prepare = useMutation(
    api.personalData.prepare.mutationOptions({ onSuccess: () => toastDone(t('erasure.prepared')) }),
  );
  const idsOf = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id);
  return (
    <ReasonButton
      closed={null}
      loading={prepare.isPending}
      onClick={() =>
        prepare.mutate({
          company,
          debtors: idsOf(persons),
          contacts: idsOf(contacts),
          files: idsOf(files),
        })
      }
    >
      {t('erasure.prepare')}
    </ReasonButton>
  );
}

function DueTables({ due: { persons, contacts, files }, isListed }: { due: Due; isListed: boolean }) {
  const t = useTexts();
  const until = {
    id: 'until',
    label: t('erasure.keptUntil'),
    width: '160px',
    cell: ({ keptUntil }: { readonly keptUntil: string }) => <DayText day={keptUntil} />,
  };
  const personName = ({ number, name }: Due['persons'][number]) => `${number} ${name}`;
  const contactOf: Column<Due['contacts'][number]> = {
    id: 'debtor',
    label: t('erasure.column.debtor'),
    cell: ({ debtor }) => `${debtor.number} ${debtor.name}`,
  };
  const isCapped = [persons, contacts, files].some(({ length }) => length === ERASURE_LIST_MOST);
  return (
    <>
      {!isListed && (
        <p>
          {t('erasure.counts', { persons: persons.length, contacts: contacts.length, files: files.length })}
        </p>
      )}
      {isCapped && <p className="rp-muted">{t('erasure.capped', { most: ERASURE_LIST_MOST })}</p>}
      <DueTable label={t('erasure.column.persons')} rows={persons} nameOf={personName} columns={[until]} />
      <DueTable
        label={t('erasure.column.contacts')}
        rows={contacts}
        nameOf={({ name }) => name}
        columns={[contactOf, until]}
      />
      <DueTable
        label={t('erasure.column.files')}
        rows={files}
        nameOf={({ name }) => name}
        columns={[until]}
      />
    </>
  );
}

type TableProps<Row> = {
  label: string;
  rows: readonly Row[];
  nameOf: (row: Row) => string;
  columns: readonly Column<Row>[];
};

function DueTable<Row extends { readonly id: string }>({ label, rows, nameOf, columns }: TableProps<Row>) {
  if (rows.length === 0) return null;
  return (
    <DataTable
      label={label}
      columns={[{ id: 'name', label, card: 'title', cell: nameOf }, ...columns]}
      rows={rows}
      total={rows.length}
      rowKey={({ id }) => id}
      rowLabel={nameOf}
      onOpen={() => undefined}
      empty={null}
    />
  );
}

type Day = Due['days'][number];

function Days({ days }: { days: readonly Day[] }) {
  const t = useTexts();
  const count = (of: 'persons' | 'contacts' | 'files'): Column<Day> => ({
    id: of,
    label: t(`erasure.column.${of}`),
    align: 'end',
    cell: (day) => String(day[of]),
  });
  return (
    <Section title={t('erasure.days.title')} lead={t('erasure.days.lead')}>
      <DataTable
        label={t('erasure.days.title')}
        columns={[
          {
            id: 'on',
            label: t('erasure.days.on'),
            card: 'title',
            cell: ({ on }) => <DayText day={on} />,
          },
          count('persons'),
          count('contacts'),
          count('files'),
        ]}
        rows={days}
        total={days.length}
        rowKey={({ on }) => on}
        rowLabel={({ on }) => on}
        onOpen={() => undefined}
        empty={<p className="rp-muted">{t('erasure.days.none')}</p>}
      />
    </Section>
  );
}
