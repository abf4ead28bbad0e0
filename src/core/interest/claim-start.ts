import { type EpochDay, fromParts, partsOf } from '#core/calendar/epoch-days.ts';
import type { Claim } from './claim.ts';
import type { Regime } from './regime.ts';
import { belgianWaiting, dutchLetterTerm } from './waiting-periods.ts';

/** When interest starts to count, and from when interest and costs may be asked. */
export type ClaimStart = {
  /** The day after which interest counts; null: nothing has made it count. */
  readonly after: EpochDay | null;
  readonly interestClaimableOn: EpochDay | null;
  readonly costsClaimableOn: EpochDay | null;
};

/** By the formality of the regime: most count from the due date, some from a notice, Luxembourg from delivery. */
export function claimStart(claim: Claim, regime: Regime | null): ClaimStart {
  const { dueOn, notice } = claim;
  switch (regime?.formality ?? 'none') {
    case 'none':
      return { after: dueOn, interestClaimableOn: null, costsClaimableOn: null };
    case 'notice':
      return {
        after: notice ? Math.max(dueOn, notice.sentOn) : null,
        interestClaimableOn: null,
        costsClaimableOn: null,
      };
    case 'free_reminder':
      return afterReminder(claim);
    case 'fourteen_day_letter': {
      const term = notice ? dutchLetterTerm(Math.max(dueOn, notice.sentOn), notice.by) : null;
      return { after: dueOn, interestClaimableOn: null, costsClaimableOn: term?.claimableOn ?? NEVER };
    }
    case 'invoice_notice':
      return {
        after: Math.max(dueOn, afterMonths(claim.deliveredOn ?? dueOn, 3)),
        interestClaimableOn: null,
        costsClaimableOn: null,
      };
  }
}

const NEVER = 10_000_000;

/** CDE, art. XIX.2 and XIX.4: a reminder sent before the due date does not count. */
function afterReminder({ dueOn, notice, creditorIsSmall }: Claim): ClaimStart {
  if (!notice || notice.sentOn < dueOn) {
    return { after: null, interestClaimableOn: NEVER, costsClaimableOn: NEVER };
  }
  const { endsOn, claimableOn } = belgianWaiting(notice.sentOn, notice.by);
  return {
    after: creditorIsSmall ? notice.sentOn : endsOn,
    interestClaimableOn: claimableOn,
    costsClaimableOn: claimableOn,
  };
}

/** The same day some months later, or the last of that month. */
export function afterMonths(day: EpochDay, months: number): EpochDay {
  const { year, month, day: inMonth } = partsOf(day);
  const index = year * 12 + (month - 1) + months;
  const [toYear, toMonth] = [Math.floor(index / 12), (index % 12) + 1];
  const first = fromParts(toYear, toMonth, 1);
  const next = toMonth === 12 ? fromParts(toYear + 1, 1, 1) : fromParts(toYear, toMonth + 1, 1);
  return Math.min(first + inMonth - 1, next - 1);
}
