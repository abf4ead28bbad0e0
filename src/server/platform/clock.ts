import type { Clock } from './tools.ts';

/** The machine's clock. `today` is RAPPEL_TODAY where it is set: then every company has that day. */
export function clockOf(today: Temporal.PlainDate | null): Clock {
  return {
    now: () => Temporal.Now.instant(),
    today: (timeZone) => today ?? Temporal.Now.plainDateISO(timeZone),
  };
}
