import { NativeSelect, NumberInput } from '@mantine/core';
import type { StepBasis } from '#core/dunning/policy.ts';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import { FieldRow } from '#web/ui/Form.tsx';
import { withStep } from './draft.ts';
import type { StepProps } from './StepCard.tsx';

type Props = StepProps & { deadlineOn: Temporal.PlainDate | null };
const BASES = ['due_date', 'previous_deadline', 'issue_date', 'end_of_month'] as const;

/** How many days, of which kind, counted from what; and how long the debtor has to pay. */
export function StepTiming({ draft, step, index, deadlineOn }: Props) {
  const t = useTexts();
  const { when, kind } = step;
  const isCourtesy = kind === 'courtesy';
  const isBefore = when.days < 0;
  const set = (patch: Partial<typeof when>, field: string | null = null) =>
    draft.set((body) => withStep(body, index, { when: { ...when, ...patch } }), field);
  return (
    <FieldRow>
      <NumberInput
        label={isBefore ? t('policy.daysBefore') : t('policy.daysAfter')}
        value={Math.abs(when.days)}
        error={draft.errorAt('when.days', index)}
        allowDecimal={false}
        min={isCourtesy ? 1 : 0}
        max={365}
        clampBehavior="none"
        onChange={(value) => {
          const days = Number(value) || 0;
          set({ days: isBefore ? -days : days }, `days ${index}`);
        }}
      />
      {mayComeBefore(step) && (
        <NativeSelect
          label={t('policy.side')}
          value={isBefore ? 'before' : 'after'}
          onChange={(event) => {
            const days = Math.max(1, Math.abs(when.days));
            set({ days: event.currentTarget.value === 'before' ? -days : days });
          }}
          data={(['after', 'before'] as const).map((side) => ({
            value: side,
            label: t(`policy.side.${side}`),
          }))}
        />
      )}
      <NativeSelect
        label={t('policy.count')}
        value={when.count}
        onChange={(event) => set({ count: event.currentTarget.value as 'calendar' | 'working' })}
        data={(['calendar', 'working'] as const).map((count) => ({
          value: count,
          label: t(`policy.count.${count}`),
        }))}
      />
      <NativeSelect
        label={isBefore ? t('policy.before') : t('policy.after')}
        value={when.basis}
        error={draft.errorAt('when.basis', index)}
        disabled={isCourtesy}
        onChange={(event) => {
          const basis = event.currentTarget.value as StepBasis;
          set({ basis, days: basis === 'due_date' ? when.days : Math.abs(when.days) });
        }}
        data={BASES.map((basis) => ({ value: basis, label: t(`policy.basis.${basis}`) }))}
      />
      {kind === 'notice' && <DeadlineDays draft={draft} step={step} index={index} deadlineOn={deadlineOn} />}
    </FieldRow>
  );
}

function DeadlineDays({ draft, step, index, deadlineOn }: Props) {
  const t = useTexts();
  const { day } = useFormats();
  return (
    <NumberInput
      label={t('policy.deadlineDays')}
      description={deadlineOn ? t('policy.payBy', { day: day(deadlineOn.toString()) }) : ''}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={step.deadlineDays}
      error={draft.errorAt('deadlineDays', index)}
      allowDecimal={false}
      min={0}
      max={180}
      clampBehavior="none"
      onChange={(value) =>
        draft.set((body) => withStep(body, index, { deadlineDays: Number(value) || 0 }), `deadline ${index}`)
      }
    />
  );
}

/** Only a reminder has to wait until the due date has passed. */
function mayComeBefore({ kind, when }: StepProps['step']): boolean {
  return kind !== 'notice' && kind !== 'courtesy' && kind !== 'hand_over' && when.basis === 'due_date';
}
