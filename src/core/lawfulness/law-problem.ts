import type { PolicyProblem } from '#core/dunning/policy-problem.ts';

/** A change that makes a policy lawful again, as data: a button applies it to the draft. Steps count from 0. */
export type Remedy =
  | { readonly kind: 'insert_free_reminder'; readonly before: number; readonly deadlineDays: number }
  | { readonly kind: 'set_deadline'; readonly step: number; readonly days: number }
  | { readonly kind: 'remove_fee'; readonly step: number }
  | { readonly kind: 'remove_interest'; readonly step: number }
  | { readonly kind: 'use_statutory_fee'; readonly step: number }
  | { readonly kind: 'use_statutory_interest'; readonly step: number }
  | { readonly kind: 'set_rate'; readonly step: number; readonly yearlyPercent: string }
  | { readonly kind: 'one_letter' }
  | { readonly kind: 'state_clause' };

/** What of a policy the law forbids, naming the article in its facts, and what would make it lawful: the best first. */
export type LawProblem = PolicyProblem & { readonly remedies: readonly Remedy[] };

/** Whether a problem of a policy is one of the law. */
export function isLawProblem(problem: PolicyProblem): problem is LawProblem {
  return 'remedies' in problem;
}
