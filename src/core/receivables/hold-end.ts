import { isBefore } from '#core/calendar/days.ts';
import { refuse } from '#core/refusal.ts';

/** A hold ends or is looked at again, within two years. It holds on its last day, too. */
const YEARS_MAX = 2;

export type HoldTerms = {
  /** The last day; null: until somebody releases it. */
  readonly untilOn: Temporal.PlainDate | null;
  /** The day on which somebody looks at it again. */
  readonly reviewOn: Temporal.PlainDate | null;
};

/**
 * @throws Refusal hold_without_end, hold_ended_before_today, hold_review_passed, hold_too_long, hold_review_after_end
 */
export function holdTermsFrom({ untilOn, reviewOn }: HoldTerms, today: Temporal.PlainDate): HoldTerms {
  if (untilOn === null && reviewOn === null) refuse('hold_without_end', {});
  if (untilOn !== null && isBefore(untilOn, today)) {
    refuse('hold_ended_before_today', { until: untilOn.toString(), today: today.toString() });
  }
  if (reviewOn !== null && isBefore(reviewOn, today)) {
    refuse('hold_review_passed', { review: reviewOn.toString(), today: today.toString() });
  }
  const latest = today.add({ years: YEARS_MAX });
  for (const day of [untilOn, reviewOn]) {
    if (day !== null && isBefore(latest, day)) {
      refuse('hold_too_long', { until: day.toString(), latest: latest.toString() });
    }
  }
  if (untilOn !== null && reviewOn !== null && isBefore(untilOn, reviewOn)) {
    refuse('hold_review_after_end', { review: reviewOn.toString(), until: untilOn.toString() });
  }
  return { untilOn, reviewOn };
}
