import { isBefore } from '#core/calendar/days.ts';
import { type Money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';

/** `open`: its day, or the tolerance after it, has not passed, and not all of it is paid. */
export const PROMISE_STATES = ['open', 'kept', 'broken', 'withdrawn'] as const;
export type PromiseState = (typeof PROMISE_STATES)[number];

/** A promise is for soon: what is put off longer is a payment plan. */
const MONTHS_MAX = 6;

export type PromiseFacts = {
  /** In minor units, as `paid`. */
  readonly amount: bigint;
  /** What was paid since it was made, by its deadline. */
  readonly paid: bigint;
  readonly deadlineOn: Temporal.PlainDate;
  readonly withdrawn: boolean;
};

/** The last day on which a payment keeps it. */
export function deadlineOf(promisedOn: Temporal.PlainDate, toleranceDays: number): Temporal.PlainDate {
  return promisedOn.add({ days: toleranceDays });
}

/** How a promise stands on a day. It is kept as soon as all of it is paid, and broken on the day after its deadline. */
export function promiseState(
  { amount, paid, deadlineOn, withdrawn }: PromiseFacts,
  today: Temporal.PlainDate,
): PromiseState {
  if (withdrawn) return 'withdrawn';
  if (paid >= amount) return 'kept';
  return isBefore(deadlineOn, today) ? 'broken' : 'open';
}

/**
 * The amount promised, in minor units: all that is open where none is named.
 * @throws Refusal promise_nothing_open, amount_not_positive, promise_more_than_open
 */
export function promisedAmount(amount: Money | null, open: Money): bigint {
  if (open.minor <= 0n) refuse('promise_nothing_open', { currency: open.currency });
  if (amount === null) return open.minor;
  if (amount.minor <= 0n) refuse('amount_not_positive', { given: toDecimal(amount) });
  if (amount.minor > open.minor) {
    refuse('promise_more_than_open', { amount: written(amount), open: written(open) });
  }
  return amount.minor;
}

/** @throws Refusal promise_day_passed, promise_too_far */
export function promiseDayFrom(
  promisedOn: Temporal.PlainDate,
  today: Temporal.PlainDate,
): Temporal.PlainDate {
  const latest = today.add({ months: MONTHS_MAX });
  if (isBefore(promisedOn, today)) {
    refuse('promise_day_passed', { on: promisedOn.toString(), today: today.toString() });
  }
  if (isBefore(latest, promisedOn)) {
    refuse('promise_too_far', { on: promisedOn.toString(), latest: latest.toString() });
  }
  return promisedOn;
}

function written(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}
