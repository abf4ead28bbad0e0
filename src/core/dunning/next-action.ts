import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import { DAYS_AHEAD, type ExpectedStep, stepsOf } from '#core/dunning/explain.ts';
import { type DebtorFacts, ownItems } from '#core/dunning/facts.ts';
import type { Because } from '#core/dunning/gates.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import type { FoundGate } from '#core/dunning/open-gate.ts';
import { type DebtorPlan, planDebtor } from '#core/dunning/plan-debtor.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import { type ReplayedDay, type RunDays, replayDebtor } from '#core/dunning/replay.ts';

/** What a run would do next, and on which day; or, where no day is known, the gate that stays closed. */
export type NextAction =
  | { readonly kind: StepKind; readonly level: number | null; readonly on: string; readonly because: null }
  | {
      readonly kind: null;
      readonly because: Because;
      readonly facts: Readonly<Record<string, string>>;
      readonly until: string | null;
    };

type Wanted = {
  /** Null: any item of the debtor. */
  readonly itemId: string | null;
  /** Whose items, where they are planned with those of others that the same one pays for. */
  readonly ownerId?: string | null;
  readonly runDays: RunDays;
};

/**
 * What comes next for a debtor, or for one item of it, by the rules of a run: the first step of its days to come if
 * nothing is paid and runs take place on these days. Null: nothing of it could ever be reminded.
 */
export function nextAction(
  debtor: DebtorFacts,
  terms: RunTerms,
  { itemId, ownerId = null, runDays }: Wanted,
): NextAction | null {
  const own = ownerId === null ? debtor.items : ownItems(debtor, ownerId);
  const wanted = new Set(itemId === null ? own.map(({ id }) => id) : [itemId]);
  for (const day of replayDebtor(debtor, terms, { until: terms.on + DAYS_AHEAD, runDays })) {
    const step = highestStep(day, wanted);
    if (step) return { kind: step.stepKind, level: step.level, on: isoDay(day.on), because: null };
  }
  const held = firstToOpen(planDebtor(debtor, terms), wanted);
  if (held === null) return null;
  const { because, facts, until } = held;
  return { kind: null, because, facts, until: until === null ? null : isoDay(until) };
}

/** The step of the highest level that goes out on a day. */
function highestStep(day: ReplayedDay, wanted: ReadonlySet<string>): ExpectedStep | null {
  let found: ExpectedStep | null = null;
  for (const [id, step] of stepsOf(day)) {
    if (!wanted.has(id)) continue;
    if (found === null || (step.level ?? 0) > (found.level ?? 0)) found = step;
  }
  return found;
}

/** The gate that opens first; where none opens by itself, the first that was met. */
function firstToOpen({ leftOut }: DebtorPlan, wanted: ReadonlySet<string>): FoundGate | null {
  let held: FoundGate | null = null;
  for (const { because, items } of leftOut) {
    for (const { item, facts, until } of items) {
      if (item.open <= 0n || !wanted.has(item.id)) continue;
      if (held === null || opensBefore(until, held.until)) held = { because, facts, until };
    }
  }
  return held;
}

function opensBefore(until: EpochDay | null, other: EpochDay | null): boolean {
  return until !== null && (other === null || until < other);
}
