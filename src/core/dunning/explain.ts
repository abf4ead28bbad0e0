import type { EpochDay } from '#core/calendar/epoch-days.ts';
import { ownerOf } from '#core/dunning/after-notices.ts';
import type { Party } from '#core/dunning/balances.ts';
import type { CompiledPolicy } from '#core/dunning/compiled-policy.ts';
import type { DebtorFacts, ItemFacts } from '#core/dunning/facts.ts';
import { type Change, changeFor } from '#core/dunning/gate-changes.ts';
import { moneyFact, policyOf, type RunTerms } from '#core/dunning/item-gates.ts';
import { nextStep } from '#core/dunning/next-step.ts';
import { type Asked, type FoundGate, openGate } from '#core/dunning/open-gate.ts';
import { planDebtor } from '#core/dunning/plan-debtor.ts';
import type { PlannedNotice } from '#core/dunning/plan-notices.ts';
import type { StepKind } from '#core/dunning/policy.ts';
import { type ReplayedDay, type RunDays, replayDebtor } from '#core/dunning/replay.ts';
import type { Channel } from '#core/receivables/kinds.ts';

/** Where the policy of an item comes from, the nearest first. */
export const POLICY_SOURCES = ['document', 'debtor', 'group', 'company'] as const;
export type PolicySource = (typeof POLICY_SOURCES)[number];

export type ExpectedStep = {
  readonly on: EpochDay;
  readonly stepKind: StepKind;
  readonly level: number | null;
  readonly channel: Channel;
};

/** Why an item is, or is not, reminded on a day; when it will be; and what would change it. */
export type Explanation = {
  readonly item: ItemFacts;
  readonly policy: { readonly compiled: CompiledPolicy; readonly because: PolicySource } | null;
  /** The next step by its own count, whatever stands before it, and the day it opens. Null: none is left. */
  readonly next: {
    readonly stepKind: StepKind;
    readonly level: number | null;
    readonly countsFrom: EpochDay;
    readonly opensOn: EpochDay;
  } | null;
  /** What a run of that day would ask it by; where its reminder is held, what is done beside it: a call, a task. */
  readonly proposed: ExpectedStep | null;
  /** Every gate closed on that day, in the order the planner meets them, each with what would open it. */
  readonly gates: readonly (FoundGate & { readonly change: Change | null })[];
  /** The first step that will ask for it if nothing is paid and nothing else happens; null where none is in sight. */
  readonly expected: ExpectedStep | null;
  /** What would change the answer besides its gates. */
  readonly changes: readonly Change[];
};

/** A gate may stand behind another: as many are looked behind. */
const GATES_MAX = 16;
/** How far ahead a reminder is looked for. */
export const DAYS_AHEAD = 400;

/**
 * Explains items of a debtor on the day of the terms. What is said is what the planner says: a gate that is found closed
 * is put out of the way, and the planner asked again, until it would remind or can never.
 */
export function explainItems(
  debtor: DebtorFacts,
  terms: RunTerms,
  { items, runDays }: { readonly items: readonly ItemFacts[]; readonly runDays: RunDays },
): Explanation[] {
  const expected = expectedSteps(debtor, terms, { items, runDays });
  return items.map((item) => explainItem({ debtor, terms }, item, expected.get(item.id) ?? null));
}

function explainItem(asked: Asked, item: ItemFacts, expected: ExpectedStep | null): Explanation {
  const { debtor, terms } = asked;
  const owner = ownerOf(item, debtor);
  const compiled = policyOf(item, owner, terms);
  const step = compiled && item.open > 0n ? nextStep(item, compiled, terms) : null;
  const { gates, proposed } = item.open > 0n ? lookBehind(asked, item) : { gates: [], proposed: null };
  return {
    item,
    policy: compiled && { compiled, because: sourceOf(item, owner) },
    next: step && {
      stepKind: step.step.kind,
      level: step.level || null,
      countsFrom: step.from,
      opensOn: step.opensOn,
    },
    proposed,
    gates: gates.map((gate) => ({ ...gate, change: changeFor(gate, item, debtor) })),
    expected,
    changes: item.open > 0n ? [{ code: 'pay', facts: { amount: moneyFact(item.open, item.currency) } }] : [],
  };
}

/** Asks the planner, opens what it found closed, and asks again. */
function lookBehind(asked: Asked, { id }: ItemFacts) {
  const gates: FoundGate[] = [];
  const first = askPlanner(asked, id);
  let now: Asked | null = asked;
  for (let answer = first; ; answer = askPlanner(now, id)) {
    const { gate, item } = answer;
    // The same gate again: it cannot be put out of the way.
    if (!gate || !item || gates.some((one) => isSame(one, gate))) break;
    gates.push(gate);
    now = gates.length < GATES_MAX ? openGate(now, item, gate) : null;
    if (now === null) break;
  }
  return { gates, proposed: first.proposed ?? first.beside };
}

function isSame(one: FoundGate, other: FoundGate): boolean {
  return one.because === other.because && JSON.stringify(one.facts) === JSON.stringify(other.facts);
}

/** What the planner says of one item: the reminder it is on, the gate that holds it, and what else is done for it. */
function askPlanner({ debtor, terms }: Asked, id: string) {
  const { notices, leftOut } = planDebtor(debtor, terms);
  let beside: ExpectedStep | null = null;
  for (const notice of notices) {
    for (const { item, level } of notice.lines) {
      if (item.id !== id || level === null) continue;
      const proposed = stepOf(notice, level, terms.on);
      if (isReminder(notice)) return { proposed, beside: null, gate: null };
      beside ??= proposed;
    }
  }
  for (const { because, items } of leftOut) {
    for (const { item, facts, until } of items) {
      if (item.id === id) return { proposed: null, beside, gate: { because, facts, until }, item };
    }
  }
  return { proposed: null, beside, gate: null };
}

/** Calls, tasks and statements are done beside the reminders, and do not wait for them. */
function isReminder({ stepKind }: PlannedNotice): boolean {
  return stepKind === 'notice' || stepKind === 'courtesy';
}

function stepOf({ stepKind, channel }: PlannedNotice, level: number, on: EpochDay): ExpectedStep {
  return { on, stepKind, level: level || null, channel };
}

/** For each item, the first day of the replay on which it is asked for. */
function expectedSteps(
  debtor: DebtorFacts,
  terms: RunTerms,
  { items, runDays }: { items: readonly ItemFacts[]; runDays: RunDays },
): Map<string, ExpectedStep> {
  const wanted = new Set(items.filter(({ open }) => open > 0n).map(({ id }) => id));
  const found = new Map<string, ExpectedStep>();
  for (const day of replayDebtor(debtor, terms, { until: terms.on + DAYS_AHEAD, runDays })) {
    for (const [id, step] of stepsOf(day)) if (wanted.has(id) && !found.has(id)) found.set(id, step);
    if (found.size === wanted.size) break;
  }
  return found;
}

/** Which items are asked for on a replayed day, and by which step. */
export function* stepsOf({ on, plan }: ReplayedDay): Generator<[string, ExpectedStep]> {
  for (const notice of plan.notices) {
    for (const { item, level } of notice.lines) {
      if (level !== null) yield [item.id, stepOf(notice, level, on)];
    }
  }
}

function sourceOf(item: ItemFacts, debtor: Party): PolicySource {
  if (item.policyId !== null) return 'document';
  if (debtor.policyId !== null) return 'debtor';
  return debtor.groupPolicyId !== null ? 'group' : 'company';
}
