import { NativeSelect, Stack } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { z } from 'zod';
import { SECURITY_EVENTS, SECURITY_LOG_DAYS } from '#core/accounts/security-events.ts';
import { api, type client } from '#web/api.ts';
import { MomentText } from '#web/parts/DayText.tsx';
import { useCompanyKey, useView } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { type Column, DataTable } from '#web/ui/DataTable.tsx';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { Section } from '#web/ui/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';

const PER_PAGE = 20;

const LogLook = z.object({
  event: z.enum(['', ...SECURITY_EVENTS]).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
});

type Row = Awaited<ReturnType<typeof client.security.listEvents>>['rows'][number];

/** Who came in and who was refused: what an owner looks up after something felt wrong. */
export function SecurityLog() {
  const t = useTexts();
  const company = useCompanyKey();
  const [look, setLook] = useView(LogLook);
  const columns = useColumns();
  const list = useQuery(
    api.security.listEvents.queryOptions({
      input: { company, page: look.page, perPage: PER_PAGE, ...(look.event ? { event: look.event } : {}) },
      placeholderData: keepPreviousData,
    }),
  );
  const words = SECURITY_EVENTS.map((event) => ({ value: event, label: t(`security.event.${event}`) }));
  return (
    <Section
      title={t('security.log.title')}
      lead={t('security.log.lead', { days: String(SECURITY_LOG_DAYS) })}
    >
      <Stack gap="sm">
        <FilterBar>
          <NativeSelect
            aria-label={t('security.log.filter')}
            value={look.event}
            data={[{ value: '', label: t('security.log.all') }, ...words]}
            onChange={({ currentTarget }) =>
              setLook({ event: SECURITY_EVENTS.find((event) => event === currentTarget.value) ?? '' })
            }
          />
        </FilterBar>
        {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
        {list.isPending && <LoadingState />}
        {list.data && (
          <DataTable
            label={t('security.log.title')}
            columns={columns}
            rows={list.data.rows}
            total={list.data.total}
            rowKey={({ id }) => id}
            rowLabel={({ event }) => t(`security.event.${event}`)}
            onOpen={() => undefined}
            isFetching={list.isPlaceholderData}
            page={look.page}
            perPage={PER_PAGE}
            onPage={(page) => setLook({ page })}
            empty={<Nothing isFiltered={look.event !== ''} onClear={() => setLook({ event: '' })} />}
          />
        )}
      </Stack>
    </Section>
  );
}

function useColumns(): Column<Row>[] {
  const t = useTexts();
  return [
    {
      id: 'what',
      label: t('security.log.what'),
      card: 'title',
      cell: ({ event, code, times }) => (
        <>
          <b>{t(`security.event.${event}`)}</b>
          <div className="rp-muted">
            {code && <code>{code}</code>}
            {code && times > 1 && ' · '}
            {times > 1 && t('security.log.times', { count: times })}
          </div>
        </>
      ),
    },
    {
      id: 'who',
      label: t('security.log.who'),
      cell: ({ user }) => user?.name ?? <span className="rp-muted">{t('security.log.nobody')}</span>,
    },
    {
      id: 'machine',
      label: t('security.log.machine'),
      width: '9.5rem',
      cell: ({ code, machine }) =>
        machine ? <code>{machine}</code> : t(code === 'many' ? 'security.log.many' : 'security.log.command'),
    },
    {
      id: 'at',
      label: t('security.log.when'),
      align: 'end',
      card: 'figure',
      cell: ({ lastAt }) => <MomentText at={lastAt} />,
    },
  ];
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const t = useTexts();
  if (isFiltered) return <EmptyState kind="nothingMatches" onClearFilters={onClear} />;
  return (
    <EmptyState kind="nothingYet" title={t('security.log.none')}>
      {t('security.log.noneHint')}
    </EmptyState>
  );
}
