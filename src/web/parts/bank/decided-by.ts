import type { SETTLEMENT_ORIGINS } from '#core/receivables/settlement-words.ts';

type Decision = { readonly origin: (typeof SETTLEMENT_ORIGINS)[number]; readonly madeBy: string | null };

/** Who decided: what settles by itself or by a rule is nobody's act, whoever brought the file in. */
export function decidedBy({ origin, madeBy }: Decision): string {
  return origin === 'automatic' || origin === 'rule' ? 'Rappel' : (madeBy ?? 'Rappel');
}
