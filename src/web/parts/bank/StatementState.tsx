import type { STATEMENT_STATES } from '#core/bank/statement-states.ts';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';

const TONES = { booked: 'good', intraday: 'info', notification: 'neutral', refused: 'bad' } as const;

type Props = { state: (typeof STATEMENT_STATES)[number]; overridden: boolean };

/** What a statement is worth: booked, of the day, refused for its sums, or taken in against them. */
export function StatementState({ state, overridden }: Props) {
  const t = useTexts();
  if (overridden) return <Tag tone="warn">{t('statement.overridden')}</Tag>;
  return <Tag tone={TONES[state]}>{t(`statement.state.${state}`)}</Tag>;
}
