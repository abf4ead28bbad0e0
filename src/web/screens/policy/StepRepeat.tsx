import { Checkbox, NumberInput } from '@mantine/core';
import { useTexts } from '#web/texts.ts';
import { FieldRow } from '#web/ui/Form.tsx';
import { withStep } from './draft.ts';
import type { StepProps } from './StepCard.tsx';

/** How often the last step comes again; a debt is handed over once. */
export function StepRepeat({ draft, step, index }: StepProps) {
  const t = useTexts();
  const { repeat } = step;
  const isLast = index === draft.body.steps.length - 1;
  const mayRepeat = isLast && step.kind !== 'courtesy' && step.kind !== 'hand_over';
  const set = (to: typeof repeat, field: string | null = null) =>
    draft.set((body) => withStep(body, index, { repeat: to }), field);
  if (!mayRepeat && !repeat) return null;
  return (
    <>
      <Checkbox
        label={t('policy.repeat')}
        checked={repeat !== null}
        error={draft.errorAt('repeat', index)}
        onChange={(event) => set(event.currentTarget.checked ? { everyDays: 30, timesMax: 2 } : null)}
      />
      {repeat && (
        <FieldRow>
          <NumberInput
            label={t('policy.repeatEvery')}
            value={repeat.everyDays}
            allowDecimal={false}
            error={draft.errorAt('repeat.everyDays', index)}
            onChange={(value) => set({ ...repeat, everyDays: Number(value) || 0 }, `every ${index}`)}
          />
          <NumberInput
            label={t('policy.repeatTimes')}
            value={repeat.timesMax}
            allowDecimal={false}
            error={draft.errorAt('repeat.timesMax', index)}
            onChange={(value) => set({ ...repeat, timesMax: Number(value) || 0 }, `times ${index}`)}
          />
        </FieldRow>
      )}
    </>
  );
}
