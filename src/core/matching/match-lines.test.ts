import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import type { DebtorFacts, ItemFacts, LineFacts, MatchTerms } from './match-facts.ts';
import { matchLines } from './match-lines.ts';

const terms: MatchTerms = {
  patterns: [{ prefix: 'f', yearDigits: 4, years: ['2026', '2025'], width: 5, count: 100 }],
  rules: [],
  currency: 'EUR',
  discounts: [{ percent: '2', days: 8 }],
  bankCostsMax: 1500n,
  smallDifferenceMax: 100n,
};

function item(
  id: string,
  debtorId: string,
  number: string,
  openMinor: bigint,
  over: Partial<ItemFacts> = {},
): ItemFacts {
  return {
    id,
    debtorId,
    documentId: `d-${id}`,
    number,
    kind: 'invoice',
    currency: 'EUR',
    openMinor,
    amountMinor: openMinor,
    structuredReference: null,
    issuedOn: epochDayFrom('2026-02-01'),
    dueOn: epochDayFrom('2026-03-01'),
    directDebit: false,
    ...over,
  };
}
function debtor(id: string, name: string, over: Partial<DebtorFacts> = {}): DebtorFacts {
  return { id, number: `C${id}`, name, otherNames: [], ibans: [], payerId: null, ...over };
}
function line(amountMinor: bigint, over: Partial<LineFacts> = {}): LineFacts {
  return {
    id: 'L',
    bookedOn: epochDayFrom('2026-03-05'),
    amountMinor,
    currency: 'EUR',
    counterparty: null,
    ultimateParty: null,
    iban: null,
    structuredReference: null,
    text: '',
    endToEndId: null,
    mandate: null,
    code: null,
    reversal: false,
    returnReason: null,
    pending: false,
    details: [],
    ...over,
  };
}
const facts = {
  items: [item('a', '1', 'F2026-00012', 12_100n, { structuredReference: '+++090/9337/55493+++' })],
  debtors: [debtor('1', 'Café Le Cygne SPRL', { ibans: ['BE68539007547034'] })],
  paid: [],
  terms,
};
describe('smoke', () => {
  test.each([
    ['reference', line(12_100n, { structuredReference: '+++090/9337/55493+++' }), 'certain', 'reference'],
    ['number', line(12_100n, { text: 'facture F2026/12' }), 'certain', 'number'],
    ['iban', line(12_100n, { iban: 'BE68 5390 0754 7034' }), 'certain', 'account'],
    ['name', line(12_100n, { counterparty: 'CAFE LE CYGNE' }), 'certain', 'name'],
    ['amount', line(12_100n, {}), 'possible', 'amount'],
    ['part', line(5_000n, { text: 'F2026-00012' }), 'probable', 'number'],
  ])('%s', (_n, one, certainty, basis) => {
    const [found] = matchLines([one], facts);
    expect([found?.matches[0]?.certainty, found?.matches[0]?.basis]).toEqual([certainty, basis]);
  });
});
