import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, type client } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { BankTab } from '#web/parts/BankTab.tsx';
import { DayText } from '#web/parts/DayText.tsx';
import { DebtorTimeline } from '#web/parts/DebtorTimeline.tsx';
import { HoldDrawer, type HoldTarget } from '#web/parts/HoldDrawer.tsx';
import { HoldNotes } from '#web/parts/HoldNotes.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { NextActionText } from '#web/parts/NextActionText.tsx';
import { NoteDrawer, type NoteTarget } from '#web/parts/NoteDrawer.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, usePlace, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { FactList, Page, PageHeader, Section } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { ErrorState, LoadingState } from '#web/ui/States.tsx';
import { DocumentFacts } from './DocumentFacts.tsx';
import { LevelDrawer } from './LevelDrawer.tsx';
import { Reminders } from './Reminders.tsx';

const TABS = ['reminders', 'timeline', 'bank', 'document'] as const;
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
  const [hold, setHold] = useState<HoldTarget | null>(null);
  const [note, setNote] = useState<NoteTarget | null>(null);
  const [settingLevel, setSettingLevel] = useState(false);
  const acts = useItemActs({ item, setHold, setNote, setSettingLevel });
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
      <HoldNotes holds={item.holds} />
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
      {tab === 'reminders' && <Reminders item={item} />}
      {tab === 'timeline' && (
        <Section>
          <DebtorTimeline item={item.id} />
        </Section>
      )}
      {tab === 'bank' && <BankTab item={item.id} />}
      {tab === 'document' && <DocumentFacts item={item} />}
      <HoldDrawer target={hold} onClose={() => setHold(null)} />
      <NoteDrawer target={note} onClose={() => setNote(null)} />
      <LevelDrawer item={item} opened={settingLevel} onClose={() => setSettingLevel(false)} />
    </>
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

function useItemActs(on: {
  item: Item;
  setHold: (target: HoldTarget) => void;
  setNote: (target: NoteTarget) => void;
  setSettingLevel: (on: boolean) => void;
}) {
  const t = useTexts();
  const { day } = useFormats();
  const { item } = on;
  const clerk = useClosedFor('clerk');
  const group = t('receivables.keys');
  const settled = item.settledOn ? t('item.settledOn', { day: day(item.settledOn) }) : null;
  const closed = clerk ?? settled;
  const hold = () => on.setHold({ debtors: [], items: [item.id], name: item.number });
  const note = () => on.setNote({ debtor: item.debtor.id, item: item.id, name: item.number });
  useCommands([
    { id: 'item.hold', label: t('hold.title'), group, keys: 'h', run: hold, closed },
    { id: 'item.note', label: t('note.title'), group, keys: 'c', run: note, closed: clerk },
  ]);
  return (
    <>
      <ReasonButton
        variant="default"
        closed={closed ?? (item.notifiedOn ? t('item.setLevelNotified') : null)}
        onClick={() => on.setSettingLevel(true)}
      >
        {t('item.setLevel')}
      </ReasonButton>
      <ReasonButton variant="default" closed={clerk} keys="c" onClick={note}>
        {t('note.title')}
      </ReasonButton>
      <ReasonButton closed={closed} keys="h" onClick={hold}>
        {t('hold.title')}
      </ReasonButton>
    </>
  );
}
