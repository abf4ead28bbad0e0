import { IconAlertTriangle, IconBell, IconBellRinging, IconGavel, IconMinus } from '@tabler/icons-react';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';
import type { Tone } from '#web/ui/tokens.ts';

const TONES = ['neutral', 'notice', 'warn', 'bad'] as const satisfies readonly Tone[];
const ICONS = [IconMinus, IconBell, IconBellRinging, IconAlertTriangle] as const;

/** How far dunning has come: always in words, with an icon; the colour rises with it. Level 0: no reminder yet. */
export function LevelBadge({ level, of }: { level: number | null; of?: 'courtesy' }) {
  const t = useTexts();
  if (of === 'courtesy') {
    return (
      <Tag tone="info" icon={<IconBell />}>
        {t('level.courtesy')}
      </Tag>
    );
  }
  const at = level ?? 0;
  const Icon = ICONS[at] ?? IconGavel;
  return (
    <Tag tone={TONES[at] ?? 'severe'} icon={<Icon />}>
      {t('level.name', { level: at })}
    </Tag>
  );
}
