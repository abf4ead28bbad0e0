import { checkStep } from '#core/dunning/check-step.ts';
import type { Policy } from '#core/dunning/policy.ts';
import { type PolicyProblem, problem, readAmount, readWhole } from '#core/dunning/policy-problem.ts';
import { type LawTerms, lawProblems } from '#core/lawfulness/law-problems.ts';
import { type Currency, decimalsOf } from '#core/money/currencies.ts';

export const LEVELS_MAX = 9;
export const CONTACT_INTERVAL_DAYS_MAX = 365;
const BANK_DATA_DAYS_MAX = 365;

/**
 * Everything wrong with a policy of a company of this country, in the order of its steps and fields. An empty list: it
 * may be used.
 */
export function checkPolicy(
  policy: Policy,
  currency: Currency,
  country: string,
  terms: Omit<LawTerms, 'currency'> = {},
): PolicyProblem[] {
  return [
    ...checkMinimum(policy, 'minimumItem', currency),
    ...checkMinimum(policy, 'minimumTotal', currency),
    ...checkRange(policy.contactIntervalDays, 'contactIntervalDays'),
    ...checkRange(policy.bankData.daysMax, 'bankData.daysMax'),
    ...checkDocuments(policy),
    ...checkCalendar(policy),
    ...checkLevels(policy),
    ...policy.steps.flatMap((_, index) => checkStep(policy, index, currency)),
    ...lawProblems(policy, country, policy.madeFor ?? null, { ...terms, currency }),
  ];
}

function checkMinimum(
  policy: Policy,
  field: 'minimumItem' | 'minimumTotal',
  currency: Currency,
): PolicyProblem[] {
  const given = policy[field];
  if (readAmount(given, currency) !== null) return [];
  return [problem('policy_amount_unreadable', { given, example: exampleAmount(currency) }, null, field)];
}

function exampleAmount(currency: Currency): string {
  const decimals = decimalsOf(currency);
  return decimals ? `15.${'0'.repeat(decimals)}` : '15';
}

function checkRange(days: number, field: 'contactIntervalDays' | 'bankData.daysMax'): PolicyProblem[] {
  const interval = field === 'contactIntervalDays';
  const most = interval ? CONTACT_INTERVAL_DAYS_MAX : BANK_DATA_DAYS_MAX;
  if (readWhole(days, 0, most)) return [];
  const facts = { given: String(days), most: String(most) };
  return interval
    ? [problem('policy_interval_out_of_range', facts, null, field)]
    : [problem('policy_bank_days_out_of_range', facts, null, field)];
}

function checkDocuments({ documents }: Policy): PolicyProblem[] {
  if (documents.includes('invoice') || documents.includes('miscellaneous')) return [];
  return [problem('policy_without_invoices', {}, null, 'documents')];
}

function checkCalendar({ calendar }: Policy): PolicyProblem[] {
  const found: PolicyProblem[] = [];
  if (calendar.holidays !== null && !/^[A-Z]{2}$/.test(calendar.holidays)) {
    found.push(problem('policy_country_unreadable', { given: calendar.holidays }, null, 'calendar.holidays'));
  }
  if (new Set(calendar.quietWeekdays).size >= 7) {
    found.push(problem('policy_no_open_weekday', {}, null, 'calendar.quietWeekdays'));
  }
  return found;
}

/** Notices count 1, 2, 3 … without a gap, at most nine of them; no other step has a level. */
function checkLevels({ steps }: Policy): PolicyProblem[] {
  const found: PolicyProblem[] = [];
  let reached = 0;
  for (const [index, { kind, level }] of steps.entries()) {
    const step = String(index + 1);
    if (kind === 'notice') {
      reached += 1;
      if (level !== reached) {
        const facts = { step, given: level === null ? '–' : String(level), expected: String(reached) };
        found.push(problem('policy_level_out_of_order', facts, index, 'level'));
      }
    } else if (level !== null) {
      found.push(problem('policy_level_not_wanted', { step, given: String(level) }, index, 'level'));
    }
  }
  if (reached === 0) found.unshift(problem('policy_without_notice', {}, null, 'steps'));
  if (reached > LEVELS_MAX) {
    const facts = { given: String(reached), most: String(LEVELS_MAX) };
    found.unshift(problem('policy_too_many_levels', facts, null, 'steps'));
  }
  return found;
}
