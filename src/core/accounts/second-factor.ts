/** Who must have a second factor to work in a company. */
export type SecondFactorRule = 'optional' | 'owners' | 'all';
const RISING: readonly SecondFactorRule[] = ['optional', 'owners', 'all'];

/** Of what a company asks and what the installation asks, the one that asks more. */
export function stricterOf(a: SecondFactorRule, b: SecondFactorRule): SecondFactorRule {
  return RISING.indexOf(a) > RISING.indexOf(b) ? a : b;
}

/**
 * What holds in a company: its own word or the installation's, whichever asks more. Of a demo company nothing leaves, and
 * whoever looks at one came by a link: there the installation asks nothing.
 */
export function ruleIn(
  { secondFactor, isDemo }: { readonly secondFactor: SecondFactorRule; readonly isDemo: boolean },
  installation: SecondFactorRule,
): SecondFactorRule {
  return isDemo ? secondFactor : stricterOf(secondFactor, installation);
}

export function needsSecondFactor(rule: SecondFactorRule, role: string): boolean {
  return rule === 'all' || (rule === 'owners' && role === 'owner');
}

/** A second factor given longer ago than this is asked again before a run leaves. */
export const FRESH_MINUTES = 10;

export function isFresh(givenAt: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return givenAt !== null && Temporal.Instant.compare(now, givenAt.add({ minutes: FRESH_MINUTES })) < 0;
}
