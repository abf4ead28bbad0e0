import type { ReactNode } from 'react';
import styles from './Tag.module.css';
import { type Tone, toneVar } from './tokens.ts';

/** A word about a thing's state: always words, with an icon if it matters; the colour only helps. */
export function Tag({
  tone = 'neutral',
  icon,
  children,
}: {
  tone?: Tone;
  icon?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span
      className={styles.tag}
      style={{ background: toneVar(tone, 'ground'), color: toneVar(tone, 'words') }}
      data-tone={tone}
    >
      {icon && (
        <span className={styles.icon} aria-hidden="true">
          {icon}
        </span>
      )}
      {children}
    </span>
  );
}
