import type { ClaimQuestion } from '#core/interest/ask-claim.ts';

/** A question about a late debt: only what a test says matters, the rest is as most claims are. */
export function question(given: Partial<ClaimQuestion> = {}): ClaimQuestion {
  return {
    country: 'BE',
    kind: 'business',
    amount: '1000.00',
    currency: 'EUR',
    dueOn: '2025-10-15',
    until: '2025-12-31',
    contractOn: null,
    noticeOn: 'assumed',
    noticeBy: 'mail',
    deliveredOn: null,
    creditorIsSmall: true,
    hasClause: true,
    contractRate: null,
    asksCosts: null,
    payments: [],
    selection: null,
    dayCount: null,
    lastDay: null,
    compound: null,
    allocation: null,
    rounding: 'row',
    rates: [],
    ...given,
  };
}
