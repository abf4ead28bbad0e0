import type { StepKind } from '#core/dunning/policy.ts';

/**
 * The words a company may write of its own: of each level, of the letters that raise none, of what is said on the
 * telephone, and of the correction of a notice that was taken back.
 */
export const TEXT_STEPS = [
  'courtesy',
  'level_1',
  'level_2',
  'level_3',
  'level_4',
  'level_5',
  'level_6',
  'level_7',
  'level_8',
  'level_9',
  'statement',
  'acceptance',
  'call',
  'correction',
] as const;
export type TextStep = (typeof TEXT_STEPS)[number];

/** The words' name of a step: 'courtesy' before the due date, 'level_2' of a notice, 'statement' of one. */
export function textStepOf(kind: StepKind, level: number | null): TextStep {
  if (kind === 'statement' || kind === 'acceptance' || kind === 'call') return kind;
  return kind === 'courtesy' || !level ? 'courtesy' : (`level_${level}` as TextStep);
}
