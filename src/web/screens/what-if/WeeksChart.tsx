import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import { FigureTable, threeOf, useThree } from './tables.tsx';
import type { WhatIfResult, WhatIfShown } from './WhatIfScreen.tsx';
import styles from './what-if.module.css';

const WIDTH = 720;
const HEIGHT = 180;
const FLOOR = 160;
const TOP = 12;

type Week = { readonly week: string; readonly counts: readonly number[] };

/** Letters by week: a bar as tried, a line of dots for what really went; the same as a table below. */
export function WeeksChart({ whatIf, result }: { whatIf: WhatIfShown; result: WhatIfResult }) {
  const t = useTexts();
  const { day, dayShort, number } = useFormats();
  const weeks = weeksOf(whatIf, result);
  const heads = useThree();
  const rows = weeks
    .filter(({ counts }) => counts.some((count) => count > 0))
    .map(({ week, counts }) => ({ key: week, name: day(week), cells: counts.map((count) => number(count)) }));
  const chart = t('whatIf.chart', { tried: result.tried.letters, sent: result.sent.letters });
  return (
    <div className={styles.chart}>
      <Legend />
      <Bars weeks={weeks} label={chart} dayShort={dayShort} />
      <details>
        <summary>{t('whatIf.asTable')}</summary>
        <FigureTable label={t('whatIf.byWeek')} first={t('whatIf.week')} heads={heads} rows={rows} />
      </details>
    </div>
  );
}

type BarsProps = { weeks: readonly Week[]; label: string; dayShort: (iso: string) => string };

function Bars({ weeks, label, dayShort }: BarsProps) {
  const most = Math.max(1, ...weeks.flatMap(({ counts }) => [counts[0] ?? 0, counts[2] ?? 0]));
  const step = WIDTH / Math.max(1, weeks.length);
  const y = (count: number) => FLOOR - (count / most) * (FLOOR - TOP);
  const every = Math.ceil(weeks.length / 6);
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} className={styles.picture}>
      <line x1={0} x2={WIDTH} y1={FLOOR} y2={FLOOR} className={styles.floor} />
      <text x={0} y={TOP - 2} className={styles.words}>
        {most}
      </text>
      {weeks.map(({ week, counts: [tried = 0, , sent = 0] }, at) => (
        <g key={week}>
          <rect
            x={at * step + step * 0.15}
            y={y(tried)}
            width={step * 0.7}
            height={FLOOR - y(tried)}
            className={styles.bar}
          />
          {sent > 0 && <circle cx={(at + 0.5) * step} cy={y(sent)} r={3.5} className={styles.dot} />}
          {at % every === 0 && (
            <text x={at * step} y={HEIGHT - 4} className={styles.words}>
              {dayShort(week)}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function Legend() {
  const t = useTexts();
  return (
    <div className={styles.legend} aria-hidden="true">
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <rect width="12" height="12" className={styles.bar} />
        </svg>
        {t('whatIf.tried')}
      </span>
      <span>
        <svg width="12" height="12" aria-hidden="true">
          <circle cx="6" cy="6" r="4" className={styles.dot} />
        </svg>
        {t('whatIf.sent')}
      </span>
    </div>
  );
}

/** Every week of the time looked at, those without a letter too. */
function weeksOf({ from, until }: WhatIfShown, result: WhatIfResult): Week[] {
  const tallies = threeOf(result).map(({ byWeek }) => {
    const counts = new Map<string, number>();
    for (const { week, letters } of byWeek) counts.set(week, (counts.get(week) ?? 0) + letters);
    return counts;
  });
  const first = Temporal.PlainDate.from(from);
  const weeks: Week[] = [];
  let monday = first.subtract({ days: first.dayOfWeek - 1 });
  for (; monday.toString() <= until; monday = monday.add({ days: 7 })) {
    const week = monday.toString();
    weeks.push({ week, counts: tallies.map((counts) => counts.get(week) ?? 0) });
  }
  return weeks;
}
