/** "Text contains X → debtor Y", or "→ not a customer's payment". */
export type MatchRule = {
  readonly id: string;
  /** Looked for in the text and the names of a line, without regard to case, accents and runs of blanks. */
  readonly contains: string;
  readonly then: { readonly kind: 'debtor'; readonly debtorId: string } | { readonly kind: 'not_customer' };
};
