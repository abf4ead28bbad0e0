import { refuse } from '#core/refusal.ts';

/** Whole days from one day to another: negative if `to` is earlier. */
export function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: 'days' }).days;
}

export function isBefore(a: Temporal.PlainDate, b: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(a, b) < 0;
}

export function laterOf(a: Temporal.PlainDate, b: Temporal.PlainDate): Temporal.PlainDate {
  return isBefore(a, b) ? b : a;
}

/** Reads '2026-03-31' as written by machines. @throws Refusal day_unreadable */
export function dayFrom(text: string): Temporal.PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text))
    return refuse('day_unreadable', { given: text, example: '2026-03-31' });
  try {
    return Temporal.PlainDate.from(text, { overflow: 'reject' });
  } catch {
    return refuse('day_unreadable', { given: text, example: '2026-03-31' });
  }
}
