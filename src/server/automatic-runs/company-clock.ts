import type { Clock } from '#server/platform/tools.ts';

/** What a company's wall shows: the day, and the moment of that day. */
export type CompanyNow = { readonly today: Temporal.PlainDate; readonly now: Temporal.Instant };

/** Where RAPPEL_TODAY is set it is that day, at the hour it really is. */
export function companyNow(clock: Clock, timeZone: string): CompanyNow {
  const today = clock.today(timeZone);
  const real = clock.now().toZonedDateTimeISO(timeZone);
  if (real.toPlainDate().equals(today)) return { today, now: real.toInstant() };
  return { today, now: today.toZonedDateTime({ timeZone, plainTime: real.toPlainTime() }).toInstant() };
}
