/** 'Monday', of 1, as the reader writes it. */
export function weekdayName(weekday: number, locale: string): string {
  return new Temporal.PlainDate(2026, 1, 4 + weekday).toLocaleString(locale, { weekday: 'long' });
}
