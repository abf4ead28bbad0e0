import { expect, test } from 'vitest';
import type { BankLine } from '#core/bank/bank-reading.ts';
import {
  CODA_ACCOUNT,
  type CodaMovement,
  type CodaStatementText,
  codaLine,
  codaText,
} from '#test/support/coda-text.ts';
import { readBankText } from '#test/support/read-bank-text.ts';

const OGM = '+++090/9337/55493+++';

async function lineOf(movement: CodaMovement, ...parts: readonly CodaMovement[]): Promise<BankLine> {
  const { statements, problems } = await readBankText(codaText({ movements: [movement, ...parts] }));
  expect(problems).toEqual([]);
  const [line] = statements[0]?.lines ?? [];
  if (!line) throw new Error('no line');
  return line;
}

async function problemsOf(text: string): Promise<unknown[]> {
  const { problems, statements } = await readBankText(text);
  const told = problems.map(({ code, at, refuses, facts }) => {
    const { line, given, field, expected } = facts;
    return {
      code,
      row: at.row,
      refuses,
      ...(line && { line }),
      ...(field && { field }),
      ...(given && { given }),
      ...(expected && { expected }),
    };
  });
  if (problems.some(({ refuses }) => refuses === 'file')) expect(statements).toEqual([]);
  return told;
}

test('a payment says who paid, from where, what for', async () => {
  const line = await lineOf({
    amount: '1234.567',
    message: 'FACTURE 2026/0042 DU 12 MARS, MERCI POUR VOTRE TRAVAIL ET BONNE JOURNEE A TOUTE L EQUIPE',
    second: {
      communication: 'L ET BONNE JOURNEE A TOUTE L EQUIPE',
      customerReference: 'E2E-42',
      bic: 'KREDBEBB',
    },
    third: { account: 'BE71096123456769'.padEnd(34), name: 'BOULANGERIE DU COIN SPRL' },
  });
  expect(line).toEqual({
    row: 3,
    bookedOn: '2026-03-31',
    valueOn: '2026-03-31',
    amount: 123_456_700n,
    currency: 'EUR',
    counterparty: 'BOULANGERIE DU COIN SPRL',
    iban: 'BE71096123456769',
    bic: 'KREDBEBB',
    ultimateParty: null,
    structuredReference: null,
    text: 'FACTURE 2026/0042 DU 12 MARS, MERCI POUR VOTRE TRAVAIL ET BONNE JOURNEE A TOUTE L EQUIPE',
    endToEndId: 'E2E-42',
    bankReference: 'REF00010000',
    mandate: null,
    code: '00150000',
    reversal: false,
    returnReason: null,
    pending: false,
    details: [],
  });
});

