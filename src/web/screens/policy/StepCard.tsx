import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronRight, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { STEP_KINDS, type Step, type StepKind } from '#core/dunning/policy.ts';
import type { CalendarEntry } from '#core/dunning/policy-calendar.ts';
import { useFormats } from '#web/formats.ts';
import { LevelBadge } from '#web/parts/LevelBadge.tsx';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';
import { asKind, withoutStep, withStep, withStepMoved } from './draft.ts';
import styles from './policy.module.css';
import { StepCosts } from './StepCosts.tsx';
import { StepPeople } from './StepPeople.tsx';
import { StepRepeat } from './StepRepeat.tsx';
import { StepSummary } from './StepSummary.tsx';
import { StepTiming } from './StepTiming.tsx';
import type { PolicyDraft } from './use-policy-draft.ts';

export type StepProps = { draft: PolicyDraft; step: Step; index: number };
type Props = StepProps & {
  entries: readonly CalendarEntry[];
  dueOn: Temporal.PlainDate;
  startsOpen: boolean;
};

/** One step: a line of words, and opened when, how long to pay, what it costs, who gets it and how. */
export function StepCard({ draft, step, index, entries, dueOn, startsOpen }: Props) {
  const t = useTexts();
  const { day } = useFormats();
  const id = useId();
  const [wasOpened, setOpened] = useState(startsOpen);
  const hasProblem = draft.problems.some((problem) => problem.step === index);
  const isOpen = wasOpened || hasProblem;
  const [first] = entries;
  return (
    <section className={styles.step} aria-label={t('policy.step', { number: index + 1 })}>
      <header className={styles.stepHead} data-open={isOpen || undefined}>
        <button
          type="button"
          className={styles.opener}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setOpened(!isOpen)}
        >
          <IconChevronRight size={16} aria-hidden="true" />
          <span className={styles.number}>{index + 1}</span>
          <KindBadge step={step} />
          {isOpen && first && (
            <span className={styles.result}>
              {t('policy.result', { due: day(dueOn.toString()), opens: day(first.opensOn.toString()) })}
            </span>
          )}
          {!first && <span className={styles.result}>{t('policy.overtaken')}</span>}
          {!isOpen && <StepSummary step={step} currency={draft.currency} />}
        </button>
        <StepMoves draft={draft} step={step} index={index} />
      </header>
      {isOpen && (
        <div id={id} className={styles.stepBody}>
          <StepFields draft={draft} step={step} index={index} deadlineOn={first?.deadlineOn ?? null} />
        </div>
      )}
    </section>
  );
}

type FieldsProps = StepProps & { deadlineOn: Temporal.PlainDate | null };

function StepFields({ draft, step, index, deadlineOn }: FieldsProps) {
  const t = useTexts();
  return (
    <>
      <NativeSelect
        label={t('policy.kind')}
        value={step.kind}
        description={hasHint(step.kind) ? t(`policy.kindHint.${step.kind}`) : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        error={draft.errorAt('kind', index) ?? draft.errorAt('level', index)}
        onChange={(event) => {
          const kind = event.currentTarget.value as Step['kind'];
          draft.set((body) => withStep(body, index, asKind(step, kind)));
        }}
        data={STEP_KINDS.map((kind) => ({ value: kind, label: t(`stepKind.${kind}`) }))}
      />
      <StepTiming draft={draft} step={step} index={index} deadlineOn={deadlineOn} />
      <StepPeople draft={draft} step={step} index={index} />
      {step.kind === 'notice' && <StepCosts draft={draft} step={step} index={index} />}
      <StepRepeat draft={draft} step={step} index={index} />
    </>
  );
}

/** The kinds whose name does not say what a run does with them. */
function hasHint(kind: StepKind): kind is Exclude<StepKind, 'notice' | 'courtesy'> {
  return kind !== 'notice' && kind !== 'courtesy';
}

function KindBadge({ step }: { step: Step }) {
  const t = useTexts();
  if (step.kind === 'notice') return <LevelBadge level={step.level} />;
  if (step.kind === 'courtesy') return <LevelBadge level={null} of="courtesy" />;
  return <Tag>{t(`stepKind.${step.kind}`)}</Tag>;
}

function StepMoves({ draft, index }: StepProps) {
  const t = useTexts();
  const number = index + 1;
  const last = draft.body.steps.length - 1;
  const move = (by: -1 | 1) => () => draft.set((body) => withStepMoved(body, index, by));
  return (
    <span className={styles.moves}>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('policy.moveUp', { number })}
        disabled={index === 0}
        onClick={move(-1)}
      >
        <IconArrowUp size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('policy.moveDown', { number })}
        disabled={index === last}
        onClick={move(1)}
      >
        <IconArrowDown size={16} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('policy.removeStep', { number })}
        onClick={() => draft.set((body) => withoutStep(body, index))}
      >
        <IconTrash size={16} />
      </ActionIcon>
    </span>
  );
}
