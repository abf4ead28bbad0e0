import type { RefusalCode } from '#core/refusal.ts';

/** What lists and what is known say of who pays for whom, by debtor numbers. */
export type PayerFacts = {
  /** Debtor to payer, as a list says it. */
  readonly said: ReadonlyMap<string, string>;
  /** Debtor to payer as it is known, null where nobody pays for it: of those said, and of those they pay for. */
  readonly known: ReadonlyMap<string, string | null>;
  /** Payers said that the list itself brings, whatever becomes of what it says of payers. */
  readonly brought: ReadonlySet<string>;
};

export type PayerRefusal = Extract<
  RefusalCode,
  'debtor_payer_unknown' | 'debtor_payer_itself' | 'debtor_payer_chain'
>;

/**
 * The debtors whose payer cannot be, and why: it is nobody, the debtor itself, or a link of a chain, by what stands once
 * the list is in. A debtor whose payer is refused keeps the one it had, which may refuse others: so until none is found.
 */
export function refusedPayers({ said, known, brought }: PayerFacts): Map<string, PayerRefusal> {
  const refused = new Map<string, PayerRefusal>();
  const standing = new Map(said);
  for (;;) {
    const payerOf = (debtor: string) => standing.get(debtor) ?? known.get(debtor) ?? null;
    const paying = new Set([...known.keys(), ...standing.keys()].map(payerOf));
    const found = [...standing].flatMap(([debtor, payer]): [string, PayerRefusal][] => {
      if (payer === debtor) return [[debtor, 'debtor_payer_itself']];
      if (!known.has(payer) && !brought.has(payer) && !standing.has(payer)) {
        return [[debtor, 'debtor_payer_unknown']];
      }
      return payerOf(payer) !== null || paying.has(debtor) ? [[debtor, 'debtor_payer_chain']] : [];
    });
    if (found.length === 0) return refused;
    for (const [debtor, code] of found) {
      refused.set(debtor, code);
      standing.delete(debtor);
    }
  }
}
