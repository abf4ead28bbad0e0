import type { CalendarEntry } from '#core/dunning/policy-calendar.ts';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import { type Tone, toneVar } from '#web/ui/tokens.ts';
import styles from './PolicyTimeline.module.css';

const TONES = ['neutral', 'notice', 'warn', 'bad'] as const satisfies readonly Tone[];
const toneOf = ({ kind, level }: CalendarEntry): Tone =>
  kind === 'courtesy' ? 'info' : kind === 'notice' ? (TONES[level ?? 0] ?? 'severe') : 'neutral';

const WIDTH = 400;
const HEIGHT = 74;
const EDGE = 16;
const LINE = 34;

type Props = { entries: readonly CalendarEntry[]; dueOn: Temporal.PlainDate };

/** A policy as a line in time: the due date, each step on its day, and the days it gives to pay. */
export function PolicyTimeline({ entries, dueOn }: Props) {
  const t = useTexts();
  const { day } = useFormats();
  const said = entries.map((entry) => `${stepName(t, entry)}: ${day(entry.opensOn.toString())}`);
  const days = entries.flatMap(({ daysAfterDue, opensOn, deadlineOn }) => [
    daysAfterDue,
    deadlineOn ? daysAfterDue + opensOn.until(deadlineOn).days : daysAfterDue,
  ]);
  const [first, last] = [Math.min(-2, ...days), Math.max(10, ...days)];
  const x = (at: number) => EDGE + ((at - first) / (last - first)) * (WIDTH - 2 * EDGE);
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className={styles.picture}
      role="img"
      aria-label={t('policyPicture', {
        due: day(dueOn.toString()),
        steps: said.join('; '),
      })}
    >
      <line x1={EDGE} x2={WIDTH - EDGE} y1={LINE} y2={LINE} className={styles.line} />
      {entries.map((entry) => (
        <Deadline key={`until ${entry.step} ${entry.times}`} entry={entry} x={x} />
      ))}
      <g>
        <line x1={x(0)} x2={x(0)} y1={LINE - 20} y2={LINE + 8} className={styles.due} />
        <text x={x(0)} y={HEIGHT - 6} className={styles.words} textAnchor="middle">
          {t('policyPicture.due')}
        </text>
      </g>
      {entries.map((entry) => (
        <Mark key={`${entry.step} ${entry.times}`} entry={entry} x={x(entry.daysAfterDue)} />
      ))}
    </svg>
  );
}

function Deadline({ entry, x }: { entry: CalendarEntry; x: (days: number) => number }) {
  if (!entry.deadlineOn) return null;
  const end = entry.daysAfterDue + entry.opensOn.until(entry.deadlineOn).days;
  return (
    <rect
      x={x(entry.daysAfterDue)}
      y={LINE - 4}
      width={Math.max(2, x(end) - x(entry.daysAfterDue))}
      height={8}
      rx={4}
      fill={toneVar(toneOf(entry), 'ground')}
      stroke={toneVar(toneOf(entry), 'stroke')}
      strokeWidth={0.8}
    />
  );
}

function Mark({ entry, x }: { entry: CalendarEntry; x: number }) {
  const tone = toneOf(entry);
  const days =
    entry.daysAfterDue > 0 ? `+${entry.daysAfterDue}` : String(entry.daysAfterDue).replace('-', '−');
  return (
    <g>
      <circle cx={x} cy={LINE} r={11} fill={toneVar(tone, 'ground')} stroke={toneVar(tone, 'stroke')} />
      <text x={x} y={LINE + 4} textAnchor="middle" className={styles.level} fill={toneVar(tone, 'words')}>
        {entry.level ?? '•'}
      </text>
      <text x={x} y={LINE - 18} textAnchor="middle" className={styles.words}>
        {days}
      </text>
    </g>
  );
}

/** 'Level 2', 'Courtesy', 'Level 3, second time'. */
export function stepName(
  t: ReturnType<typeof useTexts>,
  entry: Pick<CalendarEntry, 'kind' | 'level' | 'times'>,
) {
  const name =
    entry.kind === 'notice' ? t('level.name', { level: entry.level ?? 0 }) : t(`stepKind.${entry.kind}`);
  return entry.times > 1 ? t('policyPicture.again', { step: name, times: entry.times }) : name;
}
