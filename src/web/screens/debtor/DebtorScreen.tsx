import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, type client } from '#web/api.ts';
import { AgeingTiles } from '#web/parts/AgeingTiles.tsx';
import { AgreementNotes } from '#web/parts/agreements/AgreementNotes.tsx';
import { AgreementsTab } from '#web/parts/agreements/AgreementsTab.tsx';
import { BankTab } from '#web/parts/BankTab.tsx';
import { ClaimsTab } from '#web/parts/ClaimsTab.tsx';
import { DebtorTimeline } from '#web/parts/DebtorTimeline.tsx';
import { DoubtNotes } from '#web/parts/doubts/DoubtNotes.tsx';
import { HoldNotes } from '#web/parts/HoldNotes.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, usePlace, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { DebtorDetails } from './DebtorDetails.tsx';
import { DebtorDrawers, type DrawerName } from './DebtorDrawers.tsx';
import { DebtorItems } from './DebtorItems.tsx';
import { DebtorSummary } from './DebtorSummary.tsx';
import { OutlookTab } from './outlook/OutlookTab.tsx';
import { RestrictionNote } from './RestrictionNote.tsx';

const TABS = ['items', 'timeline', 'agreements', 'outlook', 'claims', 'bank', 'details'] as const;
const View = z.object({ tab: z.enum(TABS).catch('items') });

const debtorQuery = (company: string, debtor: string) =>
  api.debtors.show.queryOptions({ input: { company, debtor } });

export type Debtor = Awaited<ReturnType<typeof client.debtors.show>>;

/** One debtor: what it owes by age, what comes next, and everything that was said and done. */
export function DebtorScreen() {
  const company = useCompanyKey();
  const { data, error, isPending, refetch } = useQuery(debtorQuery(company, usePlace('debtor')));
  return (
    <Page>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="page" />}
      {data && <DebtorPage debtor={data} />}
    </Page>
  );
}

function DebtorPage({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [{ tab }] = useView(View);
  const [opened, setOpened] = useState<DrawerName | null>(null);
  const { id, name } = debtor;
  const acts = useDebtorActs(setOpened);
  return (
    <>
      <PageHeader
        title={name}
        beside={<Badges debtor={debtor} />}
        lead={[debtor.number, t(`debtorKind.${debtor.kind}`), debtor.group?.name].filter(Boolean).join(' · ')}
        breadcrumbs={[{ label: t('nav.debtors'), href: paths.debtors(company) }]}
        actions={acts}
      />
      {debtor.restricted && <RestrictionNote debtor={id} />}
      <DoubtNotes debtor={id} />
      <HoldNotes holds={debtor.holds} />
      <AgreementNotes debtor={id} href={paths.debtor(company, id, { tab: 'agreements' })} />
      {debtor.balances.map(({ currency, buckets }) => (
        <AgeingTiles
          key={currency}
          label={t('debtor.balance', { currency })}
          currency={currency}
          tiles={buckets}
          hrefOf={(bucket) => paths.items(company, { debtor: id, bucket, currency })}
        />
      ))}
      <DebtorSummary debtor={debtor} />
      <PageTabs
        label={t('debtor.tabs')}
        current={tab}
        tabs={TABS.map((one) => ({
          id: one,
          label: t(`debtor.tab.${one}`),
          href: paths.debtor(company, id, one === 'items' ? {} : { tab: one }),
          ...(one === 'items' ? { count: debtor.openItems } : {}),
        }))}
      />
      <TabBody tab={tab} debtor={debtor} onOpen={setOpened} />
      <DebtorDrawers debtor={debtor} opened={opened} onClose={() => setOpened(null)} />
    </>
  );
}

type BodyProps = {
  tab: (typeof TABS)[number];
  debtor: Debtor;
  onOpen: (drawer: DrawerName) => void;
};

function TabBody({ tab, debtor, onOpen }: BodyProps) {
  const { id } = debtor;
  if (tab === 'items') return <DebtorItems debtor={debtor} />;
  if (tab === 'claims') return <ClaimsTab debtor={debtor} />;
  if (tab === 'bank') return <BankTab debtor={id} />;
  if (tab === 'details') return <DebtorDetails debtor={debtor} />;
  if (tab === 'outlook') return <OutlookTab debtor={id} />;
  if (tab === 'agreements') {
    return (
      <AgreementsTab
        debtor={id}
        onPromise={() => onOpen('promise')}
        onDispute={() => onOpen('dispute')}
        onHold={() => onOpen('hold')}
      />
    );
  }
  return (
    <Section>
      <DebtorTimeline debtor={id} />
    </Section>
  );
}

function Badges({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  return (
    <>
      <LevelBadge level={debtor.level} />
      {debtor.onHold && <Tag tone="notice">{t('hold.tag')}</Tag>}
      {debtor.noAddress && <Tag tone="bad">{t('debtors.noAddress')}</Tag>}
      {debtor.restricted && <Tag tone="notice">{t('debtors.restricted')}</Tag>}
    </>
  );
}

function useDebtorActs(open: (drawer: DrawerName) => void) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const group = t('receivables.keys');
  const act = (name: DrawerName, label: string, keys: string) => ({ name, label, keys });
  const acts = [
    act('hold', t('hold.title'), 'h'),
    act('note', t('note.title'), 'c'),
    act('promise', t('promise.title'), 'p'),
    act('dispute', t('dispute.title'), 'd'),
    act('task', t('task.new'), 't'),
    act('edit', t('debtor.edit'), 'e'),
  ];
  useCommands(
    acts.map(({ name, ...rest }) => ({
      ...rest,
      id: `debtor.${name}`,
      group,
      run: () => open(name),
      closed,
    })),
  );
  const inMenu = acts.slice(2);
  return (
    <>
      <ActionMenu
        actions={inMenu.map(({ name, ...rest }) => ({
          ...rest,
          id: name,
          closed,
          onClick: () => open(name),
        }))}
      />
      <ReasonButton variant="default" closed={closed} keys="c" onClick={() => open('note')}>
        {t('note.title')}
      </ReasonButton>
      <ReasonButton closed={closed} keys="h" onClick={() => open('hold')}>
        {t('hold.title')}
      </ReasonButton>
    </>
  );
}
