import { Checkbox } from '@mantine/core';
import { useTexts } from '#web/texts.ts';

type Props = { value: boolean; onChange: (value: boolean) => void };

/** Whether those whom a notice reached are told that it was taken back. */
export function CorrectChoice({ value, onChange }: Props) {
  const t = useTexts();
  return (
    <Checkbox
      label={t('run.undo.correct')}
      description={t('run.undo.correctHint')}
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
