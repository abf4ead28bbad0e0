import type { Policy, Step } from '#core/dunning/policy.ts';
import { type PolicyProblem, problem } from '#core/dunning/policy-problem.ts';
import { findRegime } from '#core/interest/find-regime.ts';

/** What the law leaves a consumer before anything may be asked: days to pay, by a reminder that costs nothing. */
const CONSUMER_DAYS = 14;

/**
 * What of a policy the law of the company's country forbids: costs by a law that is not known, and, in a policy made
 * for consumers, costs before the reminder that comes first, too little time to pay, and fees nobody may ask.
 */
export function checkLaw(policy: Policy, country: string): PolicyProblem[] {
  return [
    ...policy.steps.flatMap((step, index) => checkKnown(policy, step, index, country)),
    ...(policy.madeFor === 'consumer' ? checkConsumer(policy, country) : []),
  ];
}

function checkKnown({ madeFor }: Policy, step: Step, index: number, country: string): PolicyProblem[] {
  if (findRegime(country, madeFor ?? 'business')) return [];
  const facts = { step: String(index + 1), country };
  const found: PolicyProblem[] = [];
  if (step.interest.kind === 'statutory') found.push(problem('policy_law_unknown', facts, index, 'interest'));
  if (step.fee.kind === 'statutory') found.push(problem('policy_law_unknown', facts, index, 'fee'));
  return found;
}

/** Where a consumer is first sent a reminder that costs nothing, and how long it leaves. */
const FREE_FIRST: Readonly<Record<string, { article: string; days: number | null; interest: boolean }>> = {
  // CDE, art. XIX.2: no interest either during the fourteen days.
  BE: { article: 'CDE, art. XIX.2', days: CONSUMER_DAYS, interest: true },
  // BW, art. 6:96 lid 6: interest runs from the due date, costs wait for the fourteen-day letter.
  NL: { article: 'BW, art. 6:96 lid 6', days: CONSUMER_DAYS, interest: false },
  // BGB § 286: the reminder that makes the default is free.
  DE: { article: 'BGB § 286', days: null, interest: true },
};

function checkConsumer(policy: Policy, country: string): PolicyProblem[] {
  return [...checkFirst(policy, country), ...checkFees(policy, country)];
}

function checkFirst({ steps }: Policy, country: string): PolicyProblem[] {
  const law = FREE_FIRST[country];
  const index = steps.findIndex(({ kind }) => kind === 'notice');
  const first = steps[index];
  if (!law || !first) return [];
  const step = String(index + 1);
  const found: PolicyProblem[] = [];
  const free = { step, article: law.article };
  if (first.fee.kind !== 'none') found.push(problem('policy_first_reminder_free', free, index, 'fee'));
  if (law.interest && first.interest.kind !== 'none') {
    found.push(problem('policy_first_reminder_free', free, index, 'interest'));
  }
  const asksLater = steps.some((one) => one.interest.kind !== 'none' || one.fee.kind !== 'none');
  if (law.days !== null && asksLater && first.deadlineDays < law.days) {
    const facts = { ...free, given: String(first.deadlineDays), least: String(law.days) };
    found.push(problem('policy_wait_too_short', facts, index, 'deadlineDays'));
  }
  return found;
}

function checkFees(policy: Policy, country: string): PolicyProblem[] {
  return policy.steps.flatMap(({ fee }, index) => {
    if (fee.kind === 'none') return [];
    const step = String(index + 1);
    if (country === 'FR') {
      const facts = { step, article: 'CPCE, art. L111-8' };
      return [problem('policy_fee_forbidden', facts, index, 'fee')];
    }
    if (country === 'BE' && !policy.lateClause) {
      const facts = { step, article: 'CDE, art. XIX.4' };
      return [problem('policy_clause_needed', facts, index, 'fee')];
    }
    return [];
  });
}
