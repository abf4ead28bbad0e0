import { SegmentedControl } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useFormats } from '#web/formats.ts';
import { paths } from '#web/paths.ts';
import { useCompanyKey, useGo, useView } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { useCommands } from '#web/ui/commands.ts';
import { Page } from '#web/ui/Page.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { SplitView } from '#web/ui/SplitView.tsx';
import { useSelection } from '#web/ui/selection.ts';
import { toastDone } from '#web/ui/toasts.tsx';
import { ApproveDialog } from './ApproveDialog.tsx';
import { ChangesPanel } from './ChangesPanel.tsx';
import { LeftOutList } from './LeftOutList.tsx';
import { LostEdits } from './LostEdits.tsx';
import { ProposalDetail } from './ProposalDetail.tsx';
import { ProposalList } from './ProposalList.tsx';
import { RunBank } from './RunBank.tsx';
import { RunHeader } from './RunHeader.tsx';
import styles from './run.module.css';
import { proposalsQuery } from './run-queries.ts';
import type { Run } from './types.ts';
import { useEdits } from './use-edits.ts';
import { filtersOf, RunLook } from './view.ts';

/** Proposals at the left, what each says and why at the right; nothing leaves before a person approves. */
export function ReviewView({ run }: { run: Run }) {
  const company = useCompanyKey();
  const [look, setLook] = useView(RunLook);
  const [isApproving, setApproving] = useState(false);
  const list = useQuery(proposalsQuery(company, run.id, look));
  const selection = useSelection(JSON.stringify(filtersOf(look)));
  const edits = useEdits(run, look);
  const rows = list.data?.rows ?? [];
  const at = rows.find(({ id }) => id === look.notice) ?? rows[0];
  const point = (notice: string) => setLook({ notice, page: look.page });

  return (
    <Page kind="split">
      <RunHeader
        run={run}
        actions={<Actions run={run} onApprove={() => setApproving(true)} onUndo={edits.undo} />}
      />
      <ChangesPanel run={run} />
      <LostEdits run={run} />
      <RunBank run={run} />
      <Sides run={run} side={look.side} onSide={(side) => setLook({ side })} />
      {look.side === 'leftOut' ? (
        <LeftOutList run={run} look={look} setLook={setLook} />
      ) : (
        <div className={styles.review}>
          <SplitView
            name="run"
            isOpen={look.open && at !== undefined}
            onBack={() => setLook({ open: false, page: look.page })}
            list={
              <ProposalList
                {...{ run, look, setLook, list, selection, edits }}
                at={at?.id ?? null}
                onPoint={point}
              />
            }
            detail={
              <ProposalDetail
                key={run.id}
                {...{ run, look, setLook, edits }}
                row={at}
                next={at && rows[rows.indexOf(at) + 1]?.id}
              />
            }
          />
        </div>
      )}
      <ApproveDialog run={run} opened={isApproving} onClose={() => setApproving(false)} />
    </Page>
  );
}

type SidesProps = { run: Run; side: RunLook['side']; onSide: (side: RunLook['side']) => void };

function Sides({ run, side, onSide }: SidesProps) {
  const t = useTexts();
  const { number, money, day } = useFormats();
  const { summary } = run;
  const leftOut = summary?.leftOut.reduce((sum, { debtors }) => sum + debtors, 0) ?? 0;
  return (
    <div className={styles.sides}>
      <SegmentedControl
        value={side}
        onChange={(value) => onSide(value as RunLook['side'])}
        aria-label={t('run.sides')}
        data={[
          { value: 'notices', label: t('run.side.notices', { count: number(summary?.notices ?? 0) }) },
          { value: 'leftOut', label: t('run.side.leftOut', { count: number(leftOut) }) },
        ]}
      />
      <output className={styles.sums}>
        {t('run.for', { day: day(run.plannedFor) })}
        {summary?.total.map((each) => (
          <strong key={each.currency} className="rp-figures">
            {money(each)}
          </strong>
        ))}
        {(summary?.dropped ?? 0) > 0 && <span>{t('run.dropped', { count: summary?.dropped ?? 0 })}</span>}
      </output>
    </div>
  );
}

function Actions({ run, onApprove, onUndo }: { run: Run; onApprove: () => void; onUndo: () => void }) {
  const t = useTexts();
  const company = useCompanyKey();
  const go = useGo();
  const clerkOnly = useClosedFor('clerk');
  const cancel = useMutation(
    api.dunningRuns.cancel.mutationOptions({
      onSuccess: () => {
        toastDone(t('run.cancelled', { number: run.number }));
        go(paths.runs(company));
      },
    }),
  );
  const recompute = useMutation(api.dunningRuns.recompute.mutationOptions());
  const group = t('run.keys');
  const noUndo = clerkOnly ?? (run.canUndoEdit ? null : t('run.edit.nothingToUndo'));
  const noApproval = clerkOnly ?? ((run.summary?.notices ?? 0) > 0 ? null : t('run.approve.empty'));
  useCommands([
    { id: 'run.approve', label: t('run.approve'), group, keys: 'a', run: onApprove, closed: noApproval },
    { id: 'run.undo', label: t('run.undoEdit'), group, keys: 'mod+z / u', run: onUndo, closed: noUndo },
  ]);
  return (
    <>
      <ActionMenu
        actions={[
          {
            id: 'recompute',
            label: t('run.recompute'),
            closed: clerkOnly,
            onClick: () => recompute.mutate({ company, run: run.id }),
          },
          {
            id: 'cancel',
            label: t('run.cancelReview'),
            danger: true,
            closed: clerkOnly,
            onClick: () => cancel.mutate({ company, run: run.id }),
          },
        ]}
      />
      <ReasonButton variant="default" closed={noUndo} keys="u" onClick={onUndo}>
        {t('run.undoEdit')}
      </ReasonButton>
      <ReasonButton closed={noApproval} keys="a" onClick={onApprove}>
        {t('run.approve')}
      </ReasonButton>
    </>
  );
}
