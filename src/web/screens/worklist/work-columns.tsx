import {
  IconAlertTriangle,
  IconBell,
  IconBuildingBank,
  IconClipboardCheck,
  IconHeartBroken,
  IconMailForward,
  IconMessageQuestion,
  IconPhone,
  IconPlayerPause,
} from '@tabler/icons-react';
import { useFormats } from '#web/formats.ts';
import { AmountsText } from '#web/parts/AmountsText.tsx';
import { DebtorLink } from '#web/parts/DebtorLink.tsx';
import { useAnswerWords } from '#web/parts/doubts/answer-words.ts';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { useTaskTitle } from '#web/parts/TaskLines.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { type TextKey, useTexts } from '#web/texts.ts';
import { ActionMenu, type MenuAction } from '#web/ui/ActionMenu.tsx';
import { type Column, RowLink } from '#web/ui/DataTable.tsx';
import styles from './WorklistScreen.module.css';
import type { Work } from './WorklistScreen.tsx';

const ICONS = {
  dispatch_unknown: IconAlertTriangle,
  dispatch_failed: IconAlertTriangle,
  payments: IconBuildingBank,
  run_to_send: IconMailForward,
  run_to_review: IconMailForward,
  promise_broken: IconHeartBroken,
  dispute: IconMessageQuestion,
  hold_review: IconPlayerPause,
  task: IconClipboardCheck,
  contact: IconBell,
} as const satisfies Record<Work['kind'], unknown>;

/** Where an entry leads: the run, else the debtor. */
export function hrefOf(company: string, { run, debtor, kind, agreement }: Work): string | null {
  if (run && (kind === 'run_to_review' || kind === 'run_to_send')) return paths.run(company, run.id);
  if (kind === 'payments') return paths.bank(company);
  if (debtor && agreement) return paths.debtor(company, debtor.id, { tab: 'agreements' });
  if (debtor) return paths.debtor(company, debtor.id, kind.startsWith('dispatch') ? { tab: 'timeline' } : {});
  return run ? paths.run(company, run.id) : null;
}

/** What an entry asks for, in a few words. */
export function useWorkTitle(): (work: Work) => string {
  const t = useTexts();
  const { money } = useFormats();
  const taskTitle = useTaskTitle();
  return ({ kind, because, run, notice, task, debtor, payments, agreement }) => {
    if (kind === 'task' && task) return taskTitle(task);
    const facts = {
      run: run?.number ?? '',
      notices: run?.notices ?? 0,
      notice: notice?.number ?? '',
      debtor: debtor?.name ?? '',
      payments: payments ?? 0,
      amount: agreement?.amount ? money(agreement.amount) : '',
      document: agreement?.item?.number ?? '',
    };
    if (because.code === 'level_exhausted') return t('worklist.title.exhausted', facts);
    return t(`worklist.title.${kind}` as TextKey, facts);
  };
}

export function useWorkColumns(actionsOf: (work: Work) => MenuAction[]): Column<Work>[] {
  const t = useTexts();
  return [
    {
      id: 'what',
      label: t('worklist.column.what'),
      card: 'title',
      cell: (work) => <What work={work} />,
    },
    {
      id: 'debtor',
      label: t('worklist.column.debtor'),
      cell: ({ debtor }) => debtor && <DebtorLink debtor={debtor} />,
    },
    { id: 'why', label: t('worklist.column.why'), cell: (work) => <Why work={work} /> },
    {
      id: 'level',
      label: t('items.column.level'),
      cell: ({ level, debtor }) => debtor && level !== null && <LevelBadge level={level} />,
    },
    {
      id: 'overdue',
      label: t('debtors.column.overdue'),
      align: 'end',
      card: 'figure',
      cell: ({ overdue }) => <AmountsText amounts={overdue} />,
    },
    {
      id: 'acts',
      label: t('act.more'),
      isLabelUnseen: true,
      align: 'end',
      width: '3rem',
      card: 'menu',
      cell: (work) => {
        const actions = actionsOf(work);
        return actions.length > 0 && <ActionMenu actions={actions} />;
      },
    },
  ];
}

function What({ work }: { work: Work }) {
  const company = useCompanyKey();
  const titleOf = useWorkTitle();
  const href = hrefOf(company, work);
  const Icon = work.task?.kind === 'call' ? IconPhone : ICONS[work.kind];
  return (
    <span className={styles.what} data-urgent={work.kind.startsWith('dispatch') || undefined}>
      <Icon size={17} stroke={1.7} aria-hidden="true" />
      {href ? <RowLink href={href}>{titleOf(work)}</RowLink> : <span>{titleOf(work)}</span>}
    </span>
  );
}

function Why({ work }: { work: Work }) {
  const t = useTexts();
  const { day, money } = useFormats();
  const wordsOf = useAnswerWords();
  const { because, dispatch, debtor, task, agreement } = work;
  const words = t(`worklist.because.${because.code}` as TextKey, {
    days: Number(because.facts.days ?? 0),
    on: agreement ? day(agreement.on) : '',
    amount: agreement?.amount ? money(agreement.amount) : '',
    paid: agreement?.paid ? money(agreement.paid) : '',
    reason: agreement?.reason ?? '',
  });
  const phone = task?.kind === 'call' && debtor?.phone;
  return (
    <span className="rp-muted">
      {words}
      {dispatch?.answer && <span className={styles.answer}>{wordsOf(dispatch.answer)}</span>}
      {phone && (
        <span className={styles.answer}>
          <a href={`tel:${phone.replaceAll(/[^+\d]/g, '')}`}>{phone}</a>
        </span>
      )}
    </span>
  );
}
