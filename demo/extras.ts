import type { DocumentKind } from '#core/receivables/kinds.ts';

/** One more document of a debtor, beside its deliveries. */
type Extra = {
  readonly kind: DocumentKind;
  readonly number: string;
  readonly issuedOn: string;
  readonly amount: bigint;
  readonly isLinked?: boolean;
};

export const EXTRAS: Readonly<Record<string, Extra>> = {
  '1002': {
    kind: 'credit_note',
    number: 'NC2026-001',
    issuedOn: '2026-03-24',
    amount: -14_520n,
    isLinked: true,
  },
  '1004': { kind: 'credit_note', number: 'NC2026-002', issuedOn: '2026-02-12', amount: -9_680n },
  '1009': { kind: 'credit_note', number: 'NC2026-003', issuedOn: '2026-02-20', amount: -7_260n },
  '1017': { kind: 'credit_note', number: 'NC2026-004', issuedOn: '2026-03-12', amount: -21_000n },
  '1022': { kind: 'credit_note', number: 'NC2026-005', issuedOn: '2026-03-18', amount: -6_400n },
  '1039': { kind: 'credit_note', number: 'NC2026-006', issuedOn: '2026-03-27', amount: -310_000n },
  '1007': { kind: 'payment_on_account', number: 'AC2026-011', issuedOn: '2026-03-30', amount: -50_000n },
  '1012': { kind: 'payment_on_account', number: 'AC2026-012', issuedOn: '2026-03-19', amount: -25_000n },
  '1028': { kind: 'payment_on_account', number: 'AC2026-013', issuedOn: '2026-03-09', amount: -4_000n },
  '1027': { kind: 'miscellaneous', number: 'OD2026-031', issuedOn: '2026-01-15', amount: 18_150n },
  '1037': { kind: 'miscellaneous', number: 'OD2026-032', issuedOn: '2026-02-02', amount: 4_200n },
};
