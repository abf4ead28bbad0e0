import type { Asked, Balance, Wanted } from '#core/dunning/balances.ts';
import type { ItemFacts } from '#core/dunning/facts.ts';
import type { Currency } from '#core/money/currencies.ts';

/** What one party is asked for in one currency: by one debtor, or by all those it pays for. */
export type Demand = {
  readonly asked: Asked;
  readonly currency: Currency;
  readonly wanted: readonly Wanted[];
};

/** What is wanted, by the debtor and currency it is owed in. */
export function byBalance(wanted: readonly Wanted[]): Iterable<readonly [Balance, readonly Wanted[]]> {
  const [first] = wanted;
  if (first && wanted.every(({ balance }) => balance === first.balance)) return [[first.balance, wanted]];
  const found = new Map<Balance, Wanted[]>();
  for (const one of wanted) {
    const list = found.get(one.balance);
    if (list) list.push(one);
    else found.set(one.balance, [one]);
  }
  return found;
}

/** Items by the currency they are owed in, in the order of its code. */
export function byCurrency(items: readonly ItemFacts[]): (readonly [Currency, readonly ItemFacts[]])[] {
  const [first] = items;
  if (first && items.every(({ currency }) => currency === first.currency)) return [[first.currency, items]];
  const found = new Map<Currency, ItemFacts[]>();
  for (const item of items) {
    const list = found.get(item.currency);
    if (list) list.push(item);
    else found.set(item.currency, [item]);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1));
}
