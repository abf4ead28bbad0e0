import { Button, NativeSelect } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { CLAIM_KINDS, canBeBooked } from '#core/claims/claim-states.ts';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { ClaimDrawer } from '#web/parts/claims/ClaimDrawer.tsx';
import { ClaimTable } from '#web/parts/claims/ClaimTable.tsx';
import type { Claim, ClaimAct, ClaimTarget } from '#web/parts/claims/use-claim-acts.ts';
import { useCompanyKey, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { FilterBar } from '#web/ui/FilterBar.tsx';
import { Note } from '#web/ui/Note.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { useSelection } from '#web/ui/selection.ts';
import { PolicyDrawer } from './PolicyDrawer.tsx';

const VIEWS = ['open', 'to_book', 'paid', 'waived', 'booked', 'all'] as const;
const View = z.object({
  view: z.enum(VIEWS).catch('open'),
  kind: z.enum(CLAIM_KINDS).or(z.literal('')).catch(''),
  find: z.string().catch(''),
  page: z.coerce.number().int().min(1).catch(1),
});
const PER_PAGE = 50;

const listQuery = (company: string, { view, kind, find, page }: z.output<typeof View>) =>
  api.claims.list.queryOptions({
    input: { company, view, page, perPage: PER_PAGE, ...(kind && { kind }), ...(find && { search: find }) },
    placeholderData: keepPreviousData,
  });

/** The register of claims: interest and costs that reminders asked for, and what became of them. */
export function ClaimsScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [view, setView] = useView(View);
  const list = useQuery(listQuery(company, view));
  const [settings, setSettings] = useState(false);
  return (
    <Page>
      <PageHeader
        title={t('nav.claims')}
        lead={t('claims.lead')}
        actions={
          <>
            <ReasonButton variant="default" onClick={() => setSettings(true)}>
              {t('claims.settings')}
            </ReasonButton>
            <Button
              component="a"
              variant="default"
              leftSection={<IconDownload size={16} />}
              href={`/api/companies/${company}/claims/bookings`}
              download
            >
              {t('claims.export')}
            </Button>
          </>
        }
      />
      <Filters view={view} onChange={(change) => setView({ ...change, page: 1 })} />
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <>
          <Totals totals={list.data.totals} />
          <Register
            data={list.data}
            of={JSON.stringify(view)}
            page={view.page}
            isFetching={list.isPlaceholderData}
            onPage={(page) => setView({ page })}
            onClear={() => setView({ view: 'all', kind: '', find: '', page: 1 })}
          />
        </>
      )}
      <Note tone="neutral">{t('claims.byHand')}</Note>
      <PolicyDrawer opened={settings} onClose={() => setSettings(false)} />
    </Page>
  );
}

type FiltersProps = {
  view: z.output<typeof View>;
  onChange: (change: Partial<z.output<typeof View>>) => void;
};

function Filters({ view, onChange }: FiltersProps) {
  const t = useTexts();
  return (
    <FilterBar find={view.find} onFind={(find) => onChange({ find })}>
      <NativeSelect
        aria-label={t('claims.view')}
        value={view.view}
        onChange={({ currentTarget: { value } }) =>
          onChange({ view: VIEWS.find((one) => one === value) ?? 'open' })
        }
        data={VIEWS.map((one) => ({ value: one, label: t(`claims.view.${one}`) }))}
      />
      <NativeSelect
        aria-label={t('claims.column.what')}
        value={view.kind}
        onChange={({ currentTarget: { value } }) =>
          onChange({ kind: CLAIM_KINDS.find((one) => one === value) ?? '' })
        }
        data={[
          { value: '', label: t('claims.view.all') },
          ...CLAIM_KINDS.map((one) => ({ value: one, label: t(`claim.kind.${one}`) })),
        ]}
      />
    </FilterBar>
  );
}

type Totalled = { currency: string; open: string; paid: string; waived: string };

function Totals({ totals }: { totals: readonly Totalled[] }) {
  const t = useTexts();
  const { money } = useFormats();
  return totals.map(({ currency, open, paid, waived }) => (
    <p key={currency} className="rp-figures">
      {t('claims.totals', {
        open: money({ amount: open, currency }),
        paid: money({ amount: paid, currency }),
        waived: money({ amount: waived, currency }),
      })}
    </p>
  ));
}

type RegisterProps = {
  data: { rows: Claim[]; total: number };
  of: string;
  page: number;
  isFetching: boolean;
  onPage: (page: number) => void;
  onClear: () => void;
};

function Register({ data, of, page, isFetching, onPage, onClear }: RegisterProps) {
  const t = useTexts();
  const selection = useSelection(of);
  const [target, setTarget] = useState<ClaimTarget | null>(null);
  const ticked = data.rows.filter(({ id }) => selection.has(id));
  return (
    <>
      <ClaimTable
        claims={data.rows}
        onAct={setTarget}
        table={{
          total: data.total,
          page,
          perPage: PER_PAGE,
          onPage,
          isFetching,
          selection,
          bulk: <Bulk ticked={ticked} onAct={setTarget} />,
          empty:
            of === JSON.stringify(View.parse({})) ? (
              <EmptyState kind="nothingYet" title={t('claims.none')}>
                {t('claims.noneHint')}
              </EmptyState>
            ) : (
              <EmptyState kind="nothingMatches" onClearFilters={onClear} />
            ),
        }}
      />
      <ClaimDrawer target={target} onClose={() => setTarget(null)} onDone={selection.clear} />
    </>
  );
}

/** What is ticked on this page; an act is for all of it or for none. */
function Bulk({ ticked, onAct }: { ticked: readonly Claim[]; onAct: (target: ClaimTarget) => void }) {
  const t = useTexts();
  const clerk = useClosedFor('clerk');
  const closedFor = (act: ClaimAct) => {
    if (clerk) return clerk;
    if (ticked.length === 0) return t('claims.nothingTicked');
    if (act === 'book') return ticked.every(({ state }) => canBeBooked(state)) ? null : t('claims.notToBook');
    return ticked.every(({ state }) => state === 'claimed') ? null : t('claims.notOpen');
  };
  return (['pay', 'waive', 'book'] as const).map((act) => (
    <ReasonButton
      key={act}
      size="compact-sm"
      variant="default"
      closed={closedFor(act)}
      onClick={() => onAct({ act, claims: ticked })}
    >
      {t(`claims.${act}`)}
    </ReasonButton>
  ));
}
