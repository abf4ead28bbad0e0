import { isBefore } from '#core/calendar/days.ts';
import { type Money, toDecimal } from '#core/money/money.ts';
import { refuse } from '#core/refusal.ts';

/** Why a debtor contests what it is asked for: the words shared by core, API and database. */
export const DISPUTE_REASONS = [
  'price',
  'quantity',
  'quality',
  'not_delivered',
  'not_ordered',
  'service',
  'already_paid',
  'billed_twice',
  'wrong_details',
  'terms',
  'other',
] as const;
export type DisputeReason = (typeof DISPUTE_REASONS)[number];

/** `to_credit`: the debtor is right, and its credit note has not come. */
export const DISPUTE_STATES = ['open', 'to_credit', 'closed'] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** What a person may answer. */
export const DISPUTE_ANSWERS = ['justified', 'rejected', 'withdrawn', 'credited'] as const;
export type DisputeAnswer = (typeof DISPUTE_ANSWERS)[number];
/** `paid`: it closed by itself. */
export const DISPUTE_OUTCOMES = [...DISPUTE_ANSWERS, 'paid'] as const;
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];

/**
 * What is contested of an item of which so much is open: null for all of it. A part that is all of it is all of it.
 * @throws Refusal dispute_of_credit, amount_not_positive, dispute_more_than_open
 */
export function disputedAmount(amount: Money | null, open: Money, document: string): bigint | null {
  if (open.minor <= 0n) refuse('dispute_of_credit', { document });
  if (amount === null || amount.minor === open.minor) return null;
  if (amount.minor <= 0n) refuse('amount_not_positive', { given: toDecimal(amount) });
  if (amount.minor > open.minor) {
    refuse('dispute_more_than_open', { document, amount: written(amount), open: written(open) });
  }
  return amount.minor;
}

/** @throws Refusal dispute_answer_day_passed */
export function answerDayFrom(on: Temporal.PlainDate, today: Temporal.PlainDate): Temporal.PlainDate {
  if (isBefore(on, today)) {
    refuse('dispute_answer_day_passed', { on: on.toString(), today: today.toString() });
  }
  return on;
}

/** The state an answer leaves a dispute in: who is right is asked for nothing of it until the credit note is there. */
export function stateAfter(answer: DisputeAnswer): DisputeState {
  return answer === 'justified' ? 'to_credit' : 'closed';
}

/** In minor units. `amount` null: all of the item. `openBefore`: what was open of it when the dispute was opened. */
export type Disputed = { readonly amount: bigint | null; readonly openBefore: bigint };
/** How the item stands: what is open of it, and what its credit notes that came since still have to give. */
export type DisputedNow = { readonly open: bigint; readonly credited: bigint };

/**
 * What a dispute still takes away of its item, or how it has ended by itself: nothing is open of the item any more, or a
 * credit note has come for all that is contested. A credit note for less lowers what is contested by as much, so that
 * the same money is not taken off twice.
 */
export function disputedNow(
  { amount, openBefore }: Disputed,
  { open, credited }: DisputedNow,
): { readonly ended: 'paid' | 'credited' } | { readonly ended: null; readonly amount: bigint | null } {
  if (open <= 0n) return { ended: 'paid' };
  if (credited >= (amount ?? openBefore)) return { ended: 'credited' };
  return { ended: null, amount: amount === null ? null : amount - credited };
}

function written(amount: Money): string {
  return `${toDecimal(amount)} ${amount.currency}`;
}
