import type { LineFacts } from './match-facts.ts';
import { plainText } from './plain-text.ts';

/** "Text contains X → debtor Y", or "→ not a customer's payment". */
export type MatchRule = {
  readonly id: string;
  /** Looked for in the text, the names and the account of a line, without regard to case, accents and blanks. */
  readonly contains: string;
  readonly means: { readonly kind: 'debtor'; readonly debtorId: string } | { readonly kind: 'not_customer' };
};

/** What a rule looks into. */
export type RuleText = Pick<LineFacts, 'text' | 'counterparty' | 'ultimateParty' | 'iban'>;

/** Shorter words catch half the bank. */
export const RULE_TEXT_MIN = 2;

/** The first rule, in their order, that catches a line. */
export function ruleFor(line: RuleText, rules: readonly MatchRule[]): MatchRule | null {
  if (rules.length === 0) return null;
  const looked = lookedInto(line);
  return rules.find((rule) => catches(rule.contains, looked)) ?? null;
}

/** The lines a rule would have caught: what is shown before it is kept. */
export function caughtBy<Line extends RuleText>(contains: string, lines: readonly Line[]): readonly Line[] {
  return lines.filter((line) => catches(contains, lookedInto(line)));
}

/** Each text as it is and without its blanks, so that 'BE68 5390' finds an account and a name however it is spaced. */
function lookedInto({ text, counterparty, ultimateParty, iban }: RuleText): string {
  const parts = [text, counterparty, ultimateParty, iban].map((part) => plainText(part ?? ''));
  return [...parts, ...parts.map((part) => part.replaceAll(' ', ''))].join('\n');
}

function catches(contains: string, looked: string): boolean {
  const wanted = plainText(contains);
  return (
    wanted.length >= RULE_TEXT_MIN && (looked.includes(wanted) || looked.includes(wanted.replaceAll(' ', '')))
  );
}
