import { Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod/mini';
import { WORK_KINDS } from '#core/receivables/tasks.ts';
import { api, type client } from '#web/api.ts';
import { DoubtDrawer, type DoubtTarget } from '#web/parts/doubts/DoubtDrawer.tsx';
import { HoldDrawer, type HoldTarget } from '#web/parts/HoldDrawer.tsx';
import { NoteDrawer, type NoteTarget } from '#web/parts/NoteDrawer.tsx';
import { TaskDrawer, type TaskTarget } from '#web/parts/TaskDrawer.tsx';
import { DoneDrawer, type TaskToDo } from '#web/parts/TaskLines.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { DataTable } from '#web/ui/DataTable.tsx';
import { Page, PageHeader } from '#web/ui/Page.tsx';
import { PageTabs } from '#web/ui/PageTabs.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import { hrefOf, useWorkColumns, useWorkTitle } from './work-columns.tsx';
import { doubtIn, useWorkCommands } from './work-commands.ts';

const PER_PAGE = 50;
const View = z.object({
  kind: z.catch(z.optional(z.enum(WORK_KINDS)), undefined),
  page: z.catch(z.pipe(z.coerce.number(), z.int().check(z.positive())), 1),
});

function worklistQuery(company: string, { kind, page }: z.output<typeof View>) {
  const input = { company, page, perPage: PER_PAGE, ...(kind ? { kind } : {}) };
  return api.worklist.show.queryOptions({ input, placeholderData: keepPreviousData });
}

export type Worklist = Awaited<ReturnType<typeof client.worklist.show>>;
export type Work = Worklist['entries'][number];

/** One queue of everything that waits for a person, the most urgent first, each with the reason of its place. */
export function WorklistScreen() {
  const t = useTexts();
  const company = useCompanyKey();
  const go = useGo();
  const [view, setView] = useView(View);
  const list = useQuery(worklistQuery(company, view));
  const [cursor, setCursor] = useState<string | null>(null);
  const [hold, setHold] = useState<HoldTarget | null>(null);
  const [note, setNote] = useState<NoteTarget | null>(null);
  const [task, setTask] = useState<TaskTarget | null>(null);
  const [doing, setDoing] = useState<TaskToDo | null>(null);
  const [doubt, setDoubt] = useState<DoubtTarget | null>(null);
  const entries = list.data?.entries ?? [];
  const at = entries.find(({ key }) => key === cursor) ?? entries[0];
  const commands = useWorkCommands(at, { setHold, setNote, setTask, setDoing, setDoubt });
  const columns = useWorkColumns(commands);
  const titleOf = useWorkTitle();
  return (
    <Page>
      <PageHeader
        title={t('nav.worklist')}
        lead={t('worklist.lead')}
        actions={<Actions onTask={() => setTask({ debtor: null, name: '' })} />}
      />
      {list.data && <Kinds counts={list.data.counts} kind={view.kind} />}
      {list.error && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <LoadingState />}
      {list.data && (
        <DataTable
          label={t('nav.worklist')}
          columns={columns}
          rows={entries}
          total={list.data.total}
          rowKey={({ key }) => key}
          rowLabel={titleOf}
          isFetching={list.isPlaceholderData}
          page={view.page}
          perPage={PER_PAGE}
          onPage={(page) => setView({ page })}
          cursor={cursor}
          onCursor={setCursor}
          onOpen={(work) => {
            const href = hrefOf(company, work);
            const inDoubt = doubtIn(work);
            if (inDoubt) setDoubt(inDoubt);
            else if (href) go(href);
          }}
          empty={
            <EmptyState
              kind="done"
              title={t('worklist.empty.title')}
              action={
                <Button component="a" variant="default" href={paths.import(company)}>
                  {t('worklist.empty.import')}
                </Button>
              }
            >
              {t('worklist.empty.lead')}
            </EmptyState>
          }
        />
      )}
      <HoldDrawer target={hold} onClose={() => setHold(null)} />
      <NoteDrawer target={note} onClose={() => setNote(null)} />
      <TaskDrawer target={task} onClose={() => setTask(null)} />
      <DoubtDrawer target={doubt} onClose={() => setDoubt(null)} />
      <DoneDrawer task={doing} onClose={() => setDoing(null)} />
    </Page>
  );
}

function Actions({ onTask }: { onTask: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  return (
    <>
      <ReasonButton variant="default" closed={closed} onClick={onTask}>
        {t('task.new')}
      </ReasonButton>
      <Button component="a" href={paths.runs(company)}>
        {t('worklist.plan')}
      </Button>
    </>
  );
}

type KindsProps = { counts: Worklist['counts']; kind: (typeof WORK_KINDS)[number] | undefined };

/** The kinds of work there are today; what there is none of is not shown. */
function Kinds({ counts, kind }: KindsProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const present = WORK_KINDS.filter((one) => counts[one] || one === kind);
  if (present.length === 0) return null;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <PageTabs
      label={t('worklist.kinds')}
      current={kind ?? 'all'}
      tabs={[
        { id: 'all', label: t('worklist.kind.all'), href: paths.worklist(company), count: all },
        ...present.map((one) => ({
          id: one,
          label: t(`worklist.kind.${one}`),
          href: paths.worklist(company, { kind: one }),
          count: counts[one] ?? 0,
        })),
      ]}
    />
  );
}
