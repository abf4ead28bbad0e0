import type { StepKind } from '#core/dunning/policy.ts';
import type { Texts } from '#web/texts.ts';

/** 'Level 2', 'Courtesy reminder', 'Telephone call'. */
export function stepName(
  t: Texts,
  { stepKind, level }: { stepKind: StepKind; level: number | null },
): string {
  return level === null || level === 0 ? t(`step.${stepKind}`) : t('level.name', { level });
}
