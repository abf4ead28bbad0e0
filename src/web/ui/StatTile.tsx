import type { ReactNode } from 'react';
import styles from './StatTile.module.css';
import { type Tone, toneVar } from './tokens.ts';

type Props = {
  label: string;
  /** The figure, large. */
  value: ReactNode;
  /** A second figure or a comparison, small. */
  beside?: ReactNode;
  tone?: Tone;
  /** The list behind the figure. */
  href?: string;
  isCurrent?: boolean;
};

/** One figure that matters, and the way to what it is made of. */
export function StatTile({ label, value, beside, tone, href, isCurrent }: Props) {
  const words = (
    <>
      <span className={styles.label}>
        {tone && (
          <span className={styles.dot} style={{ background: toneVar(tone, 'stroke') }} aria-hidden="true" />
        )}
        {label}
      </span>
      <span className={styles.value}>{value}</span>
      {beside && <span className={styles.beside}>{beside}</span>}
    </>
  );
  if (!href) return <div className={styles.tile}>{words}</div>;
  return (
    <a className={styles.tile} href={href} aria-current={isCurrent ? 'true' : undefined}>
      {words}
    </a>
  );
}

/** Tiles side by side, as many as fit. */
export function StatTiles({ label, children }: { label: string; children: ReactNode }) {
  return (
    <section className={styles.tiles} aria-label={label}>
      {children}
    </section>
  );
}
