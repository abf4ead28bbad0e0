import { expect, test } from 'vitest';
import { cfonbLine, cfonbText, overpunched } from '#test/support/cfonb-text.ts';
import { readBankText } from '#test/support/read-bank-text.ts';

const OPEN = cfonbLine('01', { day: '300326', amount: overpunched('100.00') });
const IN = cfonbLine('04', {
  code: '05',
  bookedOn: '310326',
  valueOn: '010426',
  label: 'VIR SEPA BOULANGERIE DU COIN',
  entry: '0000042',
  amount: overpunched('25.50'),
});
const OUT = cfonbLine('04', {
  code: 'B1',
  bookedOn: '310326',
  label: 'PRLV FREE',
  amount: overpunched('-5.05'),
});
const CLOSE = cfonbLine('07', { day: '310326', amount: overpunched('120.45') });
const GOOD = cfonbText(OPEN, IN, OUT, CLOSE);

const complement = (qualifier: string, text: string) => cfonbLine('05', { qualifier, text });

async function lineOf(...records: readonly string[]) {
  const { problems, statements } = await readBankText(cfonbText(OPEN, ...records, CLOSE));
  expect(problems.filter(({ code }) => code !== 'statement_unbalanced')).toEqual([]);
  return statements[0]?.lines[0];
}

test('a statement has the IBAN of its bank, branch and account', async () => {
  const { format, problems, statements } = await readBankText(GOOD);
  expect([format, problems]).toEqual(['cfonb120', []]);
  expect(statements).toMatchObject([
    {
      opening: {
        account: 'FR1420041010050500013M02606',
        currency: 'EUR',
        openedOn: '2026-03-30',
        opening: 10_000_000n,
      },
      closing: { closedOn: '2026-03-31', closing: 12_045_000n, balanced: true },
      lines: [
        {
          amount: 2_550_000n,
          bookedOn: '2026-03-31',
          valueOn: '2026-04-01',
          bankReference: '0000042',
          code: '05',
        },
        { amount: -505_000n, valueOn: null, bankReference: null, text: 'PRLV FREE', code: 'B1' },
      ],
    },
  ]);
});

test('complements name the payer, the reference and the purpose', async () => {
  const line = await lineOf(
    IN,
    complement('NPY', 'BOULANGERIE DU COIN'),
    complement('NPO', 'HOLDING DU COIN'),
    complement('CPY', 'FR7630006000011234567890189'),
    complement('RCN', `${'E2E-42'.padEnd(35)}SALA`),
    complement('LCC', `${'FACTURE 2026'.padEnd(66)}/004`),
    complement('LC2', '2 ET 2026/0043'),
    complement('LIB', 'MERCI'),
    complement('MMO', 'USD200000000012345'),
    complement("2'C", 'AUTRE'),
    complement('', 'SANS NOM'),
  );
  expect(line).toMatchObject({
    counterparty: 'BOULANGERIE DU COIN',
    ultimateParty: 'HOLDING DU COIN',
    iban: 'FR7630006000011234567890189',
    endToEndId: 'E2E-42',
    text: 'VIR SEPA BOULANGERIE DU COIN FACTURE 2026 /0042 ET 2026/0043 MERCI AUTRE SANS NOM',
  });
});

test('money out names who was paid, and a direct debit its mandate', async () => {
  const line = await lineOf(
    OUT,
    complement('NBE', 'FREE MOBILE'),
    complement('CBE', 'FR7630006000011234567890189'),
    complement('RUM', `${'MANDAT-7'.padEnd(35)}RCUR`),
  );
  expect(line).toMatchObject({
    counterparty: 'FREE MOBILE',
    iban: 'FR7630006000011234567890189',
    mandate: 'MANDAT-7',
  });
});

test('a creditor reference is had from its complement or the text', async () => {
  expect(await lineOf(IN, complement('LCS', 'RF18539007547034'))).toMatchObject({
    structuredReference: 'RF18539007547034',
  });
  expect(await lineOf(IN, complement('LCC', 'REF RF18 5390 0754 7034'))).toMatchObject({
    structuredReference: 'RF18539007547034',
  });
});

test('a reason of rejection says that it came back', async () => {
  const rejected = cfonbLine('04', {
    code: 'A2',
    bookedOn: '310326',
    rejected: '11',
    amount: overpunched('-25.50'),
  });
  expect(await lineOf(rejected)).toMatchObject({ reversal: true, returnReason: '11', amount: -2_550_000n });
});

test.each([
  ['0000000001904}', -19_040_000n],
  ['0000000001904{', 19_040_000n],
  ['0000000000001A', 11_000n],
  ['0000000000001I', 19_000n],
  ['0000000000001J', -11_000n],
  ['0000000000001R', -19_000n],
  ['00000000000015', 15_000n],
  ['          1904}', -19_040_000n],
  ['0000000001904é', 19_040_000n],
  ['0000000001904è', -19_040_000n],
])('the amount %j is %s', async (amount, expected) => {
  const written = amount.slice(-14);
  expect((await lineOf(cfonbLine('04', { bookedOn: '310326', amount: written })))?.amount).toBe(expected);
});

