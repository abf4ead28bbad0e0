import type { ItemFacts } from '#core/dunning/facts.ts';

/** What a debtor owes in one currency once its credits are set against it. Amounts in minor units. */
export type Netted = {
  /** What is still open of each claim, after the credits linked to it and what is disputed of it. */
  readonly claims: readonly { readonly item: ItemFacts; readonly open: bigint }[];
  /** Credits no claim is named for, or what is left of those: positive amounts, oldest first. */
  readonly credits: readonly Credit[];
};
export type Credit = { readonly item: ItemFacts; readonly amount: bigint };

/** A credit lowers the document it names, its oldest due item first; what remains of it is unallocated. Used once. */
export function setCreditsAgainstClaims(items: readonly ItemFacts[]): Netted {
  const claims: { item: ItemFacts; open: bigint }[] = [];
  const credits: Credit[] = [];
  for (const item of items) if (item.open > 0n) claims.push({ item, open: item.open });
  if (claims.length > 1) claims.sort((a, b) => byAge(a.item, b.item));
  if (claims.length === items.length) return { claims, credits };
  for (const item of items.filter(({ open }) => open < 0n).sort(byAge)) {
    let amount = -item.open;
    if (item.linkedNumber !== null) {
      for (const claim of claims) {
        if (claim.item.documentNumber !== item.linkedNumber) continue;
        const used = amount < claim.open ? amount : claim.open;
        claim.open -= used;
        amount -= used;
      }
    }
    if (amount > 0n) credits.push({ item, amount });
  }
  return { claims, credits };
}

/** The older due date first; of one day, by document and id, so that the order rows come in changes nothing. */
export function byAge(a: ItemFacts, b: ItemFacts): number {
  if (a.dueOn !== b.dueOn) return a.dueOn - b.dueOn;
  if (a.documentNumber !== b.documentNumber) return a.documentNumber < b.documentNumber ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

/** Takes up to `amount` from the credits, in order: the parts used, and what is left of them. */
export function takeCredits(credits: readonly Credit[], amount: bigint): { used: Credit[]; left: Credit[] } {
  const used: Credit[] = [];
  const left: Credit[] = [];
  let wanted = amount;
  for (const credit of credits) {
    const part = credit.amount < wanted ? credit.amount : wanted;
    if (part > 0n) used.push({ item: credit.item, amount: part });
    if (credit.amount > part) left.push({ item: credit.item, amount: credit.amount - part });
    wanted -= part;
  }
  return { used, left };
}

export function sumOf(parts: readonly { readonly amount: bigint }[]): bigint {
  let sum = 0n;
  for (const part of parts) sum += part.amount;
  return sum;
}
