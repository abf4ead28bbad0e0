import { type EpochDay, isoDay } from '#core/calendar/epoch-days.ts';
import type { DebtorFacts } from '#core/dunning/facts.ts';
import type { Because } from '#core/dunning/gates.ts';
import type { RunTerms } from '#core/dunning/item-gates.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import type { StepKind } from '#core/dunning/policy.ts';

/** What a run would do next, and on which day; or, where no day is known, the gate that stays closed. */
export type NextAction =
  | { readonly kind: StepKind; readonly level: number | null; readonly on: string; readonly because: null }
  | {
      readonly kind: null;
      readonly because: Because;
      readonly facts: Readonly<Record<string, string>>;
      readonly until: string | null;
    };

/** One gate may stand behind another (a hold, then the contact interval): as many are looked behind. */
const GATES_BEHIND_MAX = 5;

/**
 * What comes next for a debtor, or for one item of it, by the rules of a run: planned for today, else for the day on
 * which the gate that opens first has opened, and so on. Null: nothing of it could ever be reminded.
 */
export function nextAction(debtor: DebtorFacts, terms: RunTerms, itemId: string | null): NextAction | null {
  const today = look(debtor, terms, itemId);
  let seen = today;
  let on = terms.on;
  for (let looked = 0; looked <= GATES_BEHIND_MAX; looked += 1) {
    if (seen.step) return { ...seen.step, on: isoDay(on), because: null };
    if (seen.held === null || seen.held.until === null || seen.held.until <= on) break;
    on = seen.held.until;
    seen = look(debtor, { ...terms, on }, itemId);
  }
  if (today.held === null) return null;
  const { because, facts, until } = today.held;
  return { kind: null, because, facts, until: until === null ? null : isoDay(until) };
}

type Look = {
  readonly step: { readonly kind: StepKind; readonly level: number | null } | null;
  readonly held: {
    readonly because: Because;
    readonly facts: Readonly<Record<string, string>>;
    readonly until: EpochDay | null;
  } | null;
};

/** One day: the step of the highest level that would go out, and the gate that opens first. */
function look(debtor: DebtorFacts, terms: RunTerms, itemId: string | null): Look {
  const { notices, leftOut } = planDebtor(debtor, terms);
  let step: Look['step'] = null;
  for (const { stepKind, lines } of notices) {
    for (const { item, level } of lines) {
      if (level === null || (itemId !== null && item.id !== itemId)) continue;
      if (step === null || level > (step.level ?? 0)) step = { kind: stepKind, level: level || null };
    }
  }
  let held: Look['held'] = null;
  for (const { because, facts, items } of leftOut) {
    for (const { item, until } of items) {
      if (item.open <= 0n || (itemId !== null && item.id !== itemId)) continue;
      if (held === null || opensBefore(until, held.until)) held = { because, facts, until };
    }
  }
  return { step, held };
}

function opensBefore(until: EpochDay | null, other: EpochDay | null): boolean {
  return until !== null && (other === null || until < other);
}
