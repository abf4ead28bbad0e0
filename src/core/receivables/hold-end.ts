import { isBefore } from '#core/calendar/days.ts';
import { refuse } from '#core/refusal.ts';

/** A hold always ends, and somebody looks at it again within two years. It holds on its last day, too. */
const YEARS_MAX = 2;

/** @throws Refusal hold_ended_before_today, hold_too_long */
export function holdEndFrom(until: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  const latest = today.add({ years: YEARS_MAX });
  if (isBefore(until, today)) {
    refuse('hold_ended_before_today', { until: until.toString(), today: today.toString() });
  }
  if (isBefore(latest, until))
    refuse('hold_too_long', { until: until.toString(), latest: latest.toString() });
  return until;
}
