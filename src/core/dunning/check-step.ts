import type { FeeRule, Policy, Step } from '#core/dunning/policy.ts';
import {
  type PolicyProblem,
  problem,
  readAmount,
  readPercent,
  readWhole,
} from '#core/dunning/policy-problem.ts';
import { type Currency, decimalsOf } from '#core/money/currencies.ts';

export const STEP_DAYS_MAX = 365;
export const COURTESY_DAYS_MIN = -60;
export const DEADLINE_DAYS_MAX = 180;
const REPEAT_DAYS_MAX = 365;
const REPEAT_TIMES_MAX = 99;

/** Everything wrong with one step where it stands. Levels are the policy's affair, over all steps. */
export function checkStep(policy: Policy, index: number, currency: Currency): PolicyProblem[] {
  const step = policy.steps[index];
  if (!step) return [];
  return [
    ...(step.kind === 'courtesy' ? checkCourtesy(step, index) : checkWhen(policy, step, index)),
    ...checkBeside(policy, step, index),
    ...checkDeadline(step, index),
    ...checkChannels(step, index),
    ...checkInterest(step, index),
    ...checkFee(step, index, currency),
    ...checkRepeat(policy, step, index),
  ];
}

/** What is no reminder asks for no costs; a hand-over follows a reminder, and nothing follows it. */
function checkBeside({ steps }: Policy, step: Step, index: number): PolicyProblem[] {
  const at = { step: String(index + 1) };
  const before = steps.slice(0, index);
  const found: PolicyProblem[] = [];
  if (before.some(({ kind }) => kind === 'hand_over')) {
    found.push(problem('policy_after_hand_over', at, index, 'kind'));
  }
  if (step.kind === 'hand_over' && !before.some(({ kind }) => kind === 'notice')) {
    found.push(problem('policy_hand_over_without_notice', at, index, 'kind'));
  }
  if (step.kind === 'notice' || step.kind === 'courtesy') return found;
  if (step.fee.kind !== 'none') found.push(problem('policy_step_costs', at, index, 'fee'));
  else if (step.interest.kind !== 'none') found.push(problem('policy_step_costs', at, index, 'interest'));
  return found;
}

function checkCourtesy(step: Step, index: number): PolicyProblem[] {
  const at = String(index + 1);
  const { basis, days } = step.when;
  const found: PolicyProblem[] = [];
  if (index > 0) found.push(problem('policy_courtesy_not_first', { step: at }, index, 'kind'));
  if (basis !== 'due_date' || !(days < 0)) {
    const facts = { step: at, given: String(days) };
    found.push(problem('policy_courtesy_not_before_due', facts, index, 'when.days'));
  } else {
    found.push(...checkDays(step, index, COURTESY_DAYS_MIN, -1));
  }
  if (step.interest.kind !== 'none' || step.fee.kind !== 'none') {
    const field = step.fee.kind !== 'none' ? 'fee' : 'interest';
    found.push(problem('policy_courtesy_costs', { step: at }, index, field));
  }
  return found;
}

/** A notice speaks of something late: from the due date it comes a day after it at the earliest. */
function checkWhen(policy: Policy, step: Step, index: number): PolicyProblem[] {
  const { basis } = step.when;
  const before = policy.steps.slice(0, index).filter(({ kind }) => kind === 'notice');
  if (basis === 'previous_deadline' && before.length === 0) {
    const facts = { step: String(index + 1) };
    return [problem('policy_basis_without_notice', facts, index, 'when.basis')];
  }
  const least = basis !== 'due_date' ? 0 : step.kind === 'notice' ? 1 : COURTESY_DAYS_MIN;
  const outOfRange = checkDays(step, index, least, STEP_DAYS_MAX);
  return outOfRange.length ? outOfRange : checkNotTooEarly(step, index, before);
}

/** A level counted from the due date may not open before the deadline that the level before it gives. */
function checkNotTooEarly(step: Step, index: number, before: readonly Step[]): PolicyProblem[] {
  if (step.kind !== 'notice' || step.when.basis !== 'due_date') return [];
  const least = deadlineAfterDue(before);
  if (least === null || step.when.days >= least) return [];
  const facts = { step: String(index + 1), given: String(step.when.days), least: String(least) };
  return [problem('policy_step_too_early', facts, index, 'when.days')];
}

/** Days from the due date to the deadline of the last notice, where all of them count in calendar days from it. */
function deadlineAfterDue(notices: readonly Step[]): number | null {
  let deadline: number | null = null;
  for (const { when, deadlineDays } of notices) {
    if (when.count === 'working') return null;
    if (when.basis === 'due_date') deadline = Math.max(deadline ?? 0, when.days) + deadlineDays;
    else if (when.basis === 'previous_deadline' && deadline !== null) deadline += when.days + deadlineDays;
    else return null;
  }
  return deadline;
}

