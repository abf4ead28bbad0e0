import { useFormats } from '#web/formats.ts';

type Props = {
  /** '2026-03-31' */
  day: string;
  /** How it is told: with the month's name, in figures, or seen from today ('in 3 days'), the day itself on hover. */
  as?: 'day' | 'short' | 'relative';
  today?: string;
};

/** A calendar day, never ambiguous. */
export function DayText({ day, as = 'day', today }: Props) {
  const formats = useFormats();
  const whole = formats.day(day);
  const shown =
    as === 'relative' && today
      ? formats.relativeDay(day, today)
      : as === 'short'
        ? formats.dayShort(day)
        : whole;
  return (
    <time dateTime={day} className="rp-figures" title={shown === whole ? undefined : whole}>
      {shown}
    </time>
  );
}

/** A moment, to the minute. */
export function MomentText({ at, timeZone }: { at: string; timeZone?: string }) {
  const { moment } = useFormats();
  return (
    <time dateTime={at} className="rp-figures">
      {moment(at, timeZone)}
    </time>
  );
}
