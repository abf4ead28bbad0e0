import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { AgreementNotes } from '#web/parts/agreements/AgreementNotes.tsx';
import { AgreementsTab } from '#web/parts/agreements/AgreementsTab.tsx';
import { BankTab } from '#web/parts/BankTab.tsx';
import { ClaimsTab } from '#web/parts/ClaimsTab.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { DebtorTimeline } from '#web/parts/DebtorTimeline.tsx';
import { WhyTab } from '#web/parts/explain/WhyTab.tsx';
import { HoldNotes } from '#web/parts/HoldNotes.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { NextActionText } from '#web/parts/NextActionText.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, usePlace, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { FactList, Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { DocumentFacts } from './DocumentFacts.tsx';
import { type DrawerName, ItemDrawers } from './ItemDrawers.tsx';
import { Reminders } from './Reminders.tsx';
import { StepNotes } from './StepNotes.tsx';

const TABS = ['reminders', 'timeline', 'agreements', 'why', 'claims', 'bank', 'document'] as const;
const View = z.object({ tab: z.enum(TABS).catch('reminders') });

const itemQuery = (company: string, item: string) =>
  api.openItems.show.queryOptions({ input: { company, item } });

export type Item = Awaited<ReturnType<typeof client.openItems.show>>;

/** One due item: what is open on it, the reminders that carried it, and what comes next. */
export function OpenItemScreen() {
  const company = useCompanyKey();
  const { data, error, isPending, refetch } = useQuery(itemQuery(company, usePlace('item')));
  return (
    <Page>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isPending && <LoadingState kind="page" />}
      {data && <ItemPage item={data} />}
    </Page>
  );
}

function ItemPage({ item }: { item: Item }) {
  const t = useTexts();
  const company = useCompanyKey();
  const [{ tab }] = useView(View);
  const [opened, setOpened] = useState<DrawerName | null>(null);
  const settled = useSettled(item);
  const acts = useItemActs({ item, settled, onOpen: setOpened });
  return (
    <>
      <PageHeader
        title={item.number}
        beside={<LevelBadge level={item.level} />}
        lead={<Lead item={item} />}
        breadcrumbs={[
          { label: t('nav.debtors'), href: paths.debtors(company) },
          { label: item.debtor.name, href: paths.debtor(company, item.debtor.id) },
        ]}
        actions={acts}
      />
      <StepNotes item={item.id} />
      <HoldNotes holds={item.holds} />
      <AgreementNotes
        debtor={item.debtor.id}
        item={item.id}
        href={paths.item(company, item.id, { tab: 'agreements' })}
      />
      <ItemFacts item={item} />
      <PageTabs
        label={t('item.tabs')}
        current={tab}
        tabs={TABS.map((id) => ({
          id,
          label: t(`item.tab.${id}`),
          href: paths.item(company, item.id, id === 'reminders' ? {} : { tab: id }),
          ...(id === 'reminders' ? { count: item.reminders.length } : {}),
        }))}
      />
      <TabBody tab={tab} item={item} settled={settled} onOpen={setOpened} />
      <ItemDrawers item={item} opened={opened} onClose={() => setOpened(null)} />
    </>
  );
}

/** Why nothing can be noted about it any more. */
function useSettled({ settledOn }: Item): string | null {
  const t = useTexts();
  const { day } = useFormats();
  return settledOn ? t('item.settledOn', { day: day(settledOn) }) : null;
}

type BodyProps = {
  tab: (typeof TABS)[number];
  item: Item;
  settled: string | null;
  onOpen: (drawer: DrawerName) => void;
};

function TabBody({ tab, item, settled, onOpen }: BodyProps) {
  if (tab === 'reminders') return <Reminders item={item} />;
  if (tab === 'claims') return <ClaimsTab item={item.id} debtor={item.debtor} />;
  if (tab === 'bank') return <BankTab item={item.id} />;
  if (tab === 'document') return <DocumentFacts item={item} />;
  if (tab === 'why') return <WhyTab item={item.id} />;
  if (tab === 'agreements') {
    return (
      <AgreementsTab
        debtor={item.debtor.id}
        item={item.id}
        closed={settled}
        onPromise={() => onOpen('promise')}
        onDispute={() => onOpen('dispute')}
        onHold={() => onOpen('hold')}
      />
    );
  }
  return (
    <Section>
      <DebtorTimeline item={item.id} />
    </Section>
  );
}

function Lead({ item }: { item: Item }) {
  const t = useTexts();
  const instalment = item.instalments.length > 1 && t('items.instalment', { position: item.position });
  return <>{[t(`documentKind.${item.kind}`), instalment].filter(Boolean).join(' · ')}</>;
}

function ItemFacts({ item }: { item: Item }) {
  const t = useTexts();
  const { day } = useFormats();
  const { currency } = item;
  const open = item.settledOn ? (
    t('item.settledOn', { day: day(item.settledOn) })
  ) : (
    <strong>
      <MoneyText money={{ amount: item.open, currency }} />
    </strong>
  );
  return (
    <Section>
      <FactList
        facts={[
          { name: t('items.column.open'), value: open },
          { name: t('items.column.amount'), value: <MoneyText money={{ amount: item.amount, currency }} /> },
          { name: t('items.column.due'), value: <DayText day={item.dueOn} /> },
          { name: t('items.column.late'), value: t('debtors.daysLate', { days: item.daysLate }) },
          { name: t('debtor.next'), value: <NextActionText next={item.nextAction} /> },
        ]}
      />
    </Section>
  );
}

type ActsProps = { item: Item; settled: string | null; onOpen: (drawer: DrawerName) => void };

function useItemActs({ item, settled, onOpen }: ActsProps) {
  const t = useTexts();
  const clerk = useClosedFor('clerk');
  const group = t('receivables.keys');
  const closed = clerk ?? settled;
  const level = closed ?? (item.notifiedOn ? t('item.setLevelNotified') : null);
  const acts = [
    { name: 'hold', label: t('hold.title'), keys: 'h', closed },
    { name: 'note', label: t('note.title'), keys: 'c', closed: clerk },
    { name: 'promise', label: t('promise.title'), keys: 'p', closed },
    { name: 'dispute', label: t('dispute.title'), keys: 'd', closed },
  ] as const;
  useCommands(
    acts.map(({ name, ...act }) => ({ ...act, id: `item.${name}`, group, run: () => onOpen(name) })),
  );
  const inMenu = acts.slice(2).map(({ name, ...act }) => ({ ...act, id: name, onClick: () => onOpen(name) }));
  return (
    <>
      <ActionMenu
        actions={[
          ...inMenu,
          { id: 'acceptance', label: t('item.acceptance'), closed, onClick: () => onOpen('acceptance') },
          { id: 'handOver', label: t('item.handOver'), closed, onClick: () => onOpen('handOver') },
          { id: 'level', label: t('item.setLevel'), closed: level, onClick: () => onOpen('level') },
        ]}
      />
      <ReasonButton variant="default" closed={clerk} keys="c" onClick={() => onOpen('note')}>
        {t('note.title')}
      </ReasonButton>
      <ReasonButton closed={closed} keys="h" onClick={() => onOpen('hold')}>
        {t('hold.title')}
      </ReasonButton>
    </>
  );
}
