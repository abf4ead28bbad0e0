import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import styles from './Note.module.css';
import { type Tone, toneVar } from './tokens.ts';

type Props = {
  tone?: Tone;
  title?: ReactNode;
  children?: ReactNode;
  /** Buttons or links that mend it. */
  actions?: ReactNode;
  /** Announced at once: for a refusal after a click, not for what was there all along. */
  live?: boolean;
};

const ICONS = {
  neutral: IconInfoCircle,
  info: IconInfoCircle,
  good: IconCircleCheck,
  notice: IconInfoCircle,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  severe: IconAlertTriangle,
} as const satisfies Record<Tone, unknown>;

/** A message that stays in the page: a hint, a warning, a refusal with its remedy. */
export function Note({ tone = 'info', title, children, actions, live }: Props) {
  const Icon = ICONS[tone];
  return (
    <div
      className={styles.note}
      style={{ background: toneVar(tone, 'ground'), color: toneVar(tone, 'words') }}
      role={live ? 'alert' : undefined}
    >
      <Icon className={styles.icon} size={18} stroke={1.8} aria-hidden="true" />
      <div className={styles.words}>
        {title && <div className={styles.title}>{title}</div>}
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}
