import { type EpochDay, endOfMonth } from '#core/calendar/epoch-days.ts';
import { addWorkingDays } from '#core/calendar/working-days.ts';
import type { CompiledPolicy, NoticeStep, SideStep } from '#core/dunning/compiled-policy.ts';
import type { ItemFacts, StepDone } from '#core/dunning/facts.ts';
import type { Step } from '#core/dunning/policy.ts';

/** The step an item is to take next, and the first day it may. */
export type NextStep = {
  readonly step: Step;
  /** 0 where it raises none. */
  readonly level: number;
  /** How often the level will have been reached; at level 0: which step of its kind it is at the item's level. */
  readonly times: number;
  /** Where it stands in the policy; null on a notice and a courtesy. */
  readonly stepIndex: number | null;
  /** What its days are counted from. */
  readonly from: EpochDay;
  readonly opensOn: EpochDay;
};

export type StepTerms = {
  readonly on: EpochDay;
  /**
   * The day of the company's first import. What came with it had been sent long before and counts from its due date;
   * what is imported on a later day counts from that day if it was due before.
   */
  readonly firstImportOn: EpochDay | null;
  readonly extraGraceDays: number;
  readonly forcedLevel: number | null;
};

/** The step after the one reached, never a later one: nobody gets a final notice out of the blue. Null: none is left. */
export function nextStep(item: ItemFacts, policy: CompiledPolicy, terms: StepTerms): NextStep | null {
  if (terms.forcedLevel !== null) return forcedStep(item, policy, terms);
  if (courtesyIsOpen(item, policy, terms)) return courtesyStep(item, policy.courtesy, policy);
  const next = policy.notices.find((step) => step.level > item.level);
  if (!next) return repeatedStep(item, policy, terms);
  const from = countsFrom(item, next, terms);
  const counted = addDays(from, next, policy) + terms.extraGraceDays;
  // A notice reminds of what is late: at the earliest on the day after the due date, or after the deadline it gave.
  const lastDay = item.level > 0 && item.deadlineOn !== null ? item.deadlineOn : item.dueOn;
  const opensOn = Math.max(counted, lastDay + 1);
  return { step: next, level: next.level, times: 1, stepIndex: null, from, opensOn };
}

function courtesyIsOpen(
  item: ItemFacts,
  policy: CompiledPolicy,
  { on }: StepTerms,
): policy is CompiledPolicy & { courtesy: Step } {
  return policy.courtesy !== null && item.level === 0 && item.courtesyOn === null && on <= item.dueOn;
}

function courtesyStep(item: ItemFacts, step: Step, policy: CompiledPolicy): NextStep {
  const from = basisOf(item, step);
  return { step, level: 0, times: 1, stepIndex: null, from, opensOn: addDays(from, step, policy) };
}

function forcedStep(item: ItemFacts, policy: CompiledPolicy, terms: StepTerms): NextStep | null {
  const step = policy.notices.find(({ level }) => level === terms.forcedLevel);
  if (!step || item.level >= step.level) return null;
  const opensOn = item.dueOn + 1 + terms.extraGraceDays;
  return { step, level: step.level, times: 1, stepIndex: null, from: item.dueOn, opensOn };
}

/** The last step again, every so many days and at most so many times. */
function repeatedStep(item: ItemFacts, policy: CompiledPolicy, terms: StepTerms): NextStep | null {
  const last: NoticeStep | undefined = policy.notices.at(-1);
  const repeat = last?.repeat;
  if (!last || !repeat || item.level !== last.level || item.times > repeat.timesMax) return null;
  const from = item.notifiedOn ?? item.deadlineOn ?? item.dueOn;
  const counted = from + repeat.everyDays + terms.extraGraceDays;
  const opensOn = Math.max(counted, (item.deadlineOn ?? item.dueOn) + 1);
  return { step: last, level: last.level, times: item.times + 1, stepIndex: null, from, opensOn };
}

/**
 * The steps beside the levels that are still to do for an item where it stands: those between the notice it got and the
 * next one, the first of each kind. Each is done once; the last of the policy may repeat.
 */
export function sideSteps(item: ItemFacts, policy: CompiledPolicy, terms: StepTerms): NextStep[] {
  if (terms.forcedLevel !== null) return [];
  const found: NextStep[] = [];
  const stretch = stretchOf(item, policy);
  for (const side of policy.sides) {
    const { kind } = side.step;
    if (side.afterLevel !== stretch || found.some(({ step }) => step.kind === kind)) continue;
    const done = item.stepsDone?.findLast((one) => one.kind === kind && one.times >= side.nth);
    const next = done ? repeatedSide(side, done, terms) : firstSide(item, side, policy, terms);
    if (next && !isTooLate(item, next, terms)) found.push(next);
  }
  return found;
}

/** Before the first reminder an invoice is accepted until it is due; who has a reminder of it may be asked at any time. */
function isTooLate({ level, dueOn }: ItemFacts, { step }: NextStep, { on }: StepTerms): boolean {
  return step.kind === 'acceptance' && level === 0 && on > dueOn;
}

/** The last notice of the policy an item has behind it: a level it got elsewhere may lie between two or beyond. */
function stretchOf({ level }: ItemFacts, { notices }: CompiledPolicy): number {
  let reached = 0;
  for (const notice of notices) if (notice.level <= level) reached = notice.level;
  return reached;
}

function firstSide(
  item: ItemFacts,
  { step, index, nth }: SideStep,
  policy: CompiledPolicy,
  terms: StepTerms,
): NextStep {
  const from = countsFrom(item, step, terms);
  const counted = addDays(from, step, policy) + terms.extraGraceDays;
  const opensOn = Math.max(counted, earliestSide(item, step));
  return { step, level: 0, times: nth, stepIndex: index, from, opensOn };
}

/** Not on the day of the notice it follows; a debt is handed over once the deadline it was given has passed. */
function earliestSide(item: ItemFacts, { kind }: Step): EpochDay {
  if (kind === 'hand_over') return Math.max(item.dueOn, item.deadlineOn ?? item.dueOn) + 1;
  return item.level > 0 && item.notifiedOn !== null ? item.notifiedOn + 1 : Number.NEGATIVE_INFINITY;
}

function repeatedSide(
  { step, index, nth }: SideStep,
  done: StepDone,
  { extraGraceDays }: StepTerms,
): NextStep | null {
  const { repeat } = step;
  if (!repeat || done.times - nth >= repeat.timesMax) return null;
  const opensOn = done.on + repeat.everyDays + extraGraceDays;
  return { step, level: 0, times: done.times + 1, stepIndex: index, from: done.on, opensOn };
}

/** Level 1 counts from the later of its basis and a late import; the next ones from the deadline where the step says so. */
function countsFrom(item: ItemFacts, step: Step, { firstImportOn }: StepTerms): EpochDay {
  const basis = basisOf(item, step);
  const importedLate = firstImportOn !== null && item.importedOn > firstImportOn;
  return item.level === 0 && importedLate ? Math.max(basis, item.importedOn) : basis;
}

function basisOf(item: ItemFacts, step: Step): EpochDay {
  switch (step.when.basis) {
    case 'due_date':
      return item.dueOn;
    case 'previous_deadline':
      return item.deadlineOn ?? item.notifiedOn ?? item.dueOn;
    case 'issue_date':
      return item.issuedOn;
    case 'end_of_month':
      return endOfMonth(item.dueOn);
  }
}

function addDays(from: EpochDay, { when }: Step, { calendar }: CompiledPolicy): EpochDay {
  return when.count === 'working' ? addWorkingDays(from, when.days, calendar) : from + when.days;
}