function checkDays(step: Step, index: number, least: number, most: number): PolicyProblem[] {
  const { days } = step.when;
  if (readWhole(days, least, most)) return [];
  const facts = { step: String(index + 1), given: String(days), least: String(least), most: String(most) };
  return [problem('policy_days_out_of_range', facts, index, 'when.days')];
}

function checkDeadline({ deadlineDays }: Step, index: number): PolicyProblem[] {
  if (readWhole(deadlineDays, 0, DEADLINE_DAYS_MAX)) return [];
  const facts = { step: String(index + 1), given: String(deadlineDays), most: String(DEADLINE_DAYS_MAX) };
  return [problem('policy_deadline_out_of_range', facts, index, 'deadlineDays')];
}

function checkChannels({ channels }: Step, index: number): PolicyProblem[] {
  const repeated = channels.find((channel, position) => channels.indexOf(channel) !== position);
  if (!repeated) return [];
  return [
    problem('policy_channel_repeated', { step: String(index + 1), channel: repeated }, index, 'channels'),
  ];
}

function checkInterest({ interest }: Step, index: number): PolicyProblem[] {
  if (interest.kind === 'none') return [];
  if (interest.kind === 'statutory') return [];
  const step = String(index + 1);
  const given = interest.yearlyPercent;
  if (readPercent(given) !== null) return [];
  const facts = { step, given, example: '8.50' };
  return [problem('policy_rate_unreadable', facts, index, 'interest.yearlyPercent')];
}

function checkFee({ fee }: Step, index: number, currency: Currency): PolicyProblem[] {
  if (fee.kind === 'none' || fee.kind === 'statutory') return [];
  if (fee.kind === 'bands') return checkBands(fee, index, currency);
  if (fee.kind === 'clause') return checkClause(fee, index, currency);
  if (readAmount(fee.amount, currency) !== null) return [];
  const example = decimalsOf(currency) ? `40.${'0'.repeat(decimalsOf(currency))}` : '40';
  return [problem('policy_amount_unreadable', { given: fee.amount, example }, index, 'fee.amount')];
}

/** The penalty clause of the terms: a percentage, a least and perhaps a most that is not below it. */
function checkClause(
  { percent, least, most }: Extract<FeeRule, { kind: 'clause' }>,
  index: number,
  currency: Currency,
): PolicyProblem[] {
  const step = String(index + 1);
  if (readPercent(percent) === null) {
    const facts = { step, given: percent, example: '10.00' };
    return [problem('policy_rate_unreadable', facts, index, 'fee.percent')];
  }
  const [from, to] = [readAmount(least, currency), most === null ? null : readAmount(most, currency)];
  const unreadable = from === null ? 'least' : most !== null && to === null ? 'most' : null;
  if (unreadable) {
    const facts = { given: unreadable === 'least' ? least : (most ?? ''), example: '40' };
    return [problem('policy_amount_unreadable', facts, index, `fee.${unreadable}`)];
  }
  if (from === null || to === null || to >= from) return [];
  return [problem('policy_bands_out_of_order', { step }, index, 'fee.most')];
}

function checkBands(
  { bands }: Extract<FeeRule, { kind: 'bands' }>,
  index: number,
  currency: Currency,
): PolicyProblem[] {
  const step = String(index + 1);
  const unreadable = bands.find(({ percent }) => readPercent(percent) === null);
  if (unreadable) {
    const facts = { step, given: unreadable.percent, example: '10.00' };
    return [problem('policy_rate_unreadable', facts, index, 'fee.bands')];
  }
  const bounds = bands.map(({ upTo }) => (upTo === null ? null : readAmount(upTo, currency)));
  const rising = bounds.every((bound, position) => {
    const last = position === bounds.length - 1;
    if (bound === null) return last && bands[position]?.upTo === null;
    return position === 0 ? bound > 0n : bound > (bounds[position - 1] ?? bound);
  });
  if (bands.length > 0 && rising) return [];
  return [problem('policy_bands_out_of_order', { step }, index, 'fee.bands')];
}

function checkRepeat({ steps }: Policy, { repeat }: Step, index: number): PolicyProblem[] {
  if (repeat === null) return [];
  const step = String(index + 1);
  if (index !== steps.length - 1) {
    return [problem('policy_repeat_not_last', { step }, index, 'repeat')];
  }
  const wrong = (given: number, most: number, field: string) =>
    readWhole(given, 1, most)
      ? []
      : [
          problem(
            'policy_repeat_out_of_range',
            { step, given: String(given), most: String(most) },
            index,
            field,
          ),
        ];
  return [
    ...wrong(repeat.everyDays, REPEAT_DAYS_MAX, 'repeat.everyDays'),
    ...wrong(repeat.timesMax, REPEAT_TIMES_MAX, 'repeat.timesMax'),
  ];
}
