import { problem } from '#core/dunning/policy-problem.ts';
import { type Percent, rateFrom, rateText, readRate } from '#core/interest/percent.ts';
import { findRate } from '#core/interest/rate-book.ts';
import type { Regime } from '#core/interest/regime.ts';
import type { LawProblem } from './law-problem.ts';
import type { LawContext } from './law-problems.ts';

/**
 * Agreed rates beyond what the law lets be agreed, on the day they are looked at: never below the floor (Code de
 * commerce, art. L441-10 II), never above the ceiling (CDE, art. XIX.4), none at all against a public debtor whose rate
 * the law sets (law of 2 August 2002, art. 5; Code de la commande publique, art. R2192-31). A bound whose rate is not
 * known is not guessed: the notice itself is held to it later.
 */
export function rateProblems({ policy, regime, terms }: LawContext): LawProblem[] {
  return policy.steps.flatMap(({ interest }, index): LawProblem[] => {
    if (interest.kind !== 'contractual') return [];
    const given = readRate(interest.yearlyPercent);
    if (given === null) return [];
    const found = beyond(given, regime, terms);
    if (!found) return [];
    const at = { step: String(index + 1), article: articleOf(regime) };
    const byLaw = { kind: 'use_statutory_interest', step: index } as const;
    if (found.bound === null) {
      const remedies = [byLaw, { kind: 'remove_interest', step: index } as const];
      return [{ ...problem('policy_rate_not_agreed', at, index, 'interest'), remedies }];
    }
    const bound = rateText(found.bound);
    const facts = { ...at, given: rateText(given) };
    const problemFound =
      found.of === 'floor'
        ? problem('policy_rate_below_floor', { ...facts, least: bound }, index, 'interest.yearlyPercent')
        : problem('policy_rate_above_ceiling', { ...facts, most: bound }, index, 'interest.yearlyPercent');
    const set = { kind: 'set_rate', step: index, yearlyPercent: bound } as const;
    return [{ ...problemFound, remedies: [set, byLaw] }];
  });
}

type Beyond = { readonly of: 'floor' | 'ceiling' | 'law'; readonly bound: Percent | null };

function beyond(given: Percent, { agreed, rates }: Regime, { on, rates: book }: LawContext['terms']) {
  if (agreed.kind === 'ignored') return { of: 'law', bound: null } satisfies Beyond;
  if (on === undefined || !book) return null;
  if (agreed.kind === 'floor') {
    const span = findRate(book, agreed.series, on);
    const floor = span && span.percent * BigInt(agreed.times);
    return floor && given < floor ? ({ of: 'floor', bound: floor } satisfies Beyond) : null;
  }
  if (agreed.kind !== 'ceiling') return null;
  const rule = rates.find(({ madeBefore, daysBefore }) => !madeBefore && !daysBefore);
  const span = rule?.series && findRate(book, rule.series, on);
  const ceiling = span ? span.percent + rateFrom(rule.plus ?? '0') : null;
  return ceiling !== null && given > ceiling ? ({ of: 'ceiling', bound: ceiling } satisfies Beyond) : null;
}

function articleOf({ articles, law }: Regime): string {
  return articles.find(({ rule }) => rule === 'agreed_rate')?.cite ?? law;
}
