import { type EpochDay, endOfMonth } from '#core/calendar/epoch-days.ts';
import { addWorkingDays } from '#core/calendar/working-days.ts';
import type { CompiledPolicy, NoticeStep } from '#core/dunning/compiled-policy.ts';
import type { ItemFacts } from '#core/dunning/facts.ts';
import type { Step } from '#core/dunning/policy.ts';

/** The step an item is to take next, and the first day it may. */
export type NextStep = {
  readonly step: Step;
  /** 0 for a courtesy. */
  readonly level: number;
  readonly times: number;
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
  return { step: next, level: next.level, times: 1, from, opensOn: Math.max(counted, lastDay + 1) };
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
  return { step, level: 0, times: 1, from, opensOn: addDays(from, step, policy) };
}

function forcedStep(item: ItemFacts, policy: CompiledPolicy, terms: StepTerms): NextStep | null {
  const step = policy.notices.find(({ level }) => level === terms.forcedLevel);
  if (!step || item.level >= step.level) return null;
  const opensOn = item.dueOn + 1 + terms.extraGraceDays;
  return { step, level: step.level, times: 1, from: item.dueOn, opensOn };
}

/** The last step again, every so many days and at most so many times. */
function repeatedStep(item: ItemFacts, policy: CompiledPolicy, terms: StepTerms): NextStep | null {
  const last: NoticeStep | undefined = policy.notices.at(-1);
  const repeat = last?.repeat;
  if (!last || !repeat || item.level !== last.level || item.times > repeat.timesMax) return null;
  const from = item.notifiedOn ?? item.deadlineOn ?? item.dueOn;
  const counted = from + repeat.everyDays + terms.extraGraceDays;
  const opensOn = Math.max(counted, (item.deadlineOn ?? item.dueOn) + 1);
  return { step: last, level: last.level, times: item.times + 1, from, opensOn };
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