test.each<[string, CodaMovement['message'], Partial<BankLine>]>([
  [
    '100: an ISO 11649 reference',
    ['100', 'RF18539007547034'],
    { structuredReference: 'RF18539007547034', text: '' },
  ],
  [
    '100: wrong check digits are text',
    ['100', 'RF19539007547034'],
    { structuredReference: null, text: 'RF19539007547034' },
  ],
  ['101: a Belgian reference', ['101', '090933755493'], { structuredReference: OGM, text: '' }],
  ['102: one the bank put together', ['102', '090933755493'], { structuredReference: OGM }],
  [
    '101: wrong check digits are text',
    ['101', '090933755494'],
    { structuredReference: null, text: '090933755494' },
  ],
  ['103: a number', ['103', '000000123456'], { text: '000000123456' }],
  [
    '105: what a payment from abroad was',
    ['105', `${'1'.padStart(15, '0').repeat(2)}000100000000USD090933755493`],
    { structuredReference: OGM, text: '' },
  ],
  ['106: tax', ['106', '0'.repeat(58)], { structuredReference: null, text: '' }],
  [
    '107: the direct debit before SEPA',
    ['107', `${'740316202802'}310306${'FACTURE 42'.padEnd(30)}`],
    { mandate: '740316202802', text: 'FACTURE 42' },
  ],
  ['108: closing of an account', ['108', '0'.repeat(54)], { text: '' }],
  [
    "111: a terminal's total",
    ['111', `${'9602398413009583011106009585011106'}8${'MIRANO CONTINENBRUXELLES'}`],
    { text: 'MIRANO CONTINENBRUXELLES' },
  ],
  [
    '113: a card is masked',
    ['113', `${'4111111111111111'}102778900456712100612189${'POMPE 7'.padEnd(25)}`],
    { text: 'xxxxxxxxxxxx1111 POMPE 7' },
  ],
  [
    '114: a payment at a terminal with a reference',
    [
      '114',
      `${'9353047186006835311006'.padEnd(27, '0')}${'ETS STEYLEMANS  BRUXELLES'.padEnd(26)}090933755493    `,
    ],
    { structuredReference: OGM, text: 'ETS STEYLEMANS BRUXELLES' },
  ],
  [
    '114: without',
    [
      '114',
      `${'9353047186006835311006'.padEnd(27, '0')}${'ETS STEYLEMANS  BRUXELLES'.padEnd(26)}0507775191760001`,
    ],
    { structuredReference: null, text: 'ETS STEYLEMANS BRUXELLES 0507775191760001' },
  ],
  [
    '115: a deposit of cash',
    [
      '115',
      `${'7294582459985245'}100058901894704100613480410065864920000000008100001${'KBC TIELT'.padEnd(26)}${'000000000000'}`,
    ],
    { text: 'xxxxxxxxxxxx5245 KBC TIELT' },
  ],
  ['121: bills', ['121', '0'.repeat(40)], { text: '' }],
  [
    '124: a credit card is masked',
    ['124', `${'5526145483651201'.padEnd(20)}1${'420'.padEnd(12)}`],
    { text: 'xxxxxxxxxxxx1201 420' },
  ],
  ['199: an unknown kind is text', ['199', 'SOMETHING NEW'], { text: 'SOMETHING NEW' }],
])('structured communication %s', async (_name, message, expected) => {
  expect(await lineOf({ amount: '10', ...(message && { message }) })).toMatchObject(expected);
});

const DIRECT_DEBIT = (paid: string, kind = ' ', reason = '    ') =>
  [
    '127',
    `31032610${paid}${'BE12ZZZ0123456789'.padEnd(35)}${'MANDATE-7'.padEnd(35)}${'FACTURE 42'.padEnd(62)}${kind}${reason}`,
  ] as const;

test.each<[string, CodaMovement, Partial<BankLine>]>([
  [
    'paid',
    { amount: '10', message: DIRECT_DEBIT('0') },
    { mandate: 'MANDATE-7', text: 'FACTURE 42', reversal: false, returnReason: null },
  ],
  [
    'refused by the debtor',
    { amount: '-10', message: DIRECT_DEBIT('3') },
    { reversal: true, returnReason: '127/3' },
  ],
  [
    'returned with its reason',
    { amount: '-10', message: DIRECT_DEBIT('2', '2', 'AM04') },
    { reversal: true, returnReason: 'AM04' },
  ],
  [
    'told by record 2.2',
    { amount: '-10', code: '00503000', second: { returned: '3', reason: 'MD06' } },
    { reversal: true, returnReason: 'MD06' },
  ],
  ['told by the code alone', { amount: '-10', code: '00503000' }, { reversal: true, returnReason: null }],
  ['paid by us', { amount: '-10', code: '00501000' }, { reversal: false }],
  ['a correction', { amount: '-10', code: '00149000' }, { reversal: true, returnReason: null }],
  ['a cancellation', { amount: '10', code: '00199000' }, { reversal: true }],
])('a direct debit or transfer %s', async (_name, movement, expected) => {
  expect(await lineOf(movement)).toMatchObject(expected);
});

