import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epochDayFrom } from '#core/calendar/epoch-days.ts';
import { whyNotSettle } from '#core/receivables/settle.ts';
import {
  type DebtorFacts,
  type ItemFacts,
  type LineDetail,
  type LineFacts,
  type Match,
  type MatchTerms,
  moneyOf,
  type PaidFacts,
} from './match-facts.ts';
import { matchLines } from './match-lines.ts';

const terms: MatchTerms = {
  patterns: [{ prefix: 'f', yearDigits: 4, years: ['2026', '2025'], width: 5, count: 100 }],
  rules: [],
  currency: 'EUR',
  discounts: [{ percent: '2', days: 8 }],
  bankCostsMax: 1_500n,
  smallDifferenceMax: 100n,
};
const REFERENCE = '+++090/9337/55493+++';
const OTHER_REFERENCE = '+++000/0000/01212+++';
const IBAN = 'BE68539007547034';

function item(number: string, openMinor: bigint, over: Partial<ItemFacts> = {}): ItemFacts {
  return {
    id: number,
    debtorId: 'cygne',
    documentId: `document ${number}`,
    number: `F2026-${number}`,
    kind: openMinor < 0n ? 'credit_note' : 'invoice',
    currency: 'EUR',
    openMinor,
    amountMinor: openMinor,
    structuredReference: null,
    issuedOn: epochDayFrom('2026-02-25'),
    dueOn: epochDayFrom('2026-03-25'),
    directDebit: false,
    ...over,
  };
}

function debtor(id: string, name: string, over: Partial<DebtorFacts> = {}): DebtorFacts {
  return { id, number: `C${id}`, name, otherNames: [], ibans: [], payerId: null, ...over };
}

