import { Button, NativeSelect, Select } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { LAW_COUNTRIES } from '#core/interest/find-regime.ts';
import { RATE_STATUSES } from '#core/interest/rates/rate-series.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { GiveRateDrawer, type RateDraft } from './GiveRateDrawer.tsx';
import { ImportRatesDrawer } from './ImportRatesDrawer.tsx';
import { RateHistory } from './RateHistory.tsx';
import { SeriesTable } from './SeriesTable.tsx';

const View = z.object({
  country: z.string().catch(''),
  status: z.enum(RATE_STATUSES).or(z.literal('')).catch(''),
  find: z.string().catch(''),
});

const listQuery = (company: string, { country, status, find }: z.output<typeof View>) =>
  api.rates.list.queryOptions({
    input: { company, ...(country && { country }), ...(status && { status }), ...(find && { search: find }) },
    placeholderData: keepPreviousData,
  });

const EMPTY: RateDraft = { series: '', from: '', until: '', percent: '', source: '' };

/** Every rate that interest is computed with; those the company gave stand in the place of ours. */
export function RatesScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const owner = useClosedFor('owner');
  const [view, setView] = useView(View);
  const list = useQuery(listQuery(company, view));
  const [draft, setDraft] = useState<RateDraft | null>(null);
  const [importing, setImporting] = useState(false);
  const series = list.data ?? [];
  return (
    <Page>
      <PageHeader
        title={t('nav.rates')}
        lead={t('rates.lead')}
        actions={
          <>
            <Button
              component="a"
              variant="default"
              leftSection={<IconDownload size={16} />}
              href={`/api/companies/${company}/rates/export`}
              download
            >
              {t('rates.export')}
            </Button>
            <ReasonButton variant="default" closed={owner} onClick={() => setImporting(true)}>
              {t('rates.import')}
            </ReasonButton>
            <ReasonButton closed={owner} onClick={() => setDraft(EMPTY)}>
              {t('rates.give')}
            </ReasonButton>
          </>
        }
      />
      <Filters view={view} onChange={setView} />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && series.length === 0 && (
        <EmptyState
          kind="nothingMatches"
          title={t('rates.none')}
          onClearFilters={() => setView({ country: '', status: '', find: '' })}
        />
      )}
      {series.map((one) => (
        <SeriesTable key={one.id} series={one} onGive={setDraft} isWhole={view.status !== ''} />
      ))}
      <RateHistory />
      <GiveRateDrawer draft={draft} onClose={() => setDraft(null)} />
      <ImportRatesDrawer opened={importing} onClose={() => setImporting(false)} />
    </Page>
  );
}

type FiltersProps = {
  view: z.output<typeof View>;
  onChange: (change: Partial<z.output<typeof View>>) => void;
};

function Filters({ view, onChange }: FiltersProps) {
  const t = useTexts();
  const { country, compare } = useFormats();
  const countries = [...LAW_COUNTRIES, 'MC'].map((code) => ({ value: code, label: country(code) }));
  return (
    <FilterBar find={view.find} onFind={(find) => onChange({ find })}>
      <Select
        aria-label={t('rates.country')}
        searchable
        clearable
        placeholder={t('rates.allCountries')}
        value={view.country || null}
        onChange={(code) => onChange({ country: code ?? '' })}
        data={[
          { value: 'EU', label: t('rates.euro') },
          ...countries.sort((a, b) => compare(a.label, b.label)),
        ]}
      />
      <NativeSelect
        aria-label={t('rates.status')}
        value={view.status}
        onChange={({ currentTarget: { value } }) =>
          onChange({ status: RATE_STATUSES.find((one) => one === value) ?? '' })
        }
        data={[
          { value: '', label: t('rates.allStatuses') },
          ...RATE_STATUSES.map((one) => ({ value: one, label: t(`rates.status.${one}`) })),
        ]}
      />
    </FilterBar>
  );
}
