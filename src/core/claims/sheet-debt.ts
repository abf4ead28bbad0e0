import { HUNDRED_PERCENT, type Percent } from '#core/interest/percent.ts';
import { divideRounded } from '#core/money/money.ts';
import type { ClaimKind, ClaimState } from './claim-states.ts';
import type { ClaimToDay } from './claim-to-day.ts';

/** What the register says of one debt: fees asked, and what was paid or waived of interest and compensation. Minor units. */
export type RegisterSums = { readonly fee: bigint; readonly paid: bigint; readonly waived: bigint };

type RegisterClaim = {
  readonly kind: ClaimKind;
  readonly state: ClaimState;
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
  readonly waivedMinor: bigint;
  readonly carriedMinor: bigint;
};

/** What the law gives is counted anew; the creditor's own fees stand as far as they are still asked. */
export function registerSums(claims: readonly RegisterClaim[]): RegisterSums {
  let [fee, paid, waived] = [0n, 0n, 0n];
  for (const claim of claims) {
    if (claim.state === 'taken_back') continue;
    if (claim.kind === 'fee') {
      if (claim.state === 'claimed')
        fee += claim.amountMinor - claim.paidMinor - claim.waivedMinor - claim.carriedMinor;
    } else {
      paid += claim.paidMinor;
      waived += claim.waivedMinor;
    }
  }
  return { fee, paid, waived };
}

/** What interest a debt goes on bearing after the last day counted. */
export type Onward = {
  readonly percent: Percent;
  readonly base: bigint;
  readonly perDay: bigint;
  readonly floating: boolean;
};

/** What one debt comes to on a sheet. */
export type SheetSums = RegisterSums & {
  readonly costs: bigint;
  /** What was paid or waived, never more than there is. */
  readonly off: bigint;
  readonly total: bigint;
  readonly onward: Onward | null;
};

/** The sums of a debt: what is open of it by law, with the fees asked, less what was paid or waived of the claims. */
export function sheetSums({ computed }: ClaimToDay, register: RegisterSums): SheetSums {
  const beside = computed.openInterest + computed.openCosts;
  const settled = register.paid + register.waived;
  const off = settled < beside ? settled : beside;
  return {
    ...register,
    costs: computed.openCosts + register.fee,
    off,
    total: computed.total + register.fee - off,
    onward: onwardOf(computed),
  };
}

function onwardOf({ rows, openPrincipal, regime }: ClaimToDay['computed']): Onward | null {
  const last = rows.at(-1);
  if (!last || openPrincipal <= 0n) return null;
  const base = regime?.compound === 'yearly' && last.base > openPrincipal ? last.base : openPrincipal;
  const year = last.dayCount === 'actual_360' || last.dayCount === 'thirty_360' ? 360n : 365n;
  return {
    percent: last.percent,
    base,
    perDay: divideRounded(base * last.percent, HUNDRED_PERCENT * year),
    floating: (regime?.selection ?? 'frozen') === 'floating' && last.basis !== 'contract',
  };
}
