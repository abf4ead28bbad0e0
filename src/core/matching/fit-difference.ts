import { divideRounded } from '#core/money/money.ts';
import { type Asked, differs, type Fit, inWords, sumOf } from './fit.ts';
import type { ItemFacts, MatchPart } from './match-facts.ts';

/** The amount is not what is open of the items: a discount, costs, a small difference, a part of it, or too much. */
export function fitMoreOrLess(asked: Asked, items: readonly ItemFacts[]): Fit {
  const missing = sumOf(items) - asked.amountMinor;
  return missing > 0n
    ? (withDiscount(asked, items, missing) ?? withLoss(asked, items, missing))
    : withRest(asked, items, -missing);
}

/** All items were paid in time for the discount, and the discount is what is missing: on the whole, or item by item. */
function withDiscount(asked: Asked, items: readonly ItemFacts[], missing: bigint): Fit | null {
  for (const { percent, days } of asked.terms.discounts) {
    const inTime = items.every(({ issuedOn }) => asked.bookedOn - issuedOn <= days);
    const each = items.map(({ openMinor }) => shareOf(openMinor, percent));
    const together = each.reduce((sum, one) => sum + one, 0n);
    if (!inTime || (missing !== together && missing !== shareOf(sumOf(items), percent))) continue;
    each[each.length - 1] = (each.at(-1) ?? 0n) + missing - together;
    return {
      closeness: 'explained',
      items,
      parts: items.flatMap((item, at) => loweredBy(item, each[at] ?? 0n, 'discount')),
      because: [{ code: 'minus_discount', facts: { percent, amount: inWords(asked, missing) } }],
      but: [],
      remainderMinor: 0n,
    };
  }
  return null;
}

/** '1.5' per cent of an amount, rounded as an invoice is. */
function shareOf(amount: bigint, percent: string): bigint {
  const [whole = '0', part = ''] = percent.split('.');
  return divideRounded(amount * BigInt(`${whole}${part.padEnd(4, '0').slice(0, 4)}`), 1_000_000n);
}

function withLoss(asked: Asked, items: readonly ItemFacts[], missing: bigint): Fit {
  const { terms, currency } = asked;
  const largest = items.toSorted((one, other) => Number(other.openMinor - one.openMinor))[0];
  const inOwn = currency === terms.currency;
  const kind =
    inOwn && missing <= terms.smallDifferenceMax
      ? 'small_difference'
      : inOwn && missing <= terms.bankCostsMax
        ? 'bank_costs'
        : null;
  // Ten cents for an item of twelve are no difference of two cents: it has to be small beside the item too.
  if (!kind || !largest || largest.openMinor < missing * SMALL_BESIDE) return withPart(asked, items, missing);
  const amount = inWords(asked, missing);
  return {
    closeness: 'explained',
    items,
    parts: items.flatMap((item) => loweredBy(item, item === largest ? missing : 0n, kind)),
    because: [
      kind === 'small_difference'
        ? { code: 'small_difference', facts: { amount } }
        : { code: 'minus_bank_costs', facts: { amount } },
    ],
    but: [],
    remainderMinor: 0n,
  };
}

/** What is lost is at most a tenth of what is paid. */
const SMALL_BESIDE = 10n;

/** Credits are used first, then the oldest is paid, as far as the money goes. */
function withPart(asked: Asked, items: readonly ItemFacts[], missing: bigint): Fit {
  const credits = items.filter(({ openMinor }) => openMinor < 0n);
  let left = asked.amountMinor - sumOf(credits);
  const parts: MatchPart[] = credits.map(({ id, openMinor }) => ({
    dueItemId: id,
    amountMinor: openMinor,
    kind: 'credit_used',
  }));
  const paid = items
    .filter(({ openMinor }) => openMinor > 0n)
    .toSorted((one, other) => one.dueOn - other.dueOn);
  for (const { id, openMinor } of paid) {
    if (left === 0n) break;
    const amountMinor = openMinor < left ? openMinor : left;
    parts.push({ dueItemId: id, amountMinor, kind: amountMinor === openMinor ? 'payment' : 'part_payment' });
    left -= amountMinor;
  }
  return {
    closeness: 'loose',
    items,
    parts,
    because: [{ code: 'part_payment', facts: { amount: inWords(asked, missing) } }],
    but: [differs(asked, sumOf(items))],
    remainderMinor: 0n,
  };
}

/** More came than is open: a few cents are kept as a difference, more than that is the debtor's. */
function withRest(asked: Asked, items: readonly ItemFacts[], rest: bigint): Fit {
  const isSmall =
    asked.currency === asked.terms.currency && rest <= asked.terms.smallDifferenceMax && items.length > 0;
  return {
    closeness: isSmall ? 'explained' : 'loose',
    items,
    parts: [
      ...items.flatMap((item) => loweredBy(item, 0n, 'discount')),
      { dueItemId: null, amountMinor: rest, kind: isSmall ? 'small_difference' : 'on_account' },
    ],
    because: [
      isSmall
        ? { code: 'small_difference', facts: { amount: inWords(asked, rest) } }
        : { code: 'overpayment', facts: { amount: inWords(asked, rest) } },
    ],
    but: isSmall ? [] : [differs(asked, sumOf(items))],
    remainderMinor: 0n,
  };
}

/** An item paid but for what lowers it without money; a credit is used. */
function loweredBy(
  { id, openMinor }: ItemFacts,
  lost: bigint,
  kind: 'discount' | 'bank_costs' | 'small_difference',
): readonly MatchPart[] {
  const paid: MatchPart = {
    dueItemId: id,
    amountMinor: openMinor - lost,
    kind: openMinor < 0n ? 'credit_used' : 'payment',
  };
  return lost === 0n ? [paid] : [paid, { dueItemId: id, amountMinor: lost, kind }];
}
