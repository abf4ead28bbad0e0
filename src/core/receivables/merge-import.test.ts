import { expect, test } from 'vitest';
import { type ImportedItem, type ImportedRow, NO_DEBTOR_FACTS } from './imported-row.ts';
import type { KnownDocument, KnownItem } from './merge-document.ts';
import { type KnownDebtor, type MergeRules, mergeDebtor, type Protected } from './merge-import.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const RULES: MergeRules = {
  mode: 'mirror',
  today: day('2026-03-31'),
  language: 'fr',
  country: 'BE',
  termsDays: 30,
  mirrorUntil: day('2026-03-31'),
};
const NOTHING: Protected = new Set();

let row = 1;
function said(given: Partial<ImportedItem> = {}, debtor: Partial<ImportedRow> = {}): ImportedRow {
  row += 1;
  const item: ImportedItem = {
    kind: 'invoice',
    number: 'F1',
    issuedOn: day('2026-01-01'),
    dueOn: day('2026-01-31'),
    dueSource: 'document',
    currency: 'EUR',
    amount: 10000n,
    open: 10000n,
    structuredReference: null,
    iban: null,
    linkedNumber: null,
    ...given,
  };
  return {
    row,
    debtorNumber: 'C1',
    debtor: { ...NO_DEBTOR_FACTS, name: 'Café' },
    contacts: [],
    item,
    ...debtor,
  };
}

function knownItem(given: Partial<KnownItem> = {}): KnownItem {
  return {
    id: 'i1',
    position: 1,
    dueOn: day('2026-01-31'),
    dueSource: 'document',
    amount: 10000n,
    open: 10000n,
    ...given,
  };
}

function knownDocument(given: Partial<KnownDocument> = {}): KnownDocument {
  return {
    id: 'd1',
    kind: 'invoice',
    number: 'F1',
    issuedOn: day('2026-01-01'),
    currency: 'EUR',
    amount: 10000n,
    structuredReference: null,
    iban: null,
    linkedNumber: null,
    source: 'csv',
    items: [knownItem()],
    ...given,
  };
}

function known(documents: readonly KnownDocument[]): KnownDebtor {
  const facts = {
    ...NO_DEBTOR_FACTS,
    name: 'Café',
    kind: 'business',
    language: 'fr',
    country: 'BE',
    preferredChannel: 'mail',
  } as const;
  return { id: 'c1', number: 'C1', facts, contacts: [], documents };
}

/** [document's change, then of each item its change and what is open]. */
function outcomeOf(debtor: KnownDebtor | null, rows: readonly ImportedRow[], rules = RULES, guard = NOTHING) {
  const merged = mergeDebtor(debtor, rows, guard, rules);
  const documents = merged.documents.map((one) => [
    one.change,
    ...one.items.map(({ change, open }) => `${change} ${open}`),
  ]);
  return {
    documents,
    problems: merged.problems.map(({ code }) => code),
    suspicious: merged.suspicious.map(({ code }) => code),
  };
}

test.each<[string, KnownDocument[], Partial<ImportedItem>[], unknown[]]>([
  ['a new one', [], [{}], [['added', 'added 10000']]],
  ['the same again', [knownDocument()], [{}], [['unchanged', 'unchanged 10000']]],
  ['partly paid', [knownDocument()], [{ open: 4000n }], [['changed', 'changed 4000']]],
  ['wholly paid, listed with nothing open', [knownDocument()], [{ open: 0n }], [['settled', 'settled 0']]],
  ['wholly paid, no longer listed', [knownDocument()], [], [['settled', 'settled 0']]],
  ['settled before, still not listed', [knownDocument({ items: [knownItem({ open: 0n })] })], [], []],
  ['due later', [knownDocument()], [{ dueOn: day('2026-02-28') }], [['changed', 'changed 10000']]],
  [
    'no due date given: the known one stays',
    [knownDocument()],
    [{ dueOn: null }],
    [['unchanged', 'unchanged 10000']],
  ],
  [
    'no amount given: the known one stays',
    [knownDocument()],
    [{ amount: null, open: 10000n }],
    [['unchanged', 'unchanged 10000']],
  ],
  ['overpaid: the item is a credit', [knownDocument()], [{ open: -500n }], [['changed', 'changed -500']]],
  [
    'another kind with the same number is another document',
    [knownDocument()],
    [{}, { kind: 'credit_note', open: 20n, amount: 20n }],
    [
      ['unchanged', 'unchanged 10000'],
      ['added', 'added -20'],
    ],
  ],
])('%s', (_, documents, items, expected) => {
  const result = outcomeOf(
    known(documents),
    items.map((item) => said(item)),
  );
  expect(result).toEqual({ documents: expected, problems: [], suspicious: [] });
});

