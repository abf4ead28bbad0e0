import type { DayOfNotices } from '#core/dunning/what-if.ts';
import type { CountedLetter } from '#core/dunning/what-if-tally.ts';
import type { WhatIfQuestion } from './start-what-if.ts';

/** The letters of a replay that count: all of the company's, or those by the policy that is tried. */
export function lettersOf(
  days: readonly DayOfNotices[],
  { policyId, scope }: Pick<WhatIfQuestion, 'policyId' | 'scope'>,
): CountedLetter[] {
  return days.flatMap(({ on, notices }) =>
    notices
      .filter(({ policy }) => scope === 'company' || policy.id === policyId)
      .map(({ stepKind, level, currency, lines, open, interest, fee }) => ({
        on,
        stepKind,
        level,
        currency,
        items: lines.filter((line) => line.level !== null).length,
        open,
        interest,
        fee,
      })),
  );
}