function line(amountMinor: bigint, over: Partial<LineFacts> = {}): LineFacts {
  return {
    id: 'L1',
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

type World = { items: ItemFacts[]; debtors?: DebtorFacts[]; paid?: PaidFacts[]; terms?: Partial<MatchTerms> };
const cygne = debtor('cygne', 'Café Le Cygne SPRL', { ibans: [IBAN] });
const simon = debtor('simon', 'Boulangerie Simon Namur');

function matches(lines: readonly LineFacts[], { items, debtors, paid, terms: own }: World) {
  const facts = { items, debtors: debtors ?? [cygne, simon], paid: paid ?? [], terms: { ...terms, ...own } };
  return matchLines(lines, facts);
}

/** 'certain reference: structured_reference, exact_amount' and, behind a stroke, what speaks against it. */
function told(match: Match | undefined): string {
  if (!match) return 'none';
  const codes = (all: readonly { code: string }[]) => all.map(({ code }) => code).join(', ');
  const but = match.but.length > 0 ? ` | ${codes(match.but)}` : '';
  return `${match.certainty} ${match.basis}: ${codes(match.because)}${but}`;
}

function partsOf(match: Match | undefined): string {
  return (match?.parts ?? [])
    .map((part) => `${part.dueItemId ?? '-'} ${part.kind} ${part.amountMinor}`)
    .join(', ');
}

type Case = [name: string, given: LineFacts, world: World, told: string, parts?: string];

function check(cases: readonly Case[]) {
  test.each(cases)('%s', (_name, given, world, expected, parts) => {
    const [found] = matches([given], world);
    expect(told(found?.matches[0])).toBe(expected);
    if (parts !== undefined) expect(partsOf(found?.matches[0])).toBe(parts);
  });
}

const ONE = { items: [item('00012', 12_100n, { structuredReference: REFERENCE })] };

describe('a reference', () => {
  const byReference = { structuredReference: REFERENCE };
  check([
    [
      'and the amount',
      line(12_100n, byReference),
      ONE,
      'certain reference: structured_reference, exact_amount',
      '00012 payment 12100',
    ],
    [
      'in the text',
      line(12_100n, { text: 'paiement 090933755493' }),
      ONE,
      'certain reference: structured_reference, exact_amount',
    ],
    [
      'whoever pays',
      line(12_100n, { ...byReference, counterparty: 'Horeca Invest' }),
      ONE,
      'certain reference: structured_reference, pays_for_another, exact_amount',
    ],
    [
      'and two euros less',
      line(11_900n, byReference),
      ONE,
      'probable reference: structured_reference, minus_bank_costs',
      '00012 payment 11900, 00012 bank_costs 200',
    ],
    [
      'and less than half',
      line(5_000n, byReference),
      ONE,
      'probable reference: structured_reference, part_payment | amount_differs',
      '00012 part_payment 5000',
    ],
    [
      'and too much',
      line(20_000n, byReference),
      ONE,
      'probable reference: structured_reference, overpayment | amount_differs',
      '00012 payment 12100, - on_account 7900',
    ],
    ['with a digit wrong is no reference', line(12_101n, { text: '+++090/9337/55494+++' }), ONE, 'none'],
    [
      'of a settled item',
      line(12_100n, byReference),
      { items: [item('00012', 0n, { structuredReference: REFERENCE, amountMinor: 12_100n })] },
      'possible name: overpayment | settled_already, amount_differs',
      '- on_account 12100',
    ],
    [
      'of a settled item, where another is open for as much',
      line(12_100n, { ...byReference, iban: IBAN }),
      {
        items: [
          item('00012', 0n, { structuredReference: REFERENCE, amountMinor: 12_100n }),
          item('00013', 12_100n),
        ],
      },
      'probable account: known_iban, exact_amount | settled_already',
      '00013 payment 12100',
    ],
    [
      'in another currency',
      line(12_100n, { ...byReference, currency: 'USD' }),
      ONE,
      'possible reference: structured_reference | currency_differs',
    ],
    [
      'of what is collected by direct debit',
      line(12_100n, byReference),
      { items: [item('00012', 12_100n, { structuredReference: REFERENCE, directDebit: true })] },
      'probable reference: structured_reference, exact_amount | collected_by_direct_debit',
    ],
    [
      'of what is collected, by the collection',
      line(12_100n, { ...byReference, mandate: 'M1' }),
      { items: [item('00012', 12_100n, { structuredReference: REFERENCE, directDebit: true })] },
      'certain reference: structured_reference, exact_amount',
    ],
    [
      'not booked yet',
      line(12_100n, { ...byReference, pending: true }),
      ONE,
      'probable reference: structured_reference, exact_amount | pending',
    ],
    [
      'that nobody bears',
      line(12_100n, { structuredReference: OTHER_REFERENCE, iban: IBAN }),
      ONE,
      'probable account: known_iban, exact_amount | number_unknown',
    ],
  ]);
});

describe('a document number', () => {
  const twin = item('00077', 12_100n, { debtorId: 'simon' });
  check([
    [
      'and an amount nobody else owes',
      line(12_100n, { text: 'F2026-00012' }),
      ONE,
      'certain number: document_number, exact_amount',
    ],
    [
      'and an amount that another owes too: it may be a slip',
      line(12_100n, { text: 'F2026-00012' }),
      { items: [...ONE.items, twin] },
      'probable number: document_number, exact_amount | fits_others_too',
    ],
    [
      'the same, from a stranger',
      line(12_100n, { text: 'F2026-00012', counterparty: 'Horeca Invest' }),
      { items: [...ONE.items, twin] },
      'probable number: document_number, pays_for_another, exact_amount | payer_differs',
    ],
    [
      'the same, from the debtor',
      line(12_100n, { text: 'F2026-00012', counterparty: 'CAFE LE CYGNE' }),
      { items: [...ONE.items, twin] },
      'certain number: document_number, same_name, exact_amount',
    ],
    [
      'a stranger, and an amount nobody else owes',
      line(12_100n, { text: 'F2026-00012', counterparty: 'Horeca Invest' }),
      ONE,
      'certain number: document_number, pays_for_another, exact_amount',
    ],
    [
      'and the debtor’s name in the text',
      line(12_100n, { text: 'F2026-00012 pour cafe le cygne sprl', counterparty: 'Horeca Invest' }),
      { items: [...ONE.items, twin] },
      'certain number: document_number, pays_for_another, exact_amount',
    ],
    [
      'without its prefix',
      line(12_100n, { text: 'facture 2026/12' }),
      ONE,
      'certain number: document_number, exact_amount',
    ],
    [
      'its end alone, called an invoice',
      line(12_100n, { text: 'facture 00012' }),
      ONE,
      'probable number: document_number, exact_amount | number_short',
    ],
    [
      'its end alone, not called anything',
      line(12_100n, { text: '00012' }),
      ONE,
      'possible amount: document_number, exact_amount | amount_alone',
    ],
    [
      'its end alone, from the debtor',
      line(12_100n, { text: '00012', counterparty: 'Le Cygne Café' }),
      { items: [...ONE.items, twin] },
      'certain name: document_number, same_name, exact_amount',
    ],
    [
      'two of them, in one sum',
      line(17_100n, { text: 'F2026-00012 + F2026-00013' }),
      { items: [...ONE.items, item('00013', 5_000n)] },
      'certain number: document_number, document_number, all_open_items',
    ],
    [
      'two of them, a cent off',
      line(17_099n, { text: 'F2026-00012 + F2026-00013' }),
      { items: [...ONE.items, item('00013', 5_000n)] },
      'probable number: document_number, document_number, small_difference',
    ],
    [
      'two named, one paid',
      line(5_000n, { text: 'F2026-00012 + F2026-00013' }),
      { items: [...ONE.items, item('00013', 5_000n)] },
      'probable number: document_number, exact_amount | amount_differs',
      '00013 payment 5000',
    ],
    [
      'one named, two paid',
      line(17_100n, { text: 'F2026-00012' }),
      { items: [...ONE.items, item('00013', 5_000n), item('00014', 700n)] },
      'probable number: document_number, sum_of_items',
      '00012 payment 12100, 00013 payment 5000',
    ],
    [
      'of two debtors, in one sum',
      line(12_900n, { text: 'F2026-00012 F2026-00078' }),
      { items: [...ONE.items, item('00078', 800n, { debtorId: 'simon' })] },
      'certain number: document_number, document_number, sum_of_items',
    ],
    [
      'less a credit note that is named',
      line(9_100n, { text: 'F2026-00012 - F2026-00020' }),
      { items: [...ONE.items, item('00020', -3_000n)] },
      'certain number: document_number, document_number, all_open_items',
      '00012 payment 12100, 00020 credit_used -3000',
    ],
    [
      'less a credit note that is not',
      line(9_100n, { text: 'F2026-00012' }),
      { items: [...ONE.items, item('00020', -3_000n)] },
      'probable number: document_number, all_open_items',
      '00012 payment 12100, 00020 credit_used -3000',
    ],
    [
      'of an order, that happens to be a document’s',
      line(12_100n, { text: 'commande 2026 00012' }),
      { items: [...ONE.items, twin] },
      'possible amount: document_number, exact_amount | amount_alone',
    ],
  ]);
});

describe('one document with several due dates', () => {
  const first = item('00012', 4_000n, { documentId: 'd', dueOn: epochDayFrom('2026-03-01') });
  const second = item('00013', 4_000n, {
    documentId: 'd',
    number: 'F2026-00012',
    dueOn: epochDayFrom('2026-04-01'),
  });
  const third = item('00014', 2_000n, {
    documentId: 'd',
    number: 'F2026-00012',
    dueOn: epochDayFrom('2026-05-01'),
  });
  const world = { items: [third, second, first] };
  const told = { text: 'F2026-00012', iban: IBAN };
  check([
    ['all of it', line(10_000n, told), world, 'certain number: document_number, known_iban, all_open_items'],
    [
      'the oldest of two alike',
      line(4_000n, told),
      world,
      'certain number: document_number, known_iban, exact_amount',
      '00012 payment 4000',
    ],
    [
      'the last',
      line(2_000n, told),
      world,
      'certain number: document_number, known_iban, exact_amount',
      '00014 payment 2000',
    ],
    [
      'the two oldest',
      line(8_000n, told),
      world,
      'certain number: document_number, known_iban, sum_of_items',
      '00012 payment 4000, 00013 payment 4000',
    ],
    [
      'neither',
      line(5_000n, told),
      world,
      'probable number: document_number, known_iban, part_payment | amount_differs',
      '00012 payment 4000, 00013 part_payment 1000',
    ],
  ]);
});

test('an instalment that was paid before does not speak against the next', () => {
  const world = {
    items: [
      item('00012', 0n, { documentId: 'd', amountMinor: 4_000n }),
      item('00013', 4_000n, { documentId: 'd', number: 'F2026-00012' }),
    ],
  };
  const [found] = matches([line(4_000n, { text: 'F2026-00012', iban: IBAN })], world);
  expect(told(found?.matches[0])).toBe('certain number: document_number, known_iban, exact_amount');
});

test('a discount of several items is theirs together, to the cent', () => {
  const two = { items: [item('00012', 125n), item('00013', 125n)] };
  const text = 'F2026-00012 F2026-00013';
  // Three cents each by itself, five on the whole: both are a discount of two per cent.
  const [each] = matches([line(244n, { text })], two);
  expect(partsOf(each?.matches[0])).toBe(
    '00012 payment 122, 00012 discount 3, 00013 payment 122, 00013 discount 3',
  );
  const [whole] = matches([line(245n, { text })], two);
  expect(partsOf(whole?.matches[0])).toBe(
    '00012 payment 122, 00012 discount 3, 00013 payment 123, 00013 discount 2',
  );
});

describe('a known account', () => {
  const two = { items: [...ONE.items, item('00013', 5_000n)] };
  const told = { iban: 'BE68 5390 0754 7034' };
  check([
    [
      'and one item’s amount',
      line(12_100n, told),
      two,
      'certain account: known_iban, exact_amount',
      '00012 payment 12100',
    ],
    ['and all that is open', line(17_100n, told), two, 'certain account: known_iban, all_open_items'],
    [
      'and a sum of some',
      line(17_100n, told),
      { items: [...two.items, item('00014', 3_333n)] },
      'probable account: known_iban, sum_of_items',
    ],
    [
      'and an amount of two items: the oldest, but who knows',
      line(5_000n, told),
      { items: [item('00012', 5_000n, { dueOn: 20_100 }), item('00013', 5_000n, { dueOn: 20_000 })] },
      'probable account: known_iban, exact_amount | fits_others_too',
      '00013 payment 5000',
    ],
    [
      'and an amount that is a sum as well',
      line(5_000n, told),
      { items: [item('00012', 5_000n), item('00013', 3_000n), item('00014', 2_000n)] },
      'probable account: known_iban, exact_amount | fits_others_too',
    ],
    [
      'and twins, one of them named by its end',
      line(5_000n, { ...told, text: '00013' }),
      { items: [item('00012', 5_000n), item('00013', 5_000n)] },
      'certain account: document_number, known_iban, exact_amount',
      '00013 payment 5000',
    ],
    [
      'and a number with a slip',
      line(12_100n, { ...told, text: 'F2026-00022' }),
      two,
      'certain account: number_alike, known_iban, exact_amount',
    ],
    [
      'and a number that slips both ways',
      line(5_000n, { ...told, text: 'F2026-00019' }),
      { items: [item('00012', 5_000n), item('00013', 5_000n), item('00014', 4n)] },
      'probable account: number_alike, known_iban, exact_amount | fits_others_too',
    ],
    [
      'and a number nobody knows',
      line(12_100n, { ...told, text: 'F2026-09876' }),
      two,
      'probable account: known_iban, exact_amount | number_unknown',
    ],
    [
      'and the number of somebody else’s',
      line(12_100n, { ...told, text: 'F2026-00555' }),
      { items: [...two.items, item('00555', 1n, { debtorId: 'simon' })] },
      'probable number: document_number, pays_for_another, overpayment | amount_differs',
    ],
    [
      'and no amount that fits: the only item, in part',
      line(1_000n, told),
      ONE,
      'probable account: known_iban, part_payment | amount_differs',
    ],
    [
      'and no amount that fits, of several',
      line(1_000n, told),
      two,
      'possible account: known_iban, part_payment | amount_differs',
    ],
    [
      'and a discount in time',
      line(11_858n, told),
      two,
      'probable account: known_iban, minus_discount',
      '00012 payment 11858, 00012 discount 242',
    ],
    [
      'shared by two debtors',
      line(12_100n, told),
      { ...two, debtors: [cygne, debtor('simon', 'Boulangerie Simon', { ibans: [IBAN] })] },
      'possible account: known_iban, exact_amount | payer_ambiguous',
    ],
    [
      'shared by two, and the name of one',
      line(12_100n, { ...told, counterparty: 'Le Cygne Café' }),
      { ...two, debtors: [cygne, debtor('simon', 'Boulangerie Simon', { ibans: [IBAN] })] },
      'certain account: known_iban, exact_amount',
    ],
    [
      'of the one who pays for this debtor',
      line(12_100n, told),
      {
        items: [item('00012', 12_100n, { debtorId: 'simon' })],
        debtors: [cygne, debtor('simon', 'Boulangerie Simon', { payerId: 'cygne' })],
      },
      'certain account: known_iban, exact_amount, pays_for_another',
    ],
  ]);
});

describe('what is overdue', () => {
  const due = (number: string, minor: bigint, iso: string) =>
    item(number, minor, { dueOn: epochDayFrom(iso) });
  const told = { iban: IBAN };
  const items = [
    due('00012', 3_000n, '2026-03-01'),
    due('00013', 4_000n, '2026-03-05'),
    due('00014', 5_000n, '2026-03-06'),
    // Another sum of 70 euros: what is overdue comes first, and is not in doubt for it.
    due('00015', 2_000n, '2026-04-06'),
  ];
  check([
    [
      'up to the day it was paid',
      line(7_000n, told),
      { items },
      'probable account: known_iban, sum_of_items',
      '00012 payment 3000, 00013 payment 4000',
    ],
    [
      'and what is due the day after is a sum among others',
      line(12_000n, told),
      { items },
      'probable account: known_iban, sum_of_items',
      '00012 payment 3000, 00013 payment 4000, 00014 payment 5000',
    ],
    [
      'is not paid by another amount',
      line(7_100n, told),
      { items },
      'possible account: known_iban, part_payment | amount_differs',
    ],
  ]);
});

describe('a discount', () => {
  const issued = (iso: string) => ({
    items: [item('00012', 12_100n, { structuredReference: REFERENCE, issuedOn: epochDayFrom(iso) })],
  });
  const paid = (minor: bigint) => line(minor, { structuredReference: REFERENCE });
  check([
    [
      'on the last day',
      paid(11_858n),
      issued('2026-02-25'),
      'probable reference: structured_reference, minus_discount',
    ],
    [
      'a day too late is costs',
      paid(11_858n),
      issued('2026-02-24'),
      'probable reference: structured_reference, minus_bank_costs',
    ],
    [
      'a cent off is costs',
      paid(11_857n),
      issued('2026-02-25'),
      'probable reference: structured_reference, minus_bank_costs',
    ],
  ]);
});

describe('a difference', () => {
  const world = { items: [item('00012', 100_000n, { structuredReference: REFERENCE })] };
  const paid = (minor: bigint, over = {}) => line(minor, { structuredReference: REFERENCE, ...over });
  check([
    [
      'at the limit of small ones',
      paid(99_900n),
      world,
      'probable reference: structured_reference, small_difference',
    ],
    ['a cent beyond it', paid(99_899n), world, 'probable reference: structured_reference, minus_bank_costs'],
    [
      'at the limit of costs',
      paid(98_500n),
      world,
      'probable reference: structured_reference, minus_bank_costs',
    ],
    [
      'a cent beyond that',
      paid(98_499n),
      world,
      'probable reference: structured_reference, part_payment | amount_differs',
    ],
    [
      'a small one in our favour',
      paid(100_100n),
      world,
      'probable reference: structured_reference, small_difference',
      '00012 payment 100000, - small_difference 100',
    ],
    [
      'a cent more is on account',
      paid(100_101n),
      world,
      'probable reference: structured_reference, overpayment | amount_differs',
    ],
    [
      'a tenth of the item',
      paid(900n),
      { items: [item('00012', 1_000n, { structuredReference: REFERENCE })] },
      'probable reference: structured_reference, small_difference',
    ],
    [
      'more than a tenth of it is a part',
      paid(899n),
      { items: [item('00012', 999n, { structuredReference: REFERENCE })] },
      'probable reference: structured_reference, part_payment | amount_differs',
    ],
  ]);
});

describe('a name', () => {
  const twin = item('00077', 12_100n, { debtorId: 'simon' });
  const told = { counterparty: 'CAFE LE CYGNE' };
  check([
    ['and an amount nobody else owes', line(12_100n, told), ONE, 'certain name: same_name, exact_amount'],
    [
      'and an amount that another owes too',
      line(12_100n, told),
      { items: [...ONE.items, twin] },
      'probable name: same_name, exact_amount',
    ],
    [
      'and all that is open',
      line(17_100n, told),
      { items: [...ONE.items, item('00013', 5_000n)] },
      'certain name: same_name, all_open_items',
    ],
    [
      'that is only alike',
      line(12_100n, { counterparty: 'CAFE LE CIGNE' }),
      ONE,
      'probable name: name_alike, exact_amount',
    ],
    [
      'that is only alike, and an amount that another owes too',
      line(12_100n, { counterparty: 'CAFE LE CIGNE' }),
      { items: [...ONE.items, twin] },
      'possible name: name_alike, exact_amount',
    ],
    [
      'that two debtors bear',
      line(12_100n, told),
      { ...ONE, debtors: [cygne, debtor('other', 'Le Cygne Café SA')] },
      'possible name: same_name, exact_amount | payer_ambiguous',
    ],
    [
      'learnt from an earlier payment',
      line(12_100n, { counterparty: 'Horeca Invest' }),
      { ...ONE, debtors: [debtor('cygne', 'Café Le Cygne', { otherNames: ['HORECA INVEST SA'] })] },
      'certain name: same_name, exact_amount',
    ],
    [
      'of the debtor behind the payer',
      line(12_100n, { counterparty: 'Factor NV', ultimateParty: 'Café Le Cygne' }),
      ONE,
      'certain name: same_name, exact_amount',
    ],
    [
      'and another’s account',
      line(12_100n, { counterparty: 'Boulangerie Simon Namur', iban: IBAN }),
      { items: [twin] },
      'probable name: same_name, exact_amount | payer_differs',
    ],
    [
      'its number in the text',
      line(12_100n, { text: 'client C4711' }),
      { ...ONE, debtors: [debtor('cygne', 'Café Le Cygne', { number: 'C4711' })] },
      'probable name: debtor_number, exact_amount',
    ],
  ]);
});

describe('the amount alone', () => {
  const of = (count: number) => ({
    items: Array.from({ length: count }, (_, at) => item(`0001${at}`, 5_000n, { debtorId: `d${at}` })),
  });
  test.each([
    [1, 1],
    [3, 3],
    // More than three say nothing.
    [4, 0],
  ])('of %i items is worth %i looks', (items, looks) => {
    const [found] = matches([line(5_000n)], of(items));
    expect(found?.matches.map(told)).toEqual(
      Array(looks).fill('possible amount: exact_amount | amount_alone'),
    );
  });
});

describe('a rule of one’s own', () => {
  const rules = [
    { id: 'r1', contains: 'horeca invest', means: { kind: 'debtor' as const, debtorId: 'cygne' } },
    { id: 'r2', contains: 'tva', means: { kind: 'not_customer' as const } },
  ];
  check([
    [
      'names the debtor',
      line(12_100n, { counterparty: 'HORECA INVEST' }),
      { ...ONE, terms: { rules } },
      'certain rule: rule, exact_amount',
    ],
    [
      'does not make an amount fit',
      line(1_000n, { counterparty: 'HORECA INVEST' }),
      { items: [...ONE.items, item('00013', 5_000n)], terms: { rules } },
      'possible rule: rule, part_payment | amount_differs',
    ],
  ]);
  test('sets aside what is no customer’s', () => {
    const [found] = matches([line(12_100n, { structuredReference: REFERENCE, text: 'TVA' })], {
      ...ONE,
      terms: { rules },
    });
    expect(found).toEqual({
      lineId: 'L1',
      matches: [],
      notCustomer: { ruleId: 'r2', contains: 'tva' },
      remarks: [],
    });
  });
});

describe('money that goes out', () => {
  const credit = { items: [item('00020', -3_000n)] };
  const paid: PaidFacts = {
    lineId: 'earlier',
    bookedOn: epochDayFrom('2026-03-01'),
    amountMinor: 12_100n,
    currency: 'EUR',
    counterparty: null,
    iban: IBAN,
    structuredReference: REFERENCE,
    endToEndId: 'E1',
    mandate: null,
    settled: [{ dueItemId: '00012', amountMinor: 12_100n }],
  };
  const settled = { items: [item('00012', 0n, { amountMinor: 12_100n, structuredReference: REFERENCE })] };
  const discounted: PaidFacts = {
    ...paid,
    amountMinor: 11_858n,
    settled: [{ dueItemId: '00012', amountMinor: 11_858n }],
    given: [
      { dueItemId: '00012', kind: 'discount', amountMinor: 241n },
      { dueItemId: '00012', kind: 'small_difference', amountMinor: 1n },
    ],
  };
  const back = { reversal: true };
  check([
    [
      'for a credit that is named, to its debtor',
      line(-3_000n, { text: 'F2026-00020', iban: IBAN }),
      credit,
      'certain number: document_number, known_iban, exact_amount, refund',
      '00020 refund -3000',
    ],
    [
      'for a credit that is named, to a stranger',
      line(-3_000n, { text: 'F2026-00020', counterparty: 'Maes' }),
      credit,
      'probable number: document_number, pays_for_another, exact_amount, refund',
    ],
    [
      'for the amount of a credit, to its debtor',
      line(-3_000n, { iban: IBAN }),
      credit,
      'probable account: known_iban, exact_amount, refund',
    ],
    ['for another amount, to a debtor', line(-3_001n, { iban: IBAN }), credit, 'none'],
    ['for a purchase', line(-12_100n, { counterparty: 'Malterie', text: 'F2026-00012' }), ONE, 'none'],
    [
      'that takes a payment back by its mark',
      line(-12_100n, { ...back, endToEndId: 'E1' }),
      { ...settled, paid: [paid] },
      'certain return: return_of',
      '00012 return -12100',
    ],
    [
      'that takes a payment back, and the discount and difference given with it',
      line(-11_858n, { ...back, endToEndId: 'E1' }),
      { ...settled, paid: [discounted] },
      'certain return: return_of',
      '00012 return -11858, 00012 discount -241, 00012 small_difference -1',
    ],
    [
      'that takes a payment back by its reference',
      line(-12_100n, { returnReason: 'MD06', structuredReference: REFERENCE }),
      { ...settled, paid: [paid] },
      'certain return: return_of',
    ],
    [
      'with the mark, not called a return',
      line(-12_100n, { endToEndId: 'E1' }),
      { ...settled, paid: [paid] },
      'probable return: return_of',
    ],
    [
      'to the same account, called a return',
      line(-12_100n, { ...back, iban: IBAN }),
      { ...settled, paid: [paid] },
      'probable return: return_of',
    ],
    [
      'to the same account, not called one',
      line(-12_100n, { iban: IBAN }),
      { ...settled, paid: [paid] },
      'none',
    ],
    [
      'of another amount',
      line(-12_099n, { ...back, endToEndId: 'E1' }),
      { ...settled, paid: [paid] },
      'none',
    ],
    [
      'before it was paid',
      line(-12_100n, { ...back, endToEndId: 'E1', bookedOn: epochDayFrom('2026-02-28') }),
      { ...settled, paid: [paid] },
      'none',
    ],
    [
      'that fits two payments',
      line(-12_100n, { ...back, endToEndId: 'E1' }),
      { ...settled, paid: [paid, { ...paid, lineId: 'other' }] },
      'probable return: return_of | fits_others_too',
    ],
    [
      'for an item whose payment nobody knows',
      line(-12_100n, { ...back, structuredReference: REFERENCE }),
      settled,
      'probable return: structured_reference',
      '00012 return -12100',
    ],
    [
      'for more than was settled of it',
      line(-12_101n, { ...back, structuredReference: REFERENCE }),
      settled,
      'none',
    ],
  ]);
});

describe('a batch', () => {
  const detail = (amountMinor: bigint, text: string): LineDetail => ({
    amountMinor,
    counterparty: null,
    ultimateParty: null,
    iban: null,
    structuredReference: null,
    text,
    endToEndId: null,
    mandate: null,
  });
  const world = { items: [...ONE.items, item('00013', 5_000n), item('00077', 900n, { debtorId: 'simon' })] };
  const both = [detail(12_100n, 'F2026-00012'), detail(900n, 'F2026-00077')];
  check([
    [
      'of parts that are all certain',
      line(13_000n, { details: both }),
      world,
      'certain number: card_batch, document_number, exact_amount, document_number, exact_amount',
      '00012 payment 12100, 00077 payment 900',
    ],
    [
      'less a fee',
      line(12_850n, { details: both }),
      world,
      'probable number: card_batch, minus_bank_costs, document_number, exact_amount, document_number, exact_amount',
      '00012 payment 12100, 00077 payment 900, - bank_costs -150',
    ],
    [
      'one part of which is unknown',
      line(13_000n, { details: [detail(12_100n, 'F2026-00012'), detail(900n, 'table 4')] }),
      world,
      'probable number: card_batch, document_number, exact_amount | amount_differs',
      '00012 payment 12100',
    ],
    [
      'two parts of which pay the same',
      line(24_200n, { details: [detail(12_100n, 'F2026-00012'), detail(12_100n, 'F2026-00012')] }),
      world,
      'probable number: card_batch, document_number, exact_amount | amount_differs',
      '00012 payment 12100',
    ],
    [
      'of one part is no batch',
      line(12_100n, { details: [detail(12_100n, 'F2026-00012')] }),
      world,
      'certain number: document_number, exact_amount',
    ],
  ]);

  test('of returned collections opens each item again', () => {
    const settled = {
      items: [
        item('00012', 0n, { amountMinor: 12_100n }),
        item('00077', 0n, { amountMinor: 900n, debtorId: 'simon' }),
      ],
      paid: (['00012', '00077'] as const).map((id, at) => ({
        lineId: `earlier ${id}`,
        bookedOn: epochDayFrom('2026-03-01'),
        amountMinor: at === 0 ? 12_100n : 900n,
        currency: 'EUR',
        counterparty: null,
        iban: null,
        structuredReference: null,
        endToEndId: `E ${id}`,
        mandate: null,
        settled: [{ dueItemId: id, amountMinor: at === 0 ? 12_100n : 900n }],
      })),
    };
    const details = [
      { ...detail(-12_100n, ''), endToEndId: 'E 00012' },
      { ...detail(-900n, ''), endToEndId: 'E 00077' },
    ];
    const [found] = matches([line(-13_000n, { reversal: true, details })], settled);
    expect(told(found?.matches[0])).toBe('certain return: card_batch, return_of, return_of');
    expect(partsOf(found?.matches[0])).toBe('00012 return -12100, 00077 return -900');
  });

  test('keeps what no part explains', () => {
    const details = [detail(12_100n, 'F2026-00012'), detail(900n, 'table 4')];
    const [found] = matches([line(13_000n, { details })], world);
    expect(found?.matches[0]?.remainderMinor).toBe(900n);
    expect(found?.matches[0]?.but).toEqual([
      { code: 'amount_differs', facts: { amount: '130.00', open: '121.00' } },
    ]);
  });

  test('of cards without parts is said to be one', () => {
    const [found] = matches([line(77_777n, { counterparty: 'WORLDLINE SA' })], world);
    expect(found?.matches).toEqual([]);
    expect(found?.remarks).toEqual([{ code: 'card_batch', facts: { parts: '0' } }]);
  });
});

test('a return that fits three payments says that it fits two others', () => {
  const one: PaidFacts = {
    lineId: 'p1',
    bookedOn: epochDayFrom('2026-03-01'),
    amountMinor: 500n,
    currency: 'EUR',
    counterparty: null,
    iban: null,
    structuredReference: null,
    endToEndId: 'E',
    mandate: null,
    settled: [{ dueItemId: 'x', amountMinor: 500n }],
  };
  const later = { ...one, lineId: 'p3', bookedOn: epochDayFrom('2026-03-04') };
  const [found] = matches([line(-500n, { reversal: true, endToEndId: 'E' })], {
    items: [],
    paid: [one, { ...one, lineId: 'p2' }, later],
  });
  expect(found?.matches[0]?.but).toEqual([{ code: 'fits_others_too', facts: { count: '2' } }]);
  expect(found?.matches[0]?.takesBack).toBe('p3');
});

describe('several lines', () => {
  const paying = (id: string) => line(12_100n, { id, structuredReference: REFERENCE });
  test('the second payment of an item is not certain, and stays with the debtor', () => {
    const [first, second] = matches([paying('L1'), paying('L2')], ONE);
    expect(told(first?.matches[0])).toBe('certain reference: structured_reference, exact_amount');
    expect(told(second?.matches[0])).toBe('possible name: overpayment | settled_already, amount_differs');
    expect(partsOf(second?.matches[0])).toBe('- on_account 12100');
  });
  test('two payments of twins settle both', () => {
    const twins = { items: [item('00012', 5_000n), item('00013', 5_000n)] };
    const found = matches(
      [line(5_000n, { id: 'L1', text: 'F2026-00012', iban: IBAN }), line(5_000n, { id: 'L2', iban: IBAN })],
      twins,
    );
    expect(found.map(({ matches: [best] }) => partsOf(best))).toEqual([
      '00012 payment 5000',
      '00013 payment 5000',
    ]);
  });
});

test('what a match takes and what it leaves are the line', () => {
  const world = { items: [...ONE.items, item('00013', 5_000n), item('00014', -700n), item('00015', 99n)] };
  for (let amount = 1n; amount < 20_000n; amount += 37n)
    for (const text of ['', 'F2026-00012', 'F2026-00013 F2026-00014', 'F2026-00015'])
      for (const { matches: found } of matches([line(amount, { text, iban: IBAN })], world))
        for (const { parts, remainderMinor } of found)
          expect(parts.reduce((sum, part) => sum + moneyOf(part), 0n) + remainderMinor).toBe(amount);
});

describe('several proposals', () => {
  test('the item named, and the item whose amount it is, are both told, with what speaks against each', () => {
    const world = { items: [...ONE.items, item('00013', 5_000n)] };
    const [found] = matches([line(5_000n, { text: 'F2026-00012', iban: IBAN })], world);
    expect(found?.matches.map(told)).toEqual([
      'probable number: document_number, known_iban, part_payment | amount_differs',
      'possible account: known_iban, exact_amount | names_other_item',
    ]);
  });
  test('a document of somebody else that the text names speaks against the payer’s own', () => {
    const world = { items: [...ONE.items, item('00555', 900n, { debtorId: 'simon' })] };
    const [found] = matches([line(12_100n, { text: 'F2026-00555', iban: IBAN })], world);
    expect(found?.matches.map(told)).toContain('possible account: known_iban, exact_amount | names_disagree');
  });
  test('never more than a person weighs at a glance, each set of parts once', () => {
    const names = Array.from({ length: 12 }, (_, at) => debtor(`d${at}`, 'Jean Dupont'));
    const items = names.map(({ id }, at) => item(`0010${at}`, 5_000n, { debtorId: id }));
    const [found] = matches([line(5_000n, { counterparty: 'Dupont Jean' })], { items, debtors: names });
    expect(found?.matches).toHaveLength(5);
    expect(new Set(found?.matches.map(partsOf)).size).toBe(5);
  });
  test('with three hundred items of one debtor the search says that it gave up, and comes to an end', () => {
    const items = Array.from({ length: 300 }, (_, at) => item(String(10_000 + at), BigInt(10_000 + at * at)));
    const started = performance.now();
    const [found] = matches([line(123_457n, { iban: IBAN })], { items });
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(found?.matches[0]?.certainty).not.toBe('certain');
  });
});

describe('whatever stands on the line', () => {
  const texts = fc.constantFrom(
    '',
    'F2026-00012',
    '00013',
    'facture 99999',
    REFERENCE,
    'client C4711',
    'F2026-00012 + 00013',
  );
  const names = fc.constantFrom(null, 'CAFE LE CYGNE', 'Simon Boulangerie', 'Horeca Invest', 'Namur');
  const lines = fc.record({
    amount: fc.constantFrom(12_100n, 5_000n, 17_100n, 16_400n, -700n, 4_950n, 1n, 99_999n, -12_100n),
    text: texts,
    counterparty: names,
    iban: fc.constantFrom(null, IBAN, 'BE71096123456769'),
    structuredReference: fc.constantFrom(null, REFERENCE, OTHER_REFERENCE),
    pending: fc.boolean(),
    reversal: fc.boolean(),
  });
  const world = {
    items: [
      ...ONE.items,
      item('00013', 5_000n),
      item('00014', -700n),
      item('00077', 5_000n, { debtorId: 'simon' }),
    ],
  };

  test('no cent is lost, certain has no doubt, and nothing is settled twice', () => {
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 4 }), (drawn) => {
        const given = drawn.map(({ amount, ...over }, at) => line(amount, { ...over, id: `L${at}` }));
        const found = matches(given, world);
        const paid = new Map<string, bigint>();
        for (const [at, { matches: all }] of found.entries()) {
          for (const match of all) {
            const taken = match.parts.reduce((sum, part) => sum + moneyOf(part), 0n);
            expect(taken + match.remainderMinor).toBe(given[at]?.amountMinor);
            expect(match.because.length).toBeGreaterThan(0);
            if (match.certainty === 'certain') expect(match.but).toEqual([]);
          }
          const [best] = all;
          if (best?.certainty !== 'certain') continue;
          for (const { dueItemId, amountMinor } of best.parts)
            if (dueItemId) paid.set(dueItemId, (paid.get(dueItemId) ?? 0n) + amountMinor);
        }
        for (const { id, openMinor } of world.items) expect([0n, openMinor]).toContain(paid.get(id) ?? 0n);
      }),
      { seed: 20260301, numRuns: 600 },
    );
  });

  test('what is proposed with certainty can be settled', () => {
    fc.assert(
      fc.property(lines, ({ amount, ...over }) => {
        const [found] = matches([line(amount, over)], world);
        for (const match of found?.matches ?? []) {
          if (match.because.some(({ code }) => code === 'return_of')) continue;
          const settled = {
            id: 'L',
            currency: 'EUR' as const,
            amountMinor: amount,
            remainingMinor: amount,
            state: 'open' as const,
          };
          const limits = { smallDifferenceMax: terms.smallDifferenceMax, debtorId: match.debtorId };
          expect(whyNotSettle(settled, world.items, match.parts, limits)).toBeNull();
        }
      }),
      { seed: 20260302, numRuns: 600 },
    );
  });
});