test.each([
  ['+++090/9337/55493+++ merci', OGM],
  [`${'FACTURE DE MARS 2026 POUR LE MAGASIN DE LA'.padEnd(45)}+++090/9337/55493+++`, OGM],
  ['***090/9337/55493***', OGM],
  ['RF18 5390 0754 7034', 'RF18539007547034'],
  ['+++090/9337/55494+++', null],
  ['facture 090933755493 de mars', null],
])('free text %j holds %s, split over records or not', async (message, expected) => {
  expect((await lineOf({ amount: '10', message })).structuredReference).toBe(expected);
});

const INFORMATION = { sequence: '0001', detail: '0001', kind: '1' } as const;

test('information records name the payer, the debtor behind him, and what the bank adds', async () => {
  const line = await lineOf({
    amount: '10',
    message: ['101', '090933755493'],
    more: [
      codaLine('information1', {
        ...INFORMATION,
        communication: `001${'SOCIETE ANONYME DES TRAMWAYS DE LA VILLE DE BRUXELLES'}`,
      }),
      codaLine('information2', {
        sequence: '0001',
        detail: '0001',
        communication: `${'RUE HAUTE 1'.padEnd(35)}1000 BRUXELLES`,
      }),
      codaLine('information1', { ...INFORMATION, communication: '009DUPONT & FILS' }),
      codaLine('information1', { ...INFORMATION, communication: '008SOMEBODY ELSE' }),
      codaLine('information1', { ...INFORMATION, communication: '002TEXT OF THE BANK' }),
      codaLine('information1', { ...INFORMATION, kind: '0', communication: 'FREE TEXT' }),
      codaLine('information1', { ...INFORMATION, communication: '010SECURITIES' }),
    ],
  });
  expect(line).toMatchObject({
    counterparty: 'SOCIETE ANONYME DES TRAMWAYS DE LA VILLE DE BRUXELLES',
    ultimateParty: 'DUPONT & FILS',
    structuredReference: OGM,
    text: 'TEXT OF THE BANK FREE TEXT RUE HAUTE 1 1000 BRUXELLES',
  });
});

test('a name cut at 35 characters is had whole from the information', async () => {
  const name = 'SOCIETE ANONYME DES TRAMWAYS DE LA VILLE DE BRUXELLES';
  const line = await lineOf({
    amount: '10',
    third: { name: name.slice(0, 35) },
    more: [codaLine('information1', { ...INFORMATION, communication: `001${name}` })],
  });
  expect(line.counterparty).toBe(name);
});

test.each([
  ['BE71096123456769', 'BE71096123456769'],
  ['BE71 0961 2345 6769', 'BE71096123456769'],
  [`${'BE71096123456769'.padEnd(34)}EUR`, 'BE71096123456769'],
  ['BE71096123456769 EURNAME RAN ON', 'BE71096123456769'],
  ['539007547034', 'BE68539007547034'],
  ['539007547035', null],
  ['000000000000', null],
  ['003056891', null],
  ['', null],
])('the other account %j is %s', async (account, expected) => {
  expect((await lineOf({ amount: '10', third: { account } })).iban).toBe(expected);
});

const PART = { sequence: '0001', code: '50150000' } as const;

test('a batch is booked once, and its parts say who paid what', async () => {
  const line = await lineOf(
    { amount: '1000', code: '10550000' },
    { ...PART, amount: '250', detail: '0001', third: { name: 'CLIENT A' }, message: ['101', '090933755493'] },
    { ...PART, amount: '750', detail: '0002', third: { name: 'CLIENT B' } },
  );
  expect(line.amount).toBe(100_000_000n);
  expect(line.details).toMatchObject([
    { amount: 25_000_000n, counterparty: 'CLIENT A', structuredReference: OGM, code: '50150000' },
    { amount: 75_000_000n, counterparty: 'CLIENT B' },
  ]);
});

