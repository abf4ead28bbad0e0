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