test('currency and decimals left out are those of the movements', async () => {
  const bare = { currency: '   ', decimals: ' ' };
  const open = cfonbLine('01', { ...bare, day: '300326', amount: '0000000000100{' });
  const move = cfonbLine('04', {
    currency: 'TND',
    decimals: '3',
    bookedOn: '310326',
    amount: '0000000000010{',
  });
  const close = cfonbLine('07', { ...bare, day: '310326', amount: '0000000000110{' });
  const { problems, statements } = await readBankText(cfonbText(open, move, close));
  expect(problems).toEqual([]);
  expect(statements).toMatchObject([
    { opening: { currency: 'TND', opening: 100_000n }, closing: { closing: 110_000n, balanced: true } },
  ]);
});

test('a file has a statement a day and account', async () => {
  const { statements } = await readBankText(GOOD + GOOD.replaceAll('0500013M026', '00020427603'));
  expect(statements.map(({ opening }) => opening.account)).toEqual([
    'FR1420041010050500013M02606',
    'FR7620041010050002042760389',
  ]);
});

test.each<[string, (text: string) => string | Buffer]>([
  ['CRLF', (text) => text.replaceAll('\n', '\r\n')],
  ['no line ends at all', (text) => text.replaceAll('\n', '')],
  ['one long line with an end', (text) => `${text.replaceAll('\n', '')}\n`],
  ['trimmed lines', (text) => text.replace(/ +$/gm, '')],
  ['blank lines', (text) => text.replaceAll('\n', '\n\n')],
  ['windows-1252', (text) => Buffer.from(text.replace('BOULANGERIE', 'PÂTISSERIE '), 'latin1')],
])('it reads with %s', async (_name, change) => {
  const { format, problems, statements } = await readBankText(change(GOOD));
  expect([format, problems]).toEqual(['cfonb120', []]);
  expect(statements[0]?.lines).toHaveLength(2);
});

test('a statement that does not add up says both sums', async () => {
  const { problems } = await readBankText(cfonbText(OPEN, IN, CLOSE));
  expect(problems).toMatchObject([
    {
      code: 'statement_unbalanced',
      refuses: 'statement',
      at: { row: 3 },
      facts: { sum: '125.50 EUR', closing: '120.45 EUR' },
    },
  ]);
});

test.each<[string, string[], Record<string, string>]>([
  ['no old balance', [IN, CLOSE], { code: 'bank_file_unknown' }],
  [
    'a complement first',
    [OPEN, complement('LIB', 'X'), IN, CLOSE],
    { code: 'bank_record_misplaced', line: '2', given: '05', expected: '04' },
  ],
  [
    'two old balances',
    [OPEN, OPEN, CLOSE],
    { code: 'bank_record_misplaced', line: '2', given: '01', expected: '07' },
  ],
  [
    'a movement after the end',
    [OPEN, CLOSE, IN],
    { code: 'bank_record_misplaced', line: '3', given: '04', expected: '01' },
  ],
  ['no end', [OPEN, IN], { code: 'bank_file_cut_short', line: '2', expected: '07' }],
  ['a strange record', [OPEN, `09${IN.slice(2)}`, CLOSE], { code: 'bank_record_unknown', line: '2' }],
  [
    'a cut line',
    [OPEN, IN.slice(0, 95), CLOSE],
    { code: 'bank_line_length', line: '2', given: '95', expected: '120' },
  ],
  [
    'a line too long',
    [OPEN, `${IN.slice(0, 119)}XY`, CLOSE],
    { code: 'bank_line_length', line: '2', given: '121' },
  ],
  [
    'letters in an amount',
    [OPEN, IN.replace('255{', '2O5{'), CLOSE],
    { code: 'bank_field_unreadable', line: '2', field: 'amount' },
  ],
  [
    'no booking day',
    [OPEN, cfonbLine('04', { amount: overpunched('1.00') }), CLOSE],
    { code: 'bank_field_unreadable', line: '2', field: 'booking date' },
  ],
  [
    'a day that is none',
    [OPEN, IN.replace('310326', '310226'), CLOSE],
    { code: 'bank_field_unreadable', line: '2', given: '310226' },
  ],
  [
    'records of 240',
    ['3100000120311226E    20041'.padEnd(240)],
    { code: 'bank_version_unknown', given: '240', expected: '120' },
  ],
])('%s refuses the file', async (_name, lines, expected) => {
  const { problems, statements } = await readBankText(cfonbText(...lines));
  expect(statements).toEqual([]);
  expect(problems.map(({ code, facts, refuses }) => ({ ...facts, code, refuses }))).toMatchObject([
    { ...expected, refuses: 'file' },
  ]);
});
