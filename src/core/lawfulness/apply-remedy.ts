import type { Policy, Step } from '#core/dunning/policy.ts';
import type { Remedy } from './law-problem.ts';

const NONE = { kind: 'none' } as const;

/** The policy with a remedy applied; one whose step is gone changes nothing. */
export function applyRemedy(policy: Policy, remedy: Remedy): Policy {
  switch (remedy.kind) {
    case 'insert_free_reminder':
      return withFreeReminder(policy, remedy);
    case 'set_deadline':
      return withStep(policy, remedy.step, { deadlineDays: remedy.days });
    case 'remove_fee':
      return withStep(policy, remedy.step, { fee: NONE });
    case 'remove_interest':
      return withStep(policy, remedy.step, { interest: NONE });
    case 'use_statutory_fee':
      return withStep(policy, remedy.step, { fee: { kind: 'statutory' } });
    case 'use_statutory_interest':
      return withStep(policy, remedy.step, { interest: { kind: 'statutory' } });
    case 'set_rate': {
      const interest = { kind: 'contractual', yearlyPercent: remedy.yearlyPercent } as const;
      return withStep(policy, remedy.step, { interest });
    }
    case 'one_letter':
      return { ...policy, grouping: 'debtor' };
    case 'state_clause':
      return { ...policy, lateClause: true };
  }
}

function withStep(policy: Policy, index: number, patch: Partial<Step>): Policy {
  return { ...policy, steps: policy.steps.map((step, at) => (at === index ? { ...step, ...patch } : step)) };
}

/**
 * A free first reminder in the place of the first notice, with its days; that notice becomes the second level and counts
 * from the deadline the reminder gives, and so do the later ones, whose levels rise by one.
 */
function withFreeReminder(
  policy: Policy,
  { before, deadlineDays }: Extract<Remedy, { kind: 'insert_free_reminder' }>,
): Policy {
  const next = policy.steps[before];
  if (!next) return policy;
  const free: Step = { ...next, deadlineDays, interest: NONE, fee: NONE, copies: [], repeat: null };
  const later: Step = {
    ...next,
    when: {
      basis: 'previous_deadline',
      days: Math.min(5, Math.max(1, next.when.days)),
      count: next.when.count,
    },
  };
  const steps = [...policy.steps.slice(0, before), free, later, ...policy.steps.slice(before + 1)];
  let level = 0;
  return {
    ...policy,
    steps: steps.map((step) => {
      if (step.kind !== 'notice') return step;
      level += 1;
      return { ...step, level };
    }),
  };
}
