import type { WhatIfResult } from '#contract/what-ifs.ts';
import type { CostSum, LetterTally } from '#core/dunning/what-if-tally.ts';
import { money, toDecimal } from '#core/money/money.ts';

/** A tally as the API has it. */
export function tallyView({ letters, byLevel, byWeek, costs, contacts }: LetterTally): WhatIfResult['tried'] {
  return {
    letters,
    byLevel: [...byLevel],
    byWeek: [...byWeek],
    costs: costsView(costs),
    contacts: [...contacts],
  };
}

export function costsView(costs: readonly CostSum[]): WhatIfResult['tried']['costs'] {
  return costs.map(({ currency, interest, fee }) => ({
    currency,
    interest: toDecimal(money(interest, currency)),
    fee: toDecimal(money(fee, currency)),
  }));
}
