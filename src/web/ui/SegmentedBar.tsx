import styles from './SegmentedBar.module.css';
import { type Tone, toneVar } from './tokens.ts';

export type Segment = {
  readonly id: string;
  readonly label: string;
  /** Any non-negative share; only the proportions count. */
  readonly share: number;
  /** The figure as written, for the tip and for screen readers. */
  readonly figure: string;
  readonly tone: Tone;
};

/** A whole and its parts in one line: a balance by age. The table of the same figures stands near. */
export function SegmentedBar({
  label,
  segments,
  thin,
}: {
  label: string;
  segments: readonly Segment[];
  thin?: boolean;
}) {
  const whole = segments.reduce((sum, { share }) => sum + share, 0);
  const told = segments.map((segment) => `${segment.label}: ${segment.figure}`).join('; ');
  return (
    <div className={styles.bar} data-thin={thin || undefined} role="img" aria-label={`${label}. ${told}`}>
      {segments
        .filter(({ share }) => share > 0)
        .map((segment) => (
          <span
            key={segment.id}
            className={styles.part}
            title={`${segment.label}: ${segment.figure}`}
            style={{
              flexGrow: whole === 0 ? 1 : segment.share / whole,
              background: toneVar(segment.tone, 'stroke'),
            }}
          />
        ))}
    </div>
  );
}
