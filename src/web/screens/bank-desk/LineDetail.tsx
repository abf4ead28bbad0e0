import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '#web/api.ts';
import { useCompanyKey } from '#web/place.ts';
import { useTexts } from '#web/texts.ts';
import { EmptyState } from '#web/ui/States.tsx';
import { Candidates } from './Candidates.tsx';
import { Decisions } from './Decisions.tsx';
import styles from './desk.module.css';
import type { DeskLook } from './desk-look.ts';
import { accountDraft, type DeskLine, type Draft, draftOf, planOf } from './draft.ts';
import { LaterDrawer } from './LaterDrawer.tsx';
import { LineButtons } from './LineButtons.tsx';
import { LineFacts } from './LineFacts.tsx';
import { SettlePreview } from './SettlePreview.tsx';
import { SplitDrawer } from './SplitDrawer.tsx';
import type { DeskActs } from './use-desk-acts.ts';
import { useLineActs } from './use-line-acts.ts';

type Dialog = 'split' | 'find' | 'later';
type Props = { line: DeskLine; look: DeskLook; acts: DeskActs; onHold: (line: DeskLine | null) => void };

/** One bank line: what stands on it, what it may pay and why, and what would be settled. */
export function LineDetail({ line, look, acts, onHold }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const policy = useQuery(
    api.settlements.policy.queryOptions({ input: { company }, staleTime: 60_000 }),
  ).data;
  const limits = { smallDifferenceMax: policy?.smallDifferenceMax ?? '0' };
  const [rank, setRank] = useState<number | null>(null);
  const [changed, setChanged] = useState<Draft | null>(null);
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const open = (to: Dialog | null) => {
    setDialog(to);
    onHold(to && line);
    if (!to) toCursor();
  };
  const match = line.matches.find((one) => one.rank === rank) ?? line.matches[0];
  const draft = changed ?? (match ? draftOf(match) : accountDraft(null));
  const plan = planOf(line, draft, limits);
  const pick = (to: number) => {
    setRank(to);
    setChanged(null);
    toCursor();
  };
  const doing = useLineActs({
    line,
    look,
    acts,
    match,
    draft,
    isChanged: changed !== null,
    plan,
    onChange: setChanged,
    onPick: pick,
    onDialog: open,
  });
  const isOver = line.state === 'settled' || line.state === 'ignored';
  return (
    <div className={styles.detail}>
      <LineFacts line={line} />
      <Decisions line={line} acts={acts} />
      {!isOver && line.matches.length === 0 && (
        <EmptyState kind="nothingYet" title={t('desk.nothingFits')}>
          {t('desk.nothingFitsHint')}
        </EmptyState>
      )}
      {!isOver && line.matches.length > 0 && (
        <Candidates line={line} picked={match?.rank ?? 0} onPick={pick} />
      )}
      {!isOver && (match || changed) && <SettlePreview line={line} draft={draft} plan={plan} />}
      {!isOver && <LineButtons doing={doing} />}
      <SplitDrawer
        mode={dialog === 'split' || dialog === 'find' ? dialog : null}
        line={line}
        start={match || changed ? draft : { ...draft, onAccount: false }}
        limits={limits}
        acts={acts}
        onClose={() => open(null)}
      />
      <LaterDrawer line={dialog === 'later' ? line : null} acts={acts} onClose={() => open(null)} />
    </div>
  );
}

/** The keys act on the line under the cursor: the focus goes back there. */
function toCursor(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-row][data-cursor]')?.focus());
}
