import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Currency } from '#core/money/currencies.ts';
import { money, toDecimal } from '#core/money/money.ts';
import type { ItemFacts, MatchPart, MatchTerms } from './match-facts.ts';
import type { Doubt, Reason } from './match-reasons.ts';

/** How an amount goes with items: what they are paid with, why, and what is left of the line. */
export type Fit = {
  /** `exact`: to the cent what is open of them. `explained`: the difference has a usual reason. `loose`: it has none. */
  readonly closeness: 'exact' | 'explained' | 'loose';
  readonly items: readonly ItemFacts[];
  readonly parts: readonly MatchPart[];
  readonly because: readonly Reason[];
  readonly but: readonly Doubt[];
  readonly remainderMinor: bigint;
};

/** Money that came in, and by which terms it is looked at. */
export type Asked = {
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly bookedOn: EpochDay;
  readonly terms: MatchTerms;
};

export function differs(asked: Asked, open: bigint): Doubt {
  return {
    code: 'amount_differs',
    facts: { amount: inWords(asked, asked.amountMinor), open: inWords(asked, open) },
  };
}

export function sumOf(items: readonly ItemFacts[]): bigint {
  return items.reduce((sum, { openMinor }) => sum + openMinor, 0n);
}

export function inWords({ currency }: Pick<Asked, 'currency'>, minor: bigint): string {
  return toDecimal(money(minor, currency));
}
