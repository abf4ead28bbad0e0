import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type {
  DebtorFacts,
  FirstNotice,
  GivenGate,
  HoldFacts,
  ItemFacts,
  StepDone,
} from '#core/dunning/facts.ts';
import type { StepKind } from '#core/dunning/policy.ts';

/** What is known of a debtor's past: enough to say how it stood on the morning of any day. */
export type DebtorHistory = {
  /** As it stands today; what is known of no earlier day (addresses, policies, language) is taken from it. */
  readonly debtor: DebtorFacts;
  readonly items: readonly ItemHistory[];
  readonly holds: readonly HoldHistory[];
};

export type ItemHistory = {
  /** As it stands today. */
  readonly facts: ItemFacts;
  /** The first day it counts: when it was issued, or imported where that was later than the first import. */
  readonly knownOn: EpochDay;
  /** What was open of it from a day on, the oldest first; the first entry is of `knownOn`. */
  readonly opens: readonly { readonly on: EpochDay; readonly open: bigint }[];
  /** The steps that went out for it and stand, the oldest first. */
  readonly steps: readonly StepThen[];
  /** Disputes, promises and the like, while they stood. */
  readonly gates: readonly GateThen[];
};

export type StepThen = {
  readonly on: EpochDay;
  readonly kind: StepKind;
  /** Null: a level a person set by hand. */
  readonly notice: {
    readonly deadlineOn: EpochDay;
    readonly by: FirstNotice['by'];
    /** Whether it said what the law wants said before interest or costs. */
    readonly announced: boolean;
  } | null;
  readonly level: number;
  readonly times: number;
};

export type HoldHistory = HoldFacts & { readonly placedOn: EpochDay; readonly releasedOn: EpochDay | null };
export type GateThen = { readonly from: EpochDay; readonly to: EpochDay | null; readonly gate: GivenGate };

/** What was open of an item on a day; 0 before it was known. */
export function openOn({ opens }: Pick<ItemHistory, 'opens'>, day: EpochDay): bigint {
  let open = 0n;
  for (const one of opens) {
    if (one.on > day) break;
    open = one.open;
  }
  return open;
}

/** The days on which what is open of a debtor changed, or a hold began or ended. */
export function daysOfChange({ items, holds }: DebtorHistory): EpochDay[] {
  const days = new Set<EpochDay>();
  for (const { opens, gates } of items) {
    for (const { on } of opens) days.add(on);
    for (const { from, to } of gates) {
      days.add(from);
      if (to !== null) days.add(to);
    }
  }
  for (const { placedOn, releasedOn } of holds) {
    days.add(placedOn);
    if (releasedOn !== null) days.add(releasedOn);
  }
  return [...days].sort((a, b) => a - b);
}

/**
 * The debtor as it stood on the morning of a day, before anything went out: what was open, held and reached by then.
 * `asksForFirst`: whether the law makes interest or costs wait for a first reminder.
 */
export function debtorOn(history: DebtorHistory, day: EpochDay, asksForFirst: boolean): DebtorFacts {
  const items: ItemFacts[] = [];
  for (const item of history.items) {
    const open = openOn(item, day);
    if (open !== 0n)
      items.push({ ...item.facts, ...stoodAt(item, day, asksForFirst), open, ...gatesOn(item, day) });
  }
  return {
    ...history.debtor,
    contactedOn: contactedBefore(history, day),
    holds: holdsOn(history, day),
    waitingRun: null,
    items,
  };
}

/** The gates that stood on a day, as facts have them. */
export function gatesOn({ gates, facts }: ItemHistory, day: EpochDay): Pick<ItemFacts, 'gates'> {
  if (gates.length === 0 && !facts.gates) return {};
  return {
    gates: gates.filter(({ from, to }) => from <= day && (to === null || day < to)).map(({ gate }) => gate),
  };
}

/** The holds that stood on a day. */
export function holdsOn({ holds }: DebtorHistory, day: EpochDay): readonly HoldFacts[] {
  return holds.filter(
    ({ placedOn, releasedOn }) => placedOn <= day && (releasedOn === null || day < releasedOn),
  );
}

/** The last day before this one on which the debtor was contacted. */
export function contactedBefore({ debtor, items }: DebtorHistory, day: EpochDay): EpochDay | null {
  let last = debtor.contactedOn !== null && debtor.contactedOn < day ? debtor.contactedOn : null;
  for (const { steps } of items) {
    for (const { on, notice } of steps) if (notice && on < day && (last === null || on > last)) last = on;
  }
  return last;
}

type Stood = Pick<
  ItemFacts,
  'level' | 'times' | 'courtesyOn' | 'notifiedOn' | 'deadlineOn' | 'stepsDone' | 'firstNotice'
>;
const NEVER: Stood = { level: 0, times: 0, courtesyOn: null, notifiedOn: null, deadlineOn: null };

/** How far an item had come before a day. One that was paid and opened again begins anew. */
function stoodAt(item: ItemHistory, day: EpochDay, asksForFirst: boolean): Stood {
  const since = openedAgain(item, day);
  let stood = NEVER;
  let first: FirstNotice | undefined;
  let done: StepDone[] = [];
  for (const { on, kind, level, times, notice } of item.steps) {
    if (on >= day || on < since) continue;
    if (kind === 'courtesy') stood = { ...stood, courtesyOn: on };
    else if (level === 0 && notice) done.push({ kind, times, on });
    else {
      if (level !== stood.level) done = [];
      const days = notice ? { notifiedOn: on, deadlineOn: notice.deadlineOn } : {};
      stood = { ...stood, level, times, ...days };
      if (notice?.announced) first ??= { sentOn: on, by: notice.by };
    }
  }
  return {
    ...stood,
    ...(done.length > 0 && { stepsDone: done }),
    ...(asksForFirst && first && { firstNotice: first }),
  };
}

/** The last day up to this one on which an item that was paid opened again; long ago where it never did. */
export function openedAgain({ opens }: Pick<ItemHistory, 'opens'>, day: EpochDay): EpochDay {
  let since = Number.NEGATIVE_INFINITY;
  let before: bigint | null = null;
  for (const { on, open } of opens) {
    if (on > day) break;
    if (before === 0n && open !== 0n) since = on;
    before = open;
  }
  return since;
}
