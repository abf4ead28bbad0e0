import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconClock,
  IconHelp,
  IconSend,
  IconX,
} from '@tabler/icons-react';
import type { RunState } from '#core/dunning/run-states.ts';
import { useTexts } from '#web/texts.ts';
import { Tag } from '#web/ui/Tag.tsx';
import type { Tone } from '#web/ui/tokens.ts';

type Look = { readonly tone: Tone; readonly icon: typeof IconCheck };

const RUN: Readonly<Record<RunState, Look>> = {
  planning: { tone: 'neutral', icon: IconCircleDashed },
  planned: { tone: 'notice', icon: IconClock },
  approved: { tone: 'info', icon: IconCheck },
  sending: { tone: 'info', icon: IconSend },
  sent: { tone: 'good', icon: IconCheck },
  cancelled: { tone: 'neutral', icon: IconBan },
  undone: { tone: 'neutral', icon: IconArrowBackUp },
  failed: { tone: 'bad', icon: IconX },
};

const DISPATCH = {
  held: { tone: 'neutral', icon: IconClock },
  queued: { tone: 'neutral', icon: IconClock },
  claimed: { tone: 'info', icon: IconSend },
  transmitting: { tone: 'info', icon: IconSend },
  sent: { tone: 'good', icon: IconCheck },
  refused: { tone: 'bad', icon: IconX },
  unknown: { tone: 'severe', icon: IconHelp },
  withdrawn: { tone: 'neutral', icon: IconBan },
  recalled: { tone: 'neutral', icon: IconArrowBackUp },
  delivered: { tone: 'good', icon: IconCheck },
  bounced: { tone: 'bad', icon: IconAlertTriangle },
} as const satisfies Record<string, Look>;
export type DispatchState = keyof typeof DISPATCH;

/** Where a run stands. */
export function RunStateBadge({ state }: { state: RunState }) {
  const t = useTexts();
  const { tone, icon: Icon } = RUN[state];
  return (
    <Tag tone={tone} icon={<Icon />}>
      {t(`runState.${state}`)}
    </Tag>
  );
}

/** Where a notice stands on its way out; `unknown` is never dressed up as sent. */
export function DispatchStateBadge({ state }: { state: DispatchState }) {
  const t = useTexts();
  const { tone, icon: Icon } = DISPATCH[state];
  return (
    <Tag tone={tone} icon={<Icon />}>
      {t(`dispatchState.${state}`)}
    </Tag>
  );
}
