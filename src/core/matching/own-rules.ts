import type { LineFacts } from './match-facts.ts';
import { plainText } from './plain-text.ts';

/** "Text contains X → debtor Y", or "→ not a customer's payment". */
export type MatchRule = {
  readonly id: string;
  /** Looked for in the text and the names of a line, without regard to case, accents and runs of blanks. */
  readonly contains: string;
  readonly means: { readonly kind: 'debtor'; readonly debtorId: string } | { readonly kind: 'not_customer' };
};

/** What a rule looks into. */
export type RuleText = Pick<LineFacts, 'text' | 'counterparty' | 'ultimateParty'>;

/** Shorter words catch half the bank. */
export const RULE_TEXT_MIN = 3;

/** The rule that speaks for a line: the one that asks for the most text; of equal ones the first. */
export function ruleFor(line: RuleText, rules: readonly MatchRule[]): MatchRule | null {
  if (rules.length === 0) return null;
  const looked = lookedInto(line);
  let best: MatchRule | null = null;
  for (const rule of rules)
    if (catches(rule, looked) && (best === null || rule.contains.length > best.contains.length)) best = rule;
  return best;
}

/** The lines a rule would have caught: what is shown before it is kept. */
export function caughtBy<Line extends RuleText>(contains: string, lines: readonly Line[]): readonly Line[] {
  const rule: MatchRule = { id: '', contains, means: { kind: 'not_customer' } };
  return lines.filter((line) => catches(rule, lookedInto(line)));
}

function lookedInto({ text, counterparty, ultimateParty }: RuleText): string {
  return [text, counterparty, ultimateParty].map((part) => plainText(part ?? '')).join('\n');
}

function catches({ contains }: MatchRule, looked: string): boolean {
  const wanted = plainText(contains);
  return wanted.length >= RULE_TEXT_MIN && looked.includes(wanted);
}
