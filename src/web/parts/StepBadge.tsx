import { IconChecklist, IconFileText, IconGavel, IconPhone, IconThumbUp } from '@tabler/icons-react';
import type { StepKind } from '#core/dunning/policy.ts';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';
import { LevelBadge } from './LevelBadge.tsx';

const ICONS = {
  call: IconPhone,
  task: IconChecklist,
  statement: IconFileText,
  acceptance: IconThumbUp,
  hand_over: IconGavel,
} as const;

/** The same in words alone. Without a kind, what has no level is a courtesy. */
export function useStepName(): (stepKind: StepKind | undefined, level: number | null) => string {
  const t = useTexts();
  return (stepKind, level) => {
    if (level !== null) return t('level.name', { level });
    return !stepKind || stepKind === 'courtesy' ? t('level.courtesy') : t(`step.${stepKind}`);
  };
}

/** Which step something is: a notice by its level, the others by their name. */
export function StepBadge({ stepKind, level }: { stepKind: StepKind; level: number | null }) {
  const t = useTexts();
  if (stepKind === 'notice') return <LevelBadge level={level} />;
  if (stepKind === 'courtesy') return <LevelBadge level={null} of="courtesy" />;
  const Icon = ICONS[stepKind];
  return (
    <Tag tone="info" icon={<Icon />}>
      {t(`step.${stepKind}`)}
    </Tag>
  );
}