test.each<[string, KnownDocument, Partial<ImportedItem>, string, string]>([
  [
    'more is open than before',
    knownDocument({ items: [knownItem({ open: 4000n })] }),
    { open: 4001n },
    'changed 4001',
    'amount_grew',
  ],
  [
    'settled and open again',
    knownDocument({ items: [knownItem({ open: 0n })] }),
    {},
    'reopened 10000',
    'item_reopened',
  ],
])('suspicious: %s', (_, document, item, change, code) => {
  expect(outcomeOf(known([document]), [said(item)])).toMatchObject({
    documents: [['changed', change]],
    suspicious: [code],
  });
});

test('as much or less than before is not suspicious, nor is a credit that is used up', () => {
  expect(outcomeOf(known([knownDocument()]), [said({ open: 9999n })]).suspicious).toEqual([]);
  const credit = knownDocument({
    kind: 'credit_note',
    amount: -100n,
    items: [knownItem({ amount: -100n, open: -100n })],
  });
  expect(
    outcomeOf(known([credit]), [said({ kind: 'credit_note', amount: 100n, open: 50n })]).suspicious,
  ).toEqual([]);
});

test.each<[string, Partial<ImportedItem>, string, bigint, bigint]>([
  [
    'credit note, positive in the file',
    { kind: 'credit_note', amount: 50n, open: 50n },
    'credit_note',
    -50n,
    -50n,
  ],
  [
    'credit note, negative in the file',
    { kind: 'credit_note', amount: -50n, open: -50n },
    'credit_note',
    -50n,
    -50n,
  ],
  [
    'payment on account',
    { kind: 'payment_on_account', amount: null, open: 50n },
    'payment_on_account',
    -50n,
    -50n,
  ],
  [
    'invoice with a negative amount',
    { kind: 'invoice', amount: -50n, open: -50n },
    'credit_note',
    -50n,
    -50n,
  ],
  ['kind left blank, owed', { kind: null, amount: null, open: 50n }, 'invoice', 50n, 50n],
  ['kind left blank, credit', { kind: null, amount: null, open: -50n }, 'credit_note', -50n, -50n],
  [
    'miscellaneous keeps its sign',
    { kind: 'miscellaneous', amount: -50n, open: -50n },
    'miscellaneous',
    -50n,
    -50n,
  ],
])('signs are ours: %s', (_, item, kind, amount, open) => {
  const [document] = mergeDebtor(null, [said(item)], NOTHING, RULES).documents;
  expect([document?.kind, document?.amount, document?.items[0]?.open]).toEqual([kind, amount, open]);
});

const [JAN, FEB, MAR] = [day('2026-01-31'), day('2026-02-28'), day('2026-03-31')];
const two = knownDocument({
  amount: 20000n,
  items: [knownItem({ dueOn: JAN }), knownItem({ id: 'i2', position: 2, dueOn: FEB })],
});

test.each<[string, KnownDocument[], Partial<ImportedItem>[], unknown]>([
  [
    'rows with other due dates are instalments of one document',
    [],
    [{ dueOn: JAN }, { dueOn: FEB }],
    [['added', 'added 10000', 'added 10000']],
  ],
  [
    'the first is paid and no longer listed',
    [two],
    [{ dueOn: FEB }],
    [['changed', 'unchanged 10000', 'settled 0']],
  ],
  [
    'both are moved',
    [two],
    [{ dueOn: FEB }, { dueOn: MAR }],
    [['changed', 'unchanged 10000', 'changed 10000']],
  ],
  [
    'one is added',
    [two],
    [{ dueOn: JAN }, { dueOn: FEB }, { dueOn: MAR }],
    [['changed', 'unchanged 10000', 'unchanged 10000', 'added 10000']],
  ],
  ['both are paid', [two], [], [['settled', 'settled 0', 'settled 0']]],
])('instalments: %s', (_, documents, items, expected) => {
  expect(
    outcomeOf(
      known(documents),
      items.map((item) => said(item)),
    ).documents,
  ).toEqual(expected);
});

test('instalments that each repeat the whole document’s amount share it', () => {
  const rows = [
    said({ dueOn: JAN, amount: 30000n, open: 10000n }),
    said({ dueOn: FEB, amount: 30000n, open: 20000n }),
  ];
  const [document] = mergeDebtor(null, rows, NOTHING, RULES).documents;
  expect([document?.amount, document?.items.map(({ amount }) => amount)]).toEqual([30000n, [10000n, 20000n]]);
});