test('parts of parts stand for the part they make', async () => {
  const line = await lineOf(
    { amount: '1000', code: '20550000' },
    { ...PART, code: '60150000', amount: '400', detail: '0001' },
    { ...PART, code: '70150000', amount: '600', detail: '0002' },
    { ...PART, code: '90150000', amount: '200', detail: '0003' },
    { ...PART, code: '90150000', amount: '400', detail: '0004' },
  );
  expect(line.details.map(({ amount }) => amount / 100_000n)).toEqual([400n, 200n, 400n]);
});

test('a batch that was never closed is one plain line, its words kept', async () => {
  const text = codaText({
    movements: [
      { amount: '1000', code: '10550000', main: { level: '1' } },
      { ...PART, amount: '250', detail: '0001', message: 'FACTURE 7' },
    ],
  });
  const { problems, statements } = await readBankText(text);
  expect(problems).toMatchObject([
    { code: 'statement_details_apart', refuses: null, facts: { given: '250.00', expected: '1000.00' } },
  ]);
  expect(statements[0]?.lines).toMatchObject([{ amount: 100_000_000n, text: 'FACTURE 7', details: [] }]);
});

test('what a movement costs is no part of a batch', async () => {
  const line = await lineOf(
    { amount: '95', code: '34150000' },
    {
      ...PART,
      code: '84150100',
      amount: '100',
      detail: '0001',
      message: ['105', `${'0'.repeat(30)}000100000000USD090933755493`],
    },
    { ...PART, code: '84150006', amount: '-5', detail: '0002' },
  );
  expect(line).toMatchObject({ amount: 9_500_000n, details: [], structuredReference: OGM });
});

test.each<[string, Partial<CodaStatementText>, Record<string, unknown>]>([
  ['a Belgian IBAN', {}, { account: 'BE68539007547034', currency: 'EUR' }],
  [
    'a Belgian number',
    { structure: '0', account: '539007547034 EUR0BE' },
    { account: '539007547034', currency: 'EUR' },
  ],
  [
    'a foreign number',
    { structure: '1', account: `${'0123456789'.padEnd(34)}USD` },
    { account: '0123456789', currency: 'USD' },
  ],
  [
    'a foreign IBAN',
    { structure: '3', account: `${'LU280019400644750000'.padEnd(34)}EUR` },
    { account: 'LU280019400644750000' },
  ],
  ['no currency', { account: 'BE68539007547034' }, { currency: '' }],
])('the account may be %s', async (_name, given, expected) => {
  const { statements } = await readBankText(codaText({ movements: [{ amount: '10' }], ...given }));
  expect(statements[0]?.opening).toMatchObject({
    number: '017',
    holder: 'LAMBERT & FILS SA',
    openedOn: '2026-03-30',
    ...expected,
  });
  expect(statements[0]?.closing).toMatchObject({
    closedOn: '2026-03-31',
    closing: 11_000_000n,
    balanced: true,
  });
});

test('one file holds several statements', async () => {
  const text =
    codaText({ movements: [{ amount: '10' }], isLast: false }) +
    codaText({ movements: [], number: '018', opening: '110' });
  const { statements, problems } = await readBankText(text);
  expect(problems).toEqual([]);
  expect(statements.map(({ opening, lines }) => [opening.number, lines.length])).toEqual([
    ['017', 1],
    ['018', 0],
  ]);
});

const GOOD: CodaStatementText = { movements: [{ amount: '10' }, { amount: '-5' }] };

