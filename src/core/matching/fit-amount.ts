import { findSums } from './find-sums.ts';
import { type Asked, differs, type Fit, inWords, sumOf } from './fit.ts';
import { fitMoreOrLess } from './fit-difference.ts';
import type { ItemFacts, MatchPart } from './match-facts.ts';
import type { Doubt } from './match-reasons.ts';

/** The amount and what the line names: all of it, some of it, it and a credit, it and more of the debtor, or nearly. */
export function fitNamed(asked: Asked, named: readonly ItemFacts[], pool: readonly ItemFacts[]): Fit {
  const wanted = asked.amountMinor;
  if (sumOf(named) === wanted) return exactFit(asked, named, pool);
  const instalments = instalmentsFor(wanted, named);
  if (instalments) return exactFit(asked, instalments, pool);
  const some = subsetFor(wanted, named);
  if (some) return { ...exactFit(asked, some, pool), but: [differs(asked, sumOf(named))] };
  const others = pool.filter((item) => !named.includes(item));
  return (
    fitWithMore(
      asked,
      named,
      others.filter(({ openMinor }) => openMinor < 0n),
      pool,
    ) ??
    fitWithMore(
      asked,
      named,
      others.filter(({ openMinor }) => openMinor > 0n),
      pool,
    ) ??
    fitMoreOrLess(asked, named)
  );
}

/** Of one document: one of its instalments, or the oldest of them together. */
function instalmentsFor(wanted: bigint, named: readonly ItemFacts[]): readonly ItemFacts[] | null {
  if (named.length < 2 || named.some(({ documentId }) => documentId !== named[0]?.documentId)) return null;
  const byDay = named.toSorted((one, other) => one.dueOn - other.dueOn);
  const single = byDay.find(({ openMinor }) => openMinor === wanted);
  if (single) return [single];
  for (let count = 2; count < byDay.length; count += 1)
    if (sumOf(byDay.slice(0, count)) === wanted) return byDay.slice(0, count);
  return null;
}

/** The only one, or the only sum, among those named. */
function subsetFor(wanted: bigint, named: readonly ItemFacts[]): readonly ItemFacts[] | null {
  const single = named.filter(({ openMinor }) => openMinor === wanted);
  if (single.length > 0) return single.length === 1 ? single : null;
  const { found, gaveUp } = findSums(
    named.map(({ openMinor }) => openMinor),
    wanted,
    2,
  );
  const [only, second] = found;
  return only && !second && !gaveUp ? named.filter((_, at) => only.includes(at)) : null;
}

/** What is named, and others of the same debtor that make up the rest: a credit note taken off, or more paid at once. */
function fitWithMore(
  asked: Asked,
  named: readonly ItemFacts[],
  others: readonly ItemFacts[],
  pool: readonly ItemFacts[],
): Fit | null {
  const rest = asked.amountMinor - sumOf(named);
  const single = others.filter(({ openMinor }) => openMinor === rest).map((item) => [item]);
  const sums =
    single.length > 0
      ? null
      : findSums(
          others.map(({ openMinor }) => openMinor),
          rest,
          2,
        );
  const sets = sums
    ? sums.found.map((places) => places.map((at) => others[at]).filter((one) => one !== undefined))
    : single;
  const [first] = sets;
  if (!first) return null;
  const fit = exactFit(asked, [...named, ...first], pool);
  return {
    ...fit,
    closeness: 'explained',
    but: ambiguity(sets.length - 1, sums?.gaveUp ?? false, others.length),
  };
}

/** The amount and all a debtor owes, where the line names nothing: one item, everything, what is overdue, or a sum. */
export function fitPool(asked: Asked, pool: readonly ItemFacts[], hinted: readonly ItemFacts[]): Fit {
  const wanted = asked.amountMinor;
  if (hinted.length > 0 && sumOf(hinted) === wanted) return exactFit(asked, hinted, pool);
  const singles = pool.filter(({ openMinor }) => openMinor === wanted);
  const pointedAt = singles.filter((item) => hinted.includes(item));
  const [oldest] = singles;
  if (pointedAt[0] && pointedAt.length === 1) return exactFit(asked, pointedAt, pool);
  if (oldest) return { ...exactFit(asked, [oldest], pool), but: rivals(asked, oldest, singles, pool) };
  if (pool.length > 1 && sumOf(pool) === wanted) return exactFit(asked, pool, pool);
  const overdue = pool.filter(({ dueOn }) => dueOn <= asked.bookedOn);
  if (overdue.length > 1 && sumOf(overdue) === wanted)
    return { ...exactFit(asked, overdue, pool), closeness: 'explained' };
  const { found, gaveUp } = findSums(
    pool.map(({ openMinor }) => openMinor),
    wanted,
    3,
  );
  const [first] = found;
  if (first)
    return {
      ...exactFit(
        asked,
        pool.filter((_, at) => first.includes(at)),
        pool,
      ),
      closeness: 'explained',
      but: ambiguity(found.length - 1, gaveUp, pool.length),
    };
  // A credit the payer did not take off stays what it is.
  return (
    nearlyOne(asked, pool) ??
    fitMoreOrLess(
      asked,
      pool.filter(({ openMinor }) => openMinor > 0n),
    )
  );
}

/** One item but for a discount, costs or a small difference; only where a single one fits so. */
function nearlyOne(asked: Asked, pool: readonly ItemFacts[]): Fit | null {
  const near = pool
    .filter(({ openMinor }) => openMinor > asked.amountMinor)
    .map((item) => fitMoreOrLess(asked, [item]))
    .filter(({ closeness }) => closeness === 'explained');
  const [only] = near;
  return only ? { ...only, but: [...only.but, ...ambiguity(near.length - 1, false, pool.length)] } : null;
}

/** Other items of the same amount, or sums that make it, unless there is nothing but this one item. */
function rivals(
  { amountMinor }: Asked,
  chosen: ItemFacts,
  singles: readonly ItemFacts[],
  pool: readonly ItemFacts[],
): readonly Doubt[] {
  const others = pool.filter((item) => item !== chosen);
  const sums = findSums(
    others.slice(0, RIVALS_LOOKED_AT).map(({ openMinor }) => openMinor),
    amountMinor,
    1,
  );
  return ambiguity(singles.length - 1 + sums.found.length, false, pool.length);
}

const RIVALS_LOOKED_AT = 12;

export function exactFit(asked: Asked, items: readonly ItemFacts[], pool: readonly ItemFacts[]): Fit {
  const amount = inWords(asked, asked.amountMinor);
  const count = String(items.length);
  const all = items.length > 1 && items.length === pool.length;
  return {
    closeness: 'exact',
    items,
    parts: paidWhole(items),
    because: [
      items.length === 1
        ? { code: 'exact_amount', facts: { amount } }
        : { code: all ? 'all_open_items' : 'sum_of_items', facts: { count, amount } },
    ],
    but: [],
    remainderMinor: 0n,
  };
}

function paidWhole(items: readonly ItemFacts[]): readonly MatchPart[] {
  return items.map(({ id, openMinor }) => ({
    dueItemId: id,
    amountMinor: openMinor,
    kind: openMinor < 0n ? 'credit_used' : 'payment',
  }));
}

function ambiguity(others: number, gaveUp: boolean, items: number): readonly Doubt[] {
  const doubts: Doubt[] = [];
  if (others > 0) doubts.push({ code: 'fits_others_too', facts: { count: String(others) } });
  if (gaveUp) doubts.push({ code: 'search_gave_up', facts: { items: String(items) } });
  return doubts;
}
