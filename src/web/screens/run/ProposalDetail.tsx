import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { useCommands } from '#web/ui/commands.ts';
import { EmptyState, ErrorState, LoadingState } from '#web/ui/States.tsx';
import styles from './detail.module.css';
import { EditDrawer } from './EditDrawer.tsx';
import { PreviewPanel } from './PreviewPanel.tsx';
import { ProposalHead } from './ProposalHead.tsx';
import { ProposalLines } from './ProposalLines.tsx';
import { previewQuery, proposalQuery } from './run-queries.ts';
import type { ProposalRow, Run } from './types.ts';
import type { Edits } from './use-edits.ts';
import { type RunLook, TABS } from './view.ts';

type Props = {
  run: Run;
  look: RunLook;
  setLook: (look: Partial<RunLook>) => void;
  edits: Edits;
  row: ProposalRow | undefined;
  /** The one after it, fetched ahead so that the next key shows it at once. */
  next: string | undefined;
};

/** While somebody runs down the list with j, only where they stop is asked for. */
const SETTLE_MS = 90;

/** The notice under the cursor: what it asks, why, and the very letter and mail. */
export function ProposalDetail({ run, look, setLook, edits, row, next }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const [id] = useDebouncedValue(row?.id ?? '', SETTLE_MS);
  const proposal = useQuery(proposalQuery(company, run.id, id));
  const preview = useQuery(previewQuery(company, run.id, id));
  const [isEditing, setEditing] = useState(false);
  useFetchAhead(run.id, next);
  useDetailCommands({ run, look, setLook, edits, row, onEdit: () => setEditing(true) });

  if (!row) return <EmptyState kind="nothingYet" title={t('run.noNotice')} />;
  if (proposal.error && !proposal.data) {
    return <ErrorState error={proposal.error} onRetry={() => void proposal.refetch()} />;
  }
  if (!proposal.data) return <LoadingState kind="detail" />;
  return (
    <div className={styles.detail} aria-busy={proposal.data.id !== row.id || undefined}>
      <ProposalHead run={run} proposal={proposal.data} edits={edits} onEdit={() => setEditing(true)} />
      <ProposalLines proposal={proposal.data} edits={edits} />
      <PreviewPanel
        run={run}
        proposal={proposal.data}
        preview={preview}
        tab={look.tab}
        onTab={(tab) => setLook({ tab, page: look.page })}
      />
      <EditDrawer
        opened={isEditing}
        debtor={row.debtor.name}
        // Never the words of one notice under the name of another: what is shown may be a moment behind the cursor.
        proposal={proposal.data.id === row.id ? proposal.data : undefined}
        preview={preview}
        edits={edits}
        onClose={() => setEditing(false)}
      />
    </div>
  );
}

function useFetchAhead(run: string, next: string | undefined): void {
  const company = useCompanyKey();
  const queryClient = useQueryClient();
  const [ahead] = useDebouncedValue(next ?? '', 2 * SETTLE_MS);
  useEffect(() => {
    if (!ahead) return;
    void queryClient.prefetchQuery(proposalQuery(company, run, ahead));
    void queryClient.prefetchQuery(previewQuery(company, run, ahead));
  }, [ahead, company, run, queryClient]);
}

type CommandProps = Pick<Props, 'run' | 'look' | 'setLook' | 'edits' | 'row'> & { onEdit: () => void };

function useDetailCommands({ look, setLook, edits, row, onEdit }: CommandProps): void {
  const t = useTexts();
  const closed = useClosedFor('clerk');
  const group = t('run.keys.notice');
  const keep = { page: look.page };
  const tab = (by: number) => {
    const next = TABS[(TABS.indexOf(look.tab) + by + TABS.length) % TABS.length];
    if (next) setLook({ tab: next, ...keep });
  };
  const change = (run: (row: ProposalRow) => void) => () => row && !edits.isBusyWith(row.id) && run(row);
  const level = (by: number) =>
    change(({ id, level: now }) => now !== null && edits.edit(id, { kind: 'level', level: now + by }));
  const toggle = change(({ id, dropped }) => edits.edit(id, { kind: dropped ? 'restore' : 'drop' }));
  useCommands([
    { id: 'notice.edit', label: t('run.edit'), group, keys: 'e', run: onEdit, closed },
    { id: 'notice.drop', label: t('run.dropOrRestore'), group, keys: 'd', run: toggle, closed },
    { id: 'notice.up', label: t('run.levelUp'), group, keys: '+ / =', run: level(1), closed },
    { id: 'notice.down', label: t('run.levelDown'), group, keys: '-', run: level(-1), closed },
    {
      id: 'notice.tabBack',
      label: t('run.previousTab'),
      group,
      keys: '[',
      run: () => tab(-1),
      keyOnly: true,
    },
    { id: 'notice.tab', label: t('run.nextTab'), group, keys: ']', run: () => tab(1), keyOnly: true },
    {
      id: 'notice.peek',
      label: t('run.peek'),
      group,
      keys: 'space',
      run: () => setLook({ open: !look.open, ...keep }),
      keyOnly: true,
    },
    {
      id: 'notice.back',
      label: t('run.back'),
      group,
      keys: 'escape',
      run: () => backToList(() => setLook({ open: false, ...keep })),
      keyOnly: true,
    },
  ]);
}

/** From wherever the focus is, back to the row under the cursor. */
function backToList(close: () => void): void {
  close();
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-row][data-cursor]')?.focus());
}