test.each<[string, (text: string) => string | Buffer]>([
  ['CRLF', (text) => text],
  ['LF', (text) => text.replaceAll('\r', '')],
  ['CR', (text) => text.replaceAll('\n', '')],
  ['no last line end', (text) => text.trimEnd()],
  ['an end-of-file sign', (text) => `${text}\u001a`],
  ['blank lines', (text) => `\r\n\r\n${text}\r\n\r\n`],
  ['no line ends at all', (text) => text.replace(/[\r\n]/g, '')],
  ['lines trimmed at their end', (text) => text.replace(/ +0\r\n/g, '\r\n')],
  ['blanks for zeros', (text) => text.replace(/000000000010000/g, '          10000')],
  ['UTF-8 with accents', (text) => text.replace('LAMBERT & FILS SA', 'LAMBÉRT & FILS SA')],
  [
    'windows-1252 with accents',
    (text) => Buffer.from(text.replace('LAMBERT & FILS SA', 'LAMBÉRT & FILS SA'), 'latin1'),
  ],
  ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le')],
  ['a byte order mark', (text) => `\ufeff${text}`],
  [
    'a message of the bank',
    (text) => text.replace(/^9/m, `${codaLine('freeText', { text: 'BON DIMANCHE' })}\r\n9`),
  ],
  [
    'a message of the bank amid the movements',
    (text) => text.replace(/^8/m, `${codaLine('freeText', { text: 'BON DIMANCHE' })}\r\n8`),
  ],
])('it reads with %s', async (_name, change) => {
  const { format, problems, statements } = await readBankText(change(codaText(GOOD)));
  expect([format, problems]).toEqual(['coda', []]);
  expect(statements[0]?.lines.map(({ amount }) => amount)).toEqual([1_000_000n, -500_000n]);
  expect(statements[0]?.closing?.balanced).toBe(true);
});

test.each<[string, CodaStatementText, unknown[]]>([
  [
    'the balance',
    { ...GOOD, closing: '100' },
    [{ code: 'statement_unbalanced', row: 5, refuses: 'statement' }],
  ],
  [
    'the total of money in',
    { ...GOOD, trailer: { credit: '000000000020000' } },
    [{ code: 'statement_totals_disagree', row: 6, refuses: 'statement', given: '20.00', expected: '10.00' }],
  ],
  [
    'the total of money out',
    { ...GOOD, trailer: { debit: '000000000000000' } },
    [{ code: 'statement_totals_disagree', row: 6, refuses: 'statement', given: '0.00', expected: '5.00' }],
  ],
  [
    'the number of records',
    { ...GOOD, trailer: { records: '000005' } },
    [{ code: 'statement_totals_disagree', row: 6, refuses: 'statement', given: '5', expected: '4' }],
  ],
  [
    'the account',
    { ...GOOD, closingAccount: CODA_ACCOUNT.replace('7034', '7035') },
    [{ code: 'statement_account_changed', row: 5, refuses: null }],
  ],
  [
    'another statement that does not come',
    { ...GOOD, isLast: false },
    [{ code: 'bank_file_more_expected', row: 6, refuses: null }],
  ],
  [
    'a day outside of it',
    { movements: [{ amount: '10', main: { bookedOn: '010426' } }] },
    [{ code: 'statement_day_outside', row: 3, refuses: null }],
  ],
])('a statement says what is wrong with %s', async (_name, given, expected) => {
  expect(await problemsOf(codaText(given))).toEqual(expected);
});

const lines = codaText(GOOD).split('\r\n');

function changed(row: number, change: (line: string) => string): string {
  return lines.map((line, index) => (index === row - 1 ? change(line) : line)).join('\r\n');
}

