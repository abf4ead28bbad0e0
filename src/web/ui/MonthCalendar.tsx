import '@mantine/dates/styles.css';
import { Calendar } from '@mantine/dates';
import { useFormats } from '#web/formats.ts';
import { useTexts } from '#web/texts.ts';

type Props = {
  value: string;
  today: string;
  min: string | undefined;
  max: string | undefined;
  onPick: (day: string) => void;
};

/** A month to pick a day from. Fetched when it is first opened: most days are typed. */
export function MonthCalendar({ value, today, min, max, onPick }: Props) {
  const t = useTexts();
  const { locale } = useFormats();
  return (
    <Calendar
      defaultDate={value || today}
      locale={locale.slice(0, 2)}
      firstDayOfWeek={1}
      weekendDays={[]}
      highlightToday={false}
      hideOutsideDates
      {...(min ? { minDate: min } : {})}
      {...(max ? { maxDate: max } : {})}
      maxLevel="month"
      monthLabelFormat={(day) => inWords(day, locale, { month: 'long', year: 'numeric' })}
      weekdayFormat={(day) => inWords(day, locale, { weekday: 'short' })}
      ariaLabels={{ nextMonth: t('field.day.nextMonth'), previousMonth: t('field.day.previousMonth') }}
      getDayProps={(day) => ({ selected: day === value, onClick: () => onPick(day) })}
      getDayAriaLabel={(day) => inWords(day, locale, { dateStyle: 'full' })}
    />
  );
}

function inWords(day: string, locale: string, options: Intl.DateTimeFormatOptions): string {
  return Temporal.PlainDate.from(day).toLocaleString(locale, options);
}
