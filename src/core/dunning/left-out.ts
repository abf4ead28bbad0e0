import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Held } from '#core/dunning/balances.ts';
import type { ItemFacts } from '#core/dunning/facts.ts';
import type { Because } from '#core/dunning/gates.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';

/** Items of one debtor held back for one reason. `until` is the first day one of them opens; the facts are that item's. */
export type LeftOut = {
  /** Who owes them. */
  readonly debtorId: string;
  readonly because: Because;
  readonly facts: Readonly<Record<string, string>>;
  readonly until: EpochDay | null;
  readonly items: readonly LeftOutItem[];
};

/** An item with what is true of its own gate: `facts` of the reason are those of the one that opens first. */
export type LeftOutItem = {
  readonly item: ItemFacts;
  readonly until: EpochDay | null;
  readonly facts: Readonly<Record<string, string>>;
};

/** What is held, by debtor and reason. */
export function leftOutOf(held: readonly Held[], debtorId: string): LeftOut[] {
  const reasons = new Map<string, { debtorId: string; because: Because; list: Held[] }>();
  for (const one of held) {
    const owner = one.item.owedBy ?? debtorId;
    const key = owner === debtorId ? one.gate.because : `${owner} ${one.gate.because}`;
    const found = reasons.get(key);
    if (found) found.list.push(one);
    else reasons.set(key, { debtorId: owner, because: one.gate.because, list: [one] });
  }
  return [...reasons.values()].map(({ list, ...reason }) => {
    let first = list[0];
    for (const one of list) if (opensBefore(one, first)) first = one;
    const { facts = {}, until = null } = first?.gate ?? {};
    const items = list.map(({ item, gate }) => ({ item, until: gate.until, facts: gate.facts }));
    return { debtorId: reason.debtorId, because: reason.because, facts, until, items };
  });
}

/**
 * One reason an item, none where it is in what is proposed. Where its notice waits and another step was open, it is told
 * why that one does not go out.
 */
export function onceEach(held: readonly Held[], notices: readonly PlannedNotice[]): Held[] {
  const proposed = new Set<string>();
  for (const { lines } of notices)
    for (const { item, level } of lines) if (level !== null) proposed.add(item.id);
  const found = new Map<string, Held>();
  for (const one of held) {
    if (proposed.has(one.item.id)) continue;
    const before = found.get(one.item.id);
    if (!before || before.instead) found.set(one.item.id, one);
  }
  return [...found.values()];
}

function opensBefore(one: Held, other: Held | undefined): boolean {
  if (!other || one.gate.until === null) return false;
  return other.gate.until === null || one.gate.until < other.gate.until;
}
