import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { AgeingTiles } from '#web/parts/AgeingTiles.tsx';
import { NothingImported } from '#web/parts/NothingImported.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { AgreementTiles } from './AgreementTiles.tsx';
import { AutomaticSign } from './AutomaticSign.tsx';
import { BiggestDebtors } from './BiggestDebtors.tsx';
import { BoundsDrawer } from './BoundsDrawer.tsx';
import { LatelyPanel } from './LatelyPanel.tsx';
import styles from './OverviewScreen.module.css';

const overviewQuery = (company: string) => api.overview.show.queryOptions({ input: { company } });

export type Overview = Awaited<ReturnType<typeof client.overview.show>>;

/** How the company stands: what is open by age, who owes most of what is late, and what is new. */
export function OverviewScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const [editing, setEditing] = useState(false);
  const closed = useClosedFor('clerk');
  const { data, error, isPending, refetch } = useQuery(overviewQuery(company));
  return (
    <Page>
      <PageHeader
        title={t('nav.overview')}
        actions={
          <ReasonButton variant="default" closed={closed} onClick={() => setEditing(true)}>
            {t('overview.bounds')}
          </ReasonButton>
        }
      />
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="detail" />}
      <AutomaticSign />
      {data && (data.debtors === 0 ? <NothingYet /> : <Figures overview={data} />)}
      {data && (
        <BoundsDrawer opened={editing} bounds={data.ageing.bounds} onClose={() => setEditing(false)} />
      )}
    </Page>
  );
}

function Figures({ overview }: { overview: Overview }) {
  return (
    <>
      {overview.ageing.currencies.map((balance) => (
        <Balance key={balance.currency} balance={balance} />
      ))}
      <AgreementTiles agreements={overview.agreements} />
      <div className={styles.columns}>
        <BiggestDebtors debtors={overview.biggest} />
        <LatelyPanel overview={overview} />
      </div>
    </>
  );
}

function Balance({ balance }: { balance: Overview['ageing']['currencies'][number] }) {
  const t = useTexts();
  const { money, percent } = useFormats();
  const company = useCompanyKey();
  const { currency, open, overdue } = balance;
  const share = Number(open) > 0 ? Math.max(0, Number(overdue)) / Number(open) : 0;
  const facts = { amount: money({ amount: overdue, currency }), share: percent(share) };
  return (
    <Section
      title={t('overview.openIn', { currency })}
      lead={
        <>
          <strong className={styles.total}>{money({ amount: open, currency })}</strong>{' '}
          {t('overview.overdueShare', facts)}
        </>
      }
    >
      <AgeingTiles
        label={t('overview.tiles', { currency })}
        currency={currency}
        tiles={balance.tiles}
        hrefOf={(bucket) => paths.items(company, { bucket, currency })}
      />
    </Section>
  );
}

function NothingYet() {
  const t = useTexts();
  return <NothingImported title={t('overview.empty.title')} />;
}
