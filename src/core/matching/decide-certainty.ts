import type { Fit } from './fit.ts';
import type { PayerLikeness } from './line-evidence.ts';
import type { Certainty, MatchBasis } from './match-facts.ts';
import type { Doubt } from './match-reasons.ts';

/** What certainty is decided by. */
export type Weighed = {
  readonly basis: MatchBasis;
  readonly closeness: Fit['closeness'];
  readonly payer: PayerLikeness;
  /** Documents of the fit that the line names by number, and whether it names all of them. */
  readonly named: number;
  readonly allNamed: boolean;
  /** No other open item of the company has this amount. */
  readonly rare: boolean;
  readonly items: number;
  readonly but: readonly Doubt[];
};

/**
 * The table of certainty. Certain asks for two things that point at the same items and could hardly do so by chance, an amount
 * that fits to the cent, and nothing against it:
 *
 * - a verified reference and the amount;
 * - document numbers and the amount, and either the payer goes with the debtor, or two numbers, or an amount nobody else owes;
 * - the debtor's account (or a rule of one's own) and the amount of one item or of all it owes;
 * - the debtor's very name and an amount nobody else owes, or of all it owes, or with a number in the text.
 *
 * Any doubt makes it probable at best; what contradicts makes it possible.
 */
export function decideCertainty(weighed: Weighed): Certainty {
  const { but, closeness } = weighed;
  if (but.some(({ code }) => CONTRADICTS.has(code))) return 'possible';
  const best = closeness === 'exact' ? ofExact(weighed) : ofInexact(weighed);
  return best === 'certain' && but.length > 0 ? 'probable' : best;
}

const CONTRADICTS: ReadonlySet<Doubt['code']> = new Set([
  'currency_differs',
  'names_disagree',
  'names_other_item',
  'payer_ambiguous',
  'amount_alone',
]);

function ofExact({ basis, payer, named, allNamed, rare, items }: Weighed): Certainty {
  switch (basis) {
    case 'reference':
    case 'return':
      return 'certain';
    case 'number':
      return goesWith(payer) || rare || (allNamed && named >= 2) ? 'certain' : 'probable';
    case 'account':
    case 'rule':
      return 'certain';
    case 'name':
      if (payer === 'same') return rare || items >= 2 || (allNamed && named > 0) ? 'certain' : 'probable';
      if (payer === 'alike' && allNamed && named > 0) return 'certain';
      return rare || items >= 2 || (allNamed && named > 0) ? 'probable' : 'possible';
    case 'amount':
      return 'possible';
  }
}

function ofInexact({ basis, closeness, payer, but, items }: Weighed): Certainty {
  const identified = basis === 'reference' || basis === 'return' || basis === 'number';
  if (identified) return 'probable';
  const known = basis === 'account' || basis === 'rule' || payer === 'same';
  if (!known) return 'possible';
  if (closeness === 'explained') return but.length > 0 ? 'possible' : 'probable';
  // A known payer and its only open item: a part of it, or too much, unless the line speaks of something else.
  const ofElse = but.some(({ code }) => code !== 'amount_differs');
  return items === 1 && basis !== 'name' && !ofElse ? 'probable' : 'possible';
}

/** The payer is the debtor, or may well be. */
export function goesWith(payer: PayerLikeness): boolean {
  return payer === 'account' || payer === 'same' || payer === 'alike' || payer === 'named';
}
