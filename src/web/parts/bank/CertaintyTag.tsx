import type { CERTAINTIES } from '#core/matching/match-facts.ts';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';

const TONES = { certain: 'good', probable: 'info', possible: 'neutral' } as const;

/** How sure a proposal is, in a word. */
export function CertaintyTag({ certainty }: { certainty: (typeof CERTAINTIES)[number] | null }) {
  const t = useTexts();
  if (!certainty) return <Tag tone="notice">{t('match.none')}</Tag>;
  return <Tag tone={TONES[certainty]}>{t(`match.certainty.${certainty}`)}</Tag>;
}
