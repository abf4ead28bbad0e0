import { ActionIcon, Anchor } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { DayText } from '#web/parts/DayText.tsx';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { MoneyText } from '#web/parts/MoneyText.tsx';
import { StepBadge } from '#web/parts/StepBadge.tsx';
import { paths } from '#web/paths.ts';
import { useCompanyKey } from '#web/place.ts';
import { useClosedFor } from '#web/session.ts';
import { type TextKey, useTexts } from '#web/texts.ts';
import { ActionMenu } from '#web/ui/ActionMenu.tsx';
import { Note } from '#web/ui/Note.tsx';
import { ReasonButton } from '#web/ui/ReasonButton.tsx';
import { Tag } from '#web/ui/Tag.tsx';
import { ChannelPicker } from './ChannelPicker.tsx';
import styles from './detail.module.css';
import type { Proposal, Run } from './types.ts';
import type { Edits } from './use-edits.ts';

type Props = { run: Run; proposal: Proposal; edits: Edits; onEdit: () => void };

/** Whom it goes to, at which level, by which way, how much; and the handles to change that. */
export function ProposalHead({ run, proposal, edits, onEdit }: Props) {
  const t = useTexts();
  const company = useCompanyKey();
  const closed = useClosedFor('clerk');
  const { id, debtor, dropped, printed } = proposal;
  return (
    <header className={styles.head}>
      <div className={styles.headRow}>
        <h2 className={styles.name}>
          <Anchor href={paths.debtor(company, debtor.id)}>{debtor.name}</Anchor>{' '}
          <small className="rp-muted">{debtor.number}</small>
        </h2>
        <div className={styles.headActions}>
          <ReasonButton size="compact-sm" variant="default" keys="e" closed={closed} onClick={onEdit}>
            {t('run.edit')}
          </ReasonButton>
          <ReasonButton
            size="compact-sm"
            variant="default"
            keys="d"
            closed={closed}
            onClick={() => edits.edit(id, { kind: dropped ? 'restore' : 'drop' })}
          >
            {dropped ? t('run.restore') : t('run.drop')}
          </ReasonButton>
          <MoreActions run={run} proposal={proposal} edits={edits} closed={closed} />
        </div>
      </div>
      <div className={styles.headRow}>
        <LevelStepper proposal={proposal} edits={edits} disabled={closed !== null} />
        {proposal.leavesBy.length > 0 && (
          <ChannelPicker proposal={proposal} edits={edits} disabled={closed !== null} />
        )}
        <dl className={styles.sumList}>
          <div>
            <dt>{t('run.total')}</dt>
            <dd>
              <strong>
                <MoneyText money={proposal.total} />
              </strong>
            </dd>
          </div>
          <div>
            <dt>{t('run.payBy')}</dt>
            <dd>
              <DayText day={proposal.deadlineOn} />
            </dd>
          </div>
        </dl>
      </div>
      <div className={styles.headRow}>
        {dropped && printed !== false && <Tag tone="neutral">{t('run.mark.dropped')}</Tag>}
        {printed === true && <Tag tone="info">{t('run.printed.yes')}</Tag>}
        {printed === false && <Tag tone="neutral">{t('run.printed.no')}</Tag>}
        {proposal.edited && <Tag tone="info">{t('run.mark.edited')}</Tag>}
        <span className="rp-muted">
          {t('run.byPolicy', { policy: proposal.policy.name, version: proposal.policy.version })}
        </span>
      </div>
      <Warnings proposal={proposal} />
    </header>
  );
}

function LevelStepper({
  proposal,
  edits,
  disabled,
}: {
  proposal: Proposal;
  edits: Edits;
  disabled: boolean;
}) {
  const t = useTexts();
  const { id, level, levels, levelProposed, stepKind } = proposal;
  if (level === null) return <StepBadge stepKind={stepKind} level={level} />;
  const set = (to: number) => edits.edit(id, { kind: 'level', level: to });
  const step = (by: number, label: TextKey, Icon: typeof IconPlus) => (
    <ActionIcon
      variant="default"
      size="md"
      aria-label={t(label)}
      disabled={disabled || edits.isBusy || !levels.includes(level + by)}
      onClick={() => set(level + by)}
    >
      <Icon size={15} />
    </ActionIcon>
  );
  return (
    <fieldset className={styles.stepper}>
      <legend className={styles.hidden}>{t('run.column.level')}</legend>
      {step(-1, 'run.levelDown', IconMinus)}
      <LevelBadge level={level} />
      {step(1, 'run.levelUp', IconPlus)}
      {levelProposed !== null && levelProposed !== level && (
        <small className="rp-muted">{t('run.levelProposed', { level: levelProposed })}</small>
      )}
    </fieldset>
  );
}

type MoreProps = { run: Run; proposal: Proposal; edits: Edits; closed: string | null };

function MoreActions({ run, proposal, edits, closed }: MoreProps) {
  const t = useTexts();
  const company = useCompanyKey();
  const { id, printed } = proposal;
  const mark = (to: boolean | null) => () => edits.edit(id, { kind: 'printed', printed: to });
  const letter = `/api/companies/${company}/runs/${run.id}/proposals/${id}/letter`;
  return (
    <ActionMenu
      actions={[
        { id: 'pdf', label: t('run.openPdf'), onClick: () => window.open(letter, '_blank') },
        { id: 'printed', label: t('run.printed.mark'), closed, onClick: mark(true) },
        { id: 'notPrinted', label: t('run.printed.unmark'), closed, onClick: mark(false) },
        ...(printed === null
          ? []
          : [{ id: 'asComputed', label: t('run.printed.asComputed'), closed, onClick: mark(null) }]),
      ]}
    />
  );
}

function Warnings({ proposal }: { proposal: Proposal }) {
  const t = useTexts();
  const company = useCompanyKey();
  if (proposal.warnings.length === 0) return null;
  return (
    <Note tone="warn">
      {proposal.warnings.map(({ code, facts }) => (
        <p key={code}>
          {t(`warning.${code}` as TextKey, facts)}{' '}
          {code === 'rate_missing' && <a href={paths.rates(company)}>{t('claims.toRates')}</a>}
        </p>
      ))}
    </Note>
  );
}