test('the same document with the same due date twice, or in another currency, is a problem and touches nothing', () => {
  expect(outcomeOf(null, [said(), said()])).toMatchObject({ documents: [], problems: ['row_repeated'] });
  expect(outcomeOf(known([knownDocument()]), [said({ currency: 'USD' })])).toMatchObject({
    documents: [],
    problems: ['currency_changed'],
  });
});

test.each<[string, Partial<MergeRules>, Protected, Partial<KnownDocument>, boolean]>([
  ['in a mirror', {}, NOTHING, {}, true],
  ['in a part of the list', { mode: 'additions' }, NOTHING, {}, false],
  ['among invoices', { mode: 'invoices' }, NOTHING, {}, false],
  ['if a rejected row named it', {}, new Set(['F1']), {}, false],
  ['if a rejected row named another', {}, new Set(['F2']), {}, true],
  ['if a rejected row only named the debtor', {}, 'everything', {}, false],
  [
    'if it came in electronically after the list was made',
    { mirrorUntil: day('2025-12-31') },
    NOTHING,
    { source: 'ubl' },
    false,
  ],
  [
    'if it came in electronically on its last day',
    { mirrorUntil: day('2026-01-01') },
    NOTHING,
    { source: 'ubl' },
    true,
  ],
])('what is missing is settled: %s', (_, rules, guard, document, settles) => {
  const result = outcomeOf(known([knownDocument(document)]), [], { ...RULES, ...rules }, guard);
  expect(result.documents).toEqual(settles ? [['settled', 'settled 0']] : []);
});

test.each([
  [null, null, '2026-01-31', 'company_default'],
  [null, 14, '2026-01-15', 'debtor_terms'],
  [day('2026-02-02'), 14, '2026-02-02', 'document'],
])('a due date left blank comes from the terms, and says so', (dueOn, termsDays, expected, source) => {
  const debtor = { ...NO_DEBTOR_FACTS, termsDays };
  const [document] = mergeDebtor(null, [said({ dueOn }, { debtor })], NOTHING, RULES).documents;
  expect([String(document?.items[0]?.dueOn), document?.items[0]?.dueSource]).toEqual([expected, source]);
});

test('an invoice that comes in again says nothing of what was paid since, but fills in what is missing', () => {
  const document = knownDocument({ items: [knownItem({ open: 4000n })] });
  const rules = { ...RULES, mode: 'invoices' } as const;
  expect(outcomeOf(known([document]), [said()], rules).documents).toEqual([['unchanged', 'unchanged 4000']]);
  const merged = mergeDebtor(known([document]), [said({ iban: 'BE68539007547034' })], NOTHING, rules);
  expect(merged.documents[0]).toMatchObject({ change: 'changed', iban: 'BE68539007547034' });
});

test('debtors: blank says nothing, what differs is changed, defaults are the company’s', () => {
  const added = mergeDebtor(null, [said({}, { debtor: NO_DEBTOR_FACTS })], NOTHING, RULES);
  expect(added).toMatchObject({
    change: 'added',
    facts: { name: 'C1', language: 'fr', country: 'BE', kind: 'business' },
  });
  const same = mergeDebtor(known([]), [said({}, { debtor: NO_DEBTOR_FACTS })], NOTHING, RULES);
  expect(same).toMatchObject({ change: 'unchanged', changedFields: [] });
  const renamed = mergeDebtor(
    known([]),
    [said({}, { debtor: { ...NO_DEBTOR_FACTS, name: 'Bar' } })],
    NOTHING,
    RULES,
  );
  expect(renamed).toMatchObject({ change: 'changed', changedFields: ['name'], facts: { name: 'Bar' } });
});

test('contacts are known again by their address', () => {
  const contact = { role: 'accounts_payable', name: 'Piet', email: 'P@example.org', phone: null } as const;
  const debtor = {
    ...known([]),
    contacts: [{ id: 'k1', ...contact, role: 'other', email: 'p@example.org' } as const],
  };
  const merged = mergeDebtor(debtor, [said({}, { contacts: [contact] })], NOTHING, RULES);
  expect([merged.addedContacts, merged.changedContacts.map(({ id, role }) => [id, role])]).toEqual([
    [],
    [['k1', 'accounts_payable']],
  ]);
  const again = mergeDebtor(
    known([]),
    [said({}, { contacts: [contact] }), said({ number: 'F2' }, { contacts: [contact] })],
    NOTHING,
    RULES,
  );
  expect(again.addedContacts).toEqual([contact]);
});
