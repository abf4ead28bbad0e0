import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { api, type client } from '#web/api.ts';
import { AgeingTiles } from '#web/parts/AgeingTiles.tsx';
import { BankTab } from '#web/parts/BankTab.tsx';
import { DebtorTimeline } from '#web/parts/DebtorTimeline.tsx';
import { HoldDrawer, type HoldTarget } from '#web/parts/HoldDrawer.tsx';
import { HoldNotes } from '#web/parts/HoldNotes.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { NoteDrawer, type NoteTarget } from '#web/parts/NoteDrawer.tsx';
import { TaskDrawer, type TaskTarget } from '#web/parts/TaskDrawer.tsx';
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
import { DebtorItems } from './DebtorItems.tsx';
import { DebtorSummary } from './DebtorSummary.tsx';
import { EditDrawer } from './EditDrawer.tsx';

const TABS = ['items', 'timeline', 'bank', 'details'] as const;
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
  const [hold, setHold] = useState<HoldTarget | null>(null);
  const [note, setNote] = useState<NoteTarget | null>(null);
  const [task, setTask] = useState<TaskTarget | null>(null);
  const [editing, setEditing] = useState(false);
  const { id, name } = debtor;
  const acts = useDebtorActs({
    hold: () => setHold({ debtors: [id], items: [], name }),
    note: () => setNote({ debtor: id, item: null, name }),
    task: () => setTask({ debtor: id, name }),
    edit: () => setEditing(true),
  });
  return (
    <>
      <PageHeader
        title={name}
        beside={<Badges debtor={debtor} />}
        lead={[debtor.number, t(`debtorKind.${debtor.kind}`), debtor.group?.name].filter(Boolean).join(' · ')}
        breadcrumbs={[{ label: t('nav.debtors'), href: paths.debtors(company) }]}
        actions={acts}
      />
      <HoldNotes holds={debtor.holds} />
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
      {tab === 'items' && <DebtorItems debtor={debtor} />}
      {tab === 'timeline' && (
        <Section>
          <DebtorTimeline debtor={id} />
        </Section>
      )}
      {tab === 'bank' && <BankTab debtor={id} />}
      {tab === 'details' && <DebtorDetails debtor={debtor} />}
      <HoldDrawer target={hold} onClose={() => setHold(null)} />
      <NoteDrawer target={note} onClose={() => setNote(null)} />
      <TaskDrawer target={task} onClose={() => setTask(null)} />
      <EditDrawer debtor={debtor} opened={editing} onClose={() => setEditing(false)} />
    </>
  );
}

function Badges({ debtor }: { debtor: Debtor }) {
  const t = useTexts();
  return (
    <>
      <LevelBadge level={debtor.level} />
      {debtor.onHold && <Tag tone="notice">{t('hold.tag')}</Tag>}
      {debtor.noAddress && <Tag tone="bad">{t('debtors.noAddress')}</Tag>}
    </>
  );
}

function useDebtorActs(on: { hold: () => void; note: () => void; task: () => void; edit: () => void }) {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const group = t('receivables.keys');
  useCommands([
    { id: 'debtor.hold', label: t('hold.title'), group, keys: 'h', run: on.hold, closed },
    { id: 'debtor.note', label: t('note.title'), group, keys: 'c', run: on.note, closed },
    { id: 'debtor.task', label: t('task.new'), group, keys: 't', run: on.task, closed },
    { id: 'debtor.edit', label: t('debtor.edit'), group, keys: 'e', run: on.edit, closed },
  ]);
  return (
    <>
      <ActionMenu
        actions={[
          { id: 'task', label: t('task.new'), keys: 't', closed, onClick: on.task },
          { id: 'edit', label: t('debtor.edit'), keys: 'e', closed, onClick: on.edit },
        ]}
      />
      <ReasonButton variant="default" closed={closed} keys="c" onClick={on.note}>
        {t('note.title')}
      </ReasonButton>
      <ReasonButton closed={closed} keys="h" onClick={on.hold}>
        {t('hold.title')}
      </ReasonButton>
    </>
  );
}
