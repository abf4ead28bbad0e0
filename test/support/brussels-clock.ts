import type { Clock } from '#server/platform/tools.ts';

/** A moment in Brussels, written like 2026-03-30 08:00. */
export function brussels(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toZonedDateTime('Europe/Brussels').toInstant();
}

/** A clock that stands where a test puts it. */
export function standingClock(now: () => Temporal.Instant): Clock & { set(): void } {
  return { now, today: (timeZone) => now().toZonedDateTimeISO(timeZone).toPlainDate(), set: () => {} };
}
