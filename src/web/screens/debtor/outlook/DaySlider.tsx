import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';
import type { OutlookShown } from './OutlookTab.tsx';
import styles from './outlook.module.css';

type Props = { outlook: OutlookShown; day: string; onDay: (day: string) => void };

/** A day of the days to come: by the arrow keys, by dragging, or from step to step. The steps are marked on it. */
export function DaySlider({ outlook, day, onDay }: Props) {
  const t = useTexts();
  const formats = useFormats();
  const { from, until, steps } = outlook;
  const length = daysFrom(from, until);
  const on = steps.filter((step) => step.on === day);
  const stepDays = [...new Set(steps.map((step) => step.on))];
  const before = stepDays.findLast((one) => one < day);
  const next = stepDays.find((one) => one > day);
  return (
    <div className={styles.slider}>
      <StepButton
        label={before ? t('outlook.toPrevious') : t('outlook.noEarlierSteps')}
        to={before}
        onDay={onDay}
      >
        <IconChevronLeft size={18} />
      </StepButton>
      <div className={styles.track}>
        <input
          type="range"
          min={0}
          max={length}
          value={daysFrom(from, day)}
          aria-label={t('outlook.slider')}
          aria-valuetext={t('outlook.sliderValue', { day: formats.day(day), count: on.length })}
          onChange={(event) => onDay(dayAt(from, Number(event.currentTarget.value)))}
        />
        <div className={styles.marks} aria-hidden="true">
          {stepDays.map((one) => (
            <span
              key={one}
              className={styles.mark}
              data-current={one === day || undefined}
              style={{ left: `${(daysFrom(from, one) / length) * 100}%` }}
            />
          ))}
        </div>
        <div className={styles.ends} aria-hidden="true">
          <span>{formats.day(from)}</span>
          <span>{formats.day(until)}</span>
        </div>
      </div>
      <StepButton label={next ? t('outlook.toNext') : t('outlook.noMoreSteps')} to={next} onDay={onDay}>
        <IconChevronRight size={18} />
      </StepButton>
    </div>
  );
}

type ButtonProps = {
  label: string;
  to: string | undefined;
  onDay: (day: string) => void;
  children: React.ReactNode;
};

function StepButton({ label, to, onDay, children }: ButtonProps) {
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={label}
      title={label}
      disabled={to === undefined}
      onClick={() => to && onDay(to)}
    >
      {children}
    </ActionIcon>
  );
}

function daysFrom(from: string, day: string): number {
  return Temporal.PlainDate.from(from).until(day, { largestUnit: 'days' }).days;
}

function dayAt(from: string, days: number): string {
  return Temporal.PlainDate.from(from).add({ days }).toString();
}
