import { expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { concernedLines, readsAlike } from './concerned-lines.ts';
import type { DebtorFacts, ItemFacts, LineFacts, MatchTerms } from './match-facts.ts';
import type { NumberPattern } from './number-patterns.ts';

const pattern: NumberPattern = { prefix: 'f', yearDigits: 4, years: ['2026'], width: 5, count: 100 };
const terms: MatchTerms = {
  patterns: [pattern],
  rules: [
    { id: 'R1', contains: 'festival', means: { kind: 'debtor', debtorId: 'cygne' } },
    { id: 'R2', contains: 'salary', means: { kind: 'not_customer' } },
  ],
  currency: 'EUR',
  discounts: [],
  bankCostsMax: 0n,
  smallDifferenceMax: 0n,
};

const item: ItemFacts = {
  id: 'item',
  debtorId: 'cygne',
  documentId: 'document',
  number: 'F2026-00017',
  kind: 'invoice',
  currency: 'EUR',
  openMinor: 12_000n,
  amountMinor: 15_000n,
  structuredReference: '+++090/9337/55493+++',
  issuedOn: epochDayFrom('2026-02-25'),
  dueOn: epochDayFrom('2026-03-25'),
  directDebit: false,
};
const debtor: DebtorFacts = {
  id: 'cygne',
  number: 'D00417',
  name: 'Brasserie du Cygne SPRL',
  otherNames: ['Cygne Horeca'],
  ibans: ['BE68 5390 0754 7034'],
  payerId: null,
};
const line: LineFacts = {
  id: 'L',
  bookedOn: epochDayFrom('2026-03-05'),
  amountMinor: 999n,
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
};
const { id: _, pending: __, bookedOn: ___, details: ____, currency: _____, ...detail } = line;

test.each<[what: string, line: Partial<LineFacts>, isConcerned: boolean]>([
  ['nothing of it', { text: 'F2026-00018', counterparty: 'Garage Maes', iban: 'BE71096123456769' }, false],
  ['its reference', { structuredReference: '+++090/9337/55493+++' }, true],
  ['its reference in the text', { text: 'for 090/9337/55493' }, true],
  ['another reference', { structuredReference: '+++000/0000/01212+++' }, false],
  ['its number', { text: 'invoice F2026-00017' }, true],
  ['its number without separators', { text: 'f202600017' }, true],
  ['what is open of it', { amountMinor: 12_000n }, true],
  ['what was open of it', { amountMinor: 15_000n }, true],
  ['a cent less', { amountMinor: 11_999n }, false],
  ['the account of its debtor', { iban: 'BE68539007547034' }, true],
  ['the name of its debtor', { counterparty: 'BRASSERIE DU CYGNE' }, true],
  ['a name it paid under', { ultimateParty: 'cygne horeca' }, true],
  ['another name', { counterparty: 'Brasserie Dupont' }, false],
  ['the number of its debtor', { text: 'client D00417' }, true],
  ['a rule for its debtor', { text: 'Festival 2026' }, true],
  ['a rule for nobody', { text: 'salary' }, false],
  ['a part of a batch that names it', { details: [{ ...detail, text: 'F2026-00017' }] }, true],
  ['a part of a batch of its amount', { details: [{ ...detail, amountMinor: 12_000n }] }, true],
  ['a part of a batch of another amount', { details: [{ ...detail, amountMinor: 1n }] }, false],
])('a line that tells %s', (_what, given, isConcerned) => {
  const found = concernedLines([{ ...line, ...given }], { items: [item], debtors: [debtor] }, terms);
  expect(found).toEqual(isConcerned ? ['L'] : []);
});

test.each<[what: string, after: readonly NumberPattern[], alike: boolean]>([
  ['more of them', [{ ...pattern, count: 900 }], true],
  ['another year', [{ ...pattern, years: ['2027', '2026'] }], false],
  ['another width', [{ ...pattern, width: 6 }], false],
  ['a second pattern', [pattern, { ...pattern, prefix: 'cn' }], false],
  ['none', [], false],
])('numbers read as before with %s', (_what, after, alike) => {
  expect(readsAlike([pattern], after)).toBe(alike);
});

test('patterns in another order read alike', () => {
  const other = { ...pattern, prefix: 'cn' };
  expect(readsAlike([pattern, other], [other, pattern])).toBe(true);
});