test.each<[string, string, Record<string, unknown>]>([
  [
    'another version',
    changed(1, (line) => `${line.slice(0, 127)}5`),
    { code: 'bank_version_unknown', line: '1', given: '5', expected: '2' },
  ],
  [
    'a line cut',
    changed(3, (line) => line.slice(0, 100)),
    { code: 'bank_line_length', line: '3', given: '100', expected: '128' },
  ],
  [
    'a line too long',
    changed(3, (line) => `${line}X`),
    { code: 'bank_line_length', line: '3', given: '129', expected: '128' },
  ],
  [
    'a strange record',
    changed(3, (line) => `7${line.slice(1)}`),
    { code: 'bank_record_unknown', line: '3', given: '7100010000' },
  ],
  [
    'no old balance',
    changed(2, () => ''),
    { code: 'bank_record_misplaced', line: '3', given: '21', expected: '1' },
  ],
  [
    'no new balance',
    changed(5, () => ''),
    { code: 'bank_record_misplaced', line: '6', given: '9', expected: '8' },
  ],
  [
    'two new balances',
    changed(5, (line) => `${line}\r\n${line}`),
    { code: 'bank_record_misplaced', line: '6', given: '8', expected: '9' },
  ],
  ['no trailer', changed(6, () => ''), { code: 'bank_file_cut_short', line: '5', expected: '9' }],
  [
    'an end amid movements',
    lines.slice(0, 3).join('\r\n'),
    { code: 'bank_file_cut_short', line: '3', expected: '8' },
  ],
  [
    'a header amid movements',
    changed(4, () => lines[0] ?? ''),
    { code: 'bank_record_misplaced', line: '4', given: '0', expected: '8' },
  ],
  [
    'a movement after the new balance',
    changed(5, (line) => `${line}\r\n${lines[3]}`),
    { code: 'bank_record_misplaced', line: '6', given: '21' },
  ],
  [
    'a record 2.2 of another movement',
    changed(4, () => codaLine('movement2', { sequence: '0009', detail: '0000' })),
    { code: 'bank_record_misplaced', line: '4', given: '22' },
  ],
  [
    'a detail of another movement',
    changed(4, (line) => line.replace('210002 0000'.replace(' ', ''), '2100020001')),
    { code: 'bank_record_misplaced', line: '4' },
  ],
  [
    'letters in an amount',
    changed(3, (line) => line.replace('000000000010000', '00000000001O000')),
    { code: 'bank_field_unreadable', line: '3', field: 'amount', given: '00000000001O000' },
  ],
  [
    'a strange sign',
    changed(3, (line) => `${line.slice(0, 31)}2${line.slice(32)}`),
    { code: 'bank_field_unreadable', line: '3', field: 'amount sign', given: '2' },
  ],
  [
    'a day that is none',
    changed(3, (line) => line.replace('310326', '310226')),
    { code: 'bank_field_unreadable', line: '3', field: 'value date', given: '310226' },
  ],
  [
    'a strange account structure',
    changed(2, (line) => `19${line.slice(2)}`),
    { code: 'bank_field_unreadable', line: '2', field: 'account structure', given: '9' },
  ],
  [
    'no account',
    changed(2, (line) => line.replace('BE68539007547034', ' '.repeat(16))),
    { code: 'bank_field_unreadable', line: '2', field: 'account' },
  ],
  ['an endless line', changed(3, (line) => line + 'X'.repeat(70_000)), { code: 'bank_record_unknown' }],
  [
    'rubbish behind it',
    `${lines.join('\r\n')}100/0000/00135`,
    { code: 'bank_line_length', line: '7', given: '14' },
  ],
])('%s refuses the file', async (_name, text, expected) => {
  expect(await problemsOf(text)).toMatchObject([{ refuses: 'file', ...expected }]);
});

test('a value date left open is none, and a booking day left open is the value date', async () => {
  expect(await lineOf({ amount: '10', main: { valueOn: '000000' } })).toMatchObject({
    valueOn: null,
    bookedOn: '2026-03-31',
  });
  expect(await lineOf({ amount: '10', main: { bookedOn: '000000', valueOn: '300326' } })).toMatchObject({
    bookedOn: '2026-03-30',
  });
});

test('an account on which nothing moved may come without a new balance', async () => {
  const text = codaText({ movements: [], trailer: { records: '000001' } }).replace(/^8.*\r\n/m, '');
  const { problems, statements } = await readBankText(text);
  expect(problems).toEqual([]);
  expect(statements[0]?.closing).toMatchObject({
    closing: 10_000_000n,
    balanced: true,
    closedOn: '2026-03-31',
  });
});
