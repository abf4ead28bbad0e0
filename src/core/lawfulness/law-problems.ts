import type { EpochDay } from '#core/calendar/epoch-days.ts';
import type { Policy, Step } from '#core/dunning/policy.ts';
import { type PolicyProblem, problem } from '#core/dunning/policy-problem.ts';
import { findRegime } from '#core/interest/find-regime.ts';
import type { RateBook } from '#core/interest/rate-book.ts';
import type { Regime } from '#core/interest/regime.ts';
import type { Currency } from '#core/money/currencies.ts';
import type { DebtorKind } from '#core/receivables/kinds.ts';
import { announcingLevel } from './announcement.ts';
import { capProblems } from './cap-problems.ts';
import type { LawProblem, Remedy } from './law-problem.ts';
import { rateProblems } from './rate-problems.ts';
import type { Announcement, StepLaw } from './step-law.ts';
import { findStepLaw } from './step-laws.ts';

/** What the answer depends on besides the policy: each is left out where it is not known, and then not checked. */
export type LawTerms = {
  readonly currency?: Currency;
  /** The day and the rates that floors and ceilings are read on. */
  readonly on?: EpochDay;
  readonly rates?: RateBook;
  /** Whether the company's general terms have a clause about late payment. */
  readonly hasClause?: boolean;
};

/**
 * What of a policy the law of a country forbids, with what would mend it: costs by a law that is not known, and, in a
 * policy made for one kind of debtors, costs before the notice that comes first, too little time to pay, fees above a
 * cap or that nobody may ask, and agreed rates beyond their floor or ceiling.
 */
export function lawProblems(
  policy: Policy,
  country: string,
  kind: DebtorKind | null = policy.madeFor ?? null,
  terms: LawTerms = {},
): LawProblem[] {
  const regime = findRegime(country, kind ?? 'business');
  const known = policy.steps.flatMap((step, index) => checkKnown(step, index, country, regime));
  const law = kind === null ? null : findStepLaw(country, kind);
  if (!law || !regime) return known;
  const context: LawContext = { policy, law, regime, terms };
  return [
    ...known,
    ...announcementProblems(context),
    ...policy.steps.flatMap((step, index) => feeProblems(step, index, context)),
    ...rateProblems(context),
    ...letterProblems(context),
  ];
}

export type LawContext = {
  readonly policy: Policy;
  readonly law: StepLaw;
  readonly regime: Regime;
  readonly terms: LawTerms;
};

export function mended(found: PolicyProblem, ...remedies: Remedy[]): LawProblem {
  return { ...found, remedies };
}

/** Costs that the law is to set, where it is not known or sets none. */
function checkKnown(step: Step, index: number, country: string, regime: Regime | null): LawProblem[] {
  const facts = { step: String(index + 1), country };
  const found: LawProblem[] = [];
  if (!regime && step.interest.kind === 'statutory') {
    const missing = problem('policy_law_unknown', facts, index, 'interest');
    found.push(mended(missing, { kind: 'remove_interest', step: index }));
  }
  if (step.fee.kind !== 'statutory') return found;
  if (!regime) {
    const missing = problem('policy_law_unknown', facts, index, 'fee');
    return [...found, mended(missing, { kind: 'remove_fee', step: index })];
  }
  if (regime.compensation || regime.collectionCosts) return found;
  const none = problem('policy_no_statutory_fee', facts, index, 'fee');
  return [...found, mended(none, { kind: 'remove_fee', step: index })];
}

/** The notice that comes before costs: it is free, and leaves the days of the law. */
function announcementProblems({ policy, law }: LawContext): LawProblem[] {
  const { announcement } = law;
  const index = policy.steps.findIndex(({ kind }) => kind === 'notice');
  const first = policy.steps[index];
  if (!announcement || !first) return [];
  const early = announcement.free.filter((cost) => first[cost].kind !== 'none');
  if (early.length > 0) {
    const facts = { step: String(index + 1), article: announcement.ground.cite };
    const insert: Remedy = {
      kind: 'insert_free_reminder',
      before: index,
      deadlineDays: announcement.safeDays,
    };
    return early.map((cost) =>
      mended(problem('policy_first_reminder_free', facts, index, cost), insert, {
        kind: cost === 'fee' ? 'remove_fee' : 'remove_interest',
        step: index,
      }),
    );
  }
  return waitProblems(policy, announcement);
}

function waitProblems(policy: Policy, announcement: Announcement): LawProblem[] {
  const { period, opens, ground, safeDays } = announcement;
  const asks = policy.steps.some((step) => opens.some((cost) => step[cost].kind !== 'none'));
  if (!period || !asks) return [];
  const at = announcingLevel(policy, announcement);
  const index = policy.steps.findIndex(({ kind, level }) => kind === 'notice' && level === at);
  const given = policy.steps[index]?.deadlineDays ?? period.days;
  if (given >= period.days) return [];
  const facts = {
    step: String(index + 1),
    given: String(given),
    least: String(period.days),
    article: ground.cite,
  };
  const short = problem('policy_wait_too_short', facts, index, 'deadlineDays');
  return [mended(short, { kind: 'set_deadline', step: index, days: safeDays })];
}

function feeProblems(step: Step, index: number, context: LawContext): LawProblem[] {
  const { law, policy, terms } = context;
  const { fees } = law;
  if (step.fee.kind === 'none') return [];
  const at = String(index + 1);
  const remove: Remedy = { kind: 'remove_fee', step: index };
  if (fees.kind === 'forbidden') {
    const facts = { step: at, article: fees.ground.cite };
    return [mended(problem('policy_fee_forbidden', facts, index, 'fee'), remove)];
  }
  if (fees.kind === 'capped' && fees.byClause && !(policy.lateClause || terms.hasClause)) {
    const facts = { step: at, article: fees.ground.cite };
    return [mended(problem('policy_clause_needed', facts, index, 'fee'), { kind: 'state_clause' }, remove)];
  }
  if (fees.kind === 'capped') return capProblems(step, index, context);
  return excluded(step, index, context);
}

/** Act 1998, s. 8: a contract with a remedy of its own leaves no room for the fixed sum of the Act. */
function excluded({ fee, interest }: Step, index: number, { regime }: LawContext): LawProblem[] {
  if (!regime.agreedEndsCompensation || fee.kind !== 'statutory' || interest.kind !== 'contractual')
    return [];
  const article = regime.articles.find(({ rule }) => rule === 'scope')?.cite ?? regime.law;
  const found = problem('policy_fee_excluded', { step: String(index + 1), article }, index, 'fee');
  return [
    mended(found, { kind: 'remove_fee', step: index }, { kind: 'use_statutory_interest', step: index }),
  ];
}

/** BW, art. 6:96 lid 7: claims that can go in one reminder must, so costs are asked by debtor. */
function letterProblems({ policy, law }: LawContext): LawProblem[] {
  const splits = policy.grouping === 'due_item' || policy.grouping === 'level';
  if (!law.oneLetter || !splits || policy.steps.every(({ fee }) => fee.kind === 'none')) return [];
  const found = problem('policy_one_letter', { article: law.oneLetter.cite }, null, 'grouping');
  return [mended(found, { kind: 'one_letter' })];
}
