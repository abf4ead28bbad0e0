import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fineToDecimal } from '#core/bank/bank-amount.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { readMovement } from './read-movement.ts';

async function read(content: string | Buffer) {
  for await (const file of openBankFile(Buffer.from(content), 'a.sta')) {
    const whole = await readWhole(file);
    const lines = whole.statements.flatMap((statement) => statement.lines);
    return { format: file.format, ...whole, lines, codes: whole.problems.map(({ code }) => code) };
  }
  throw new Error('no file');
}

const sample = (name: string) => readFileSync(path.join(import.meta.dirname, 'samples', name));
const decimal = (fine: bigint) => fineToDecimal(fine, 'EUR');

/** A statement with one movement of 10.00 in, and what its bank writes to it. */
function message(
  information: string,
  movement = ':61:2603310331C10,00NTRFNONREF//B1',
  closing = 'C260331EUR10,00',
) {
  return `:20:A\n:25:DE89370400440532013000\n:28C:1/1\n:60F:C260330EUR0,\n${movement}\n${information}\n:62F:${closing}\n-\n`;
}

test('pages of one statement are one, each movement with what its bank says', async () => {
  const { format, codes, statements, lines } = await read(sample('german-pages.sta'));
  expect([format, codes]).toEqual(['mt940', ['bank_day_clamped']]);
  expect(statements).toHaveLength(1);
  expect(statements[0]?.opening).toMatchObject({
    account: 'DE89370400440532013000',
    number: '00045',
    opening: 100_000_000n,
  });
  expect(statements[0]?.closing).toMatchObject({ closing: 122_950_000n, balanced: true });
  expect(lines.map(({ amount, reversal, text }) => [decimal(amount), reversal, text])).toEqual([
    ['238.00', false, 'Rechnung 2026-88 vom 05.03.2026 RF18539007547034'],
    ['-13.00', true, 'KONTO GESPERRT'],
    ['5.00', true, 'Storno Entgelt'],
    ['-0.50', false, 'Kontoführung bis 17:12:30 Uhr'],
  ]);
  expect(lines[0]).toMatchObject({
    counterparty: 'Müller Gerüstbau GmbH',
    endToEndId: 'RG-2026-88',
    code: '166',
  });
  // What comes back is parted from its fee, so that the payment of ten is found again.
  expect(
    lines[1]?.details.map(({ amount, returnReason, code }) => [decimal(amount), returnReason, code]),
  ).toEqual([
    ['-10.00', 'AC06', '109'],
    ['-3.00', null, 'CHGS'],
  ]);
});

test('Dutch banks in one file: preambles and ends of their own, accounts with their currency', async () => {
  const { codes, statements, lines } = await read(sample('dutch.940'));
  expect(codes).toEqual([]);
  expect(
    statements.map(({ opening, closing }) => [opening.account, opening.number, closing?.balanced]),
  ).toEqual([
    ['NL20INGB0001234567', null, true],
    ['NL39RABO0300065264', null, true],
  ]);
  expect(lines.map(({ counterparty, text, iban }) => [counterparty, text, iban])).toEqual([
    ['Hr J de Vries', 'F2026-0101 en F2026-0102', 'NL39RABO0300065264'],
    ["Café 't Hoekje", 'RF18539007547034', 'NL91ABNA0417164300'],
    ['A B DE BOER', 'factuur 2026-9', 'NL91ABNA0417164300'],
    ['Bakkerij Jansen B.V.', 'Factuur 2026-79', 'NL91ABNA0417164300'],
  ]);
  expect(lines[1]).toMatchObject({
    reversal: true,
    returnReason: 'MS03',
    structuredReference: 'RF18539007547034',
  });
});

test('an interim report is pending, and its sums are held against its lines', async () => {
  const { format, codes, lines } = await read(sample('interim.942'));
  expect([format, codes]).toEqual(['mt942', []]);
  expect(lines).toMatchObject([
    { amount: 120_050_000n, pending: true, counterparty: 'JAN NOWAK', text: 'FAKTURA 2026/17' },
  ]);
  const wrong = sample('interim.942').toString().replace(':90C:1PLN1200,50', ':90C:2PLN1200,50');
  expect((await read(wrong)).problems).toMatchObject([
    { code: 'statement_totals_disagree', refuses: 'statement' },
  ]);
});

test.each([
  ['2603310331C10,00NTRFNONREF', '2026-03-31', '2026-03-31', '10.00', 'NTRF'],
  ['260331C10,00NTRFNONREF', '2026-03-31', null, '10.00', 'NTRF'],
  ['260331    DD212,39NMSCNONREF//', '2026-03-31', null, '-212.39', 'NMSC'],
  ['2601011229C1000,NTRFNONREF', '2026-01-01', '2025-12-29', '1000.00', 'NTRF'],
  ['2512310102D1,NTRFNONREF', '2025-12-31', '2026-01-02', '-1.00', 'NTRF'],
  ['2602300301DR6,00N024NONREF', '2026-02-28', '2026-03-01', '-6.00', 'N024'],
  ['2402300301D6,00N024NONREF', '2024-02-29', '2024-03-01', '-6.00', 'N024'],
  ['2603310331RC15,67NTRFREF', '2026-03-31', '2026-03-31', '-15.67', 'NTRF'],
  ['2603310331RDR15,67N068NONREF', '2026-03-31', '2026-03-31', '15.67', 'N068'],
  ['2603310331EC5,00NTRFREF', '2026-03-31', '2026-03-31', '5.00', 'NTRF'],
  ['110527D000000001213,28N0440121470966      W.P. Jansen', '2011-05-27', null, '-1213.28', 'N044'],
  ['100722D25,03NOV NONREF', '2010-07-22', null, '-25.03', 'NOV'],
  ['2006080608D12,35 NRTIKREF+//201', '2020-06-08', '2020-06-08', '-12.35', 'NRTI'],
  ['2603310331C130,NTRF', '2026-03-31', '2026-03-31', '130.00', 'NTRF'],
  ['2603310331C,5NTRFNONREF', '2026-03-31', '2026-03-31', '0.50', 'NTRF'],
  ['991231C1,00NTRFNONREF', '1999-12-31', null, '1.00', 'NTRF'],
  ['7912310000C1,00NTRFNONREF', '2079-12-31', null, '1.00', 'NTRF'],
])(':61:%s', (line, valueOn, entryOn, amount, type) => {
  const found = readMovement([line], 1);
  expect([
    found?.valueOn.iso,
    found?.entryOn?.iso ?? null,
    found && decimal(found.amount),
    found?.type,
  ]).toEqual([valueOn, entryOn, amount, type]);
});

test.each(['', '261331C1,00NTRF', '260332C1,00NTRF', '260331X1,00NTRF', '260331CNTRF', '2603C1,00NTRF'])(
  ':61:%s is no movement',
  (line) => {
    expect(readMovement([line], 1)).toBe(null);
  },
);

test.each([
  ['NTRFNONREF//B1', null, 'B1', null],
  ['NTRF29-07-2014 10:05//B4G2', '29-07-2014 10:05', 'B4G2', null],
  ['N060P000029225      KPN - MOBIEL', 'P000029225', null, 'KPN - MOBIEL'],
  ['NTRFAMS987654321-2//45', 'AMS987654321-2', '45', null],
  ['NMSC', null, null, null],
])('references of %s', (rest, customer, bank, behind) => {
  const found = readMovement([`260331C1,00${rest}`], 1);
  const reference = found?.customerReference === 'NONREF' ? null : found?.customerReference;
  expect([reference, found?.bankReference, found?.behind]).toEqual([customer, bank, behind]);
});

test.each([
  [
    'German, another sign',
    ':86:166>00GUTSCHRIFT>20SVWZ+F1>31DE44500105175407324931>32Meier',
    { counterparty: 'Meier', text: 'F1', iban: 'DE44500105175407324931' },
  ],
  [
    'German, no code',
    ':86:Überweisung\n?20Rechnung 7?32Meier',
    { counterparty: 'Meier', text: 'Rechnung 7' },
  ],
  [
    'German, another payer',
    ':86:166?20EREF+E1?21SVWZ+F1?22ABWA+Holding AG?32Meier',
    { ultimateParty: 'Holding AG', endToEndId: 'E1' },
  ],
  [
    'ING',
    ':86:/EREF/E1//CNTP/NL91ABNA0417164300/ABNANL2A/Jansen//Utrecht//REMI/USTD//F1/',
    { counterparty: 'Jansen', iban: 'NL91ABNA0417164300', bic: 'ABNANL2A', text: 'F1' },
  ],
  [
    'Rabobank',
    ':86:/ORDP//NAME/Jansen/REMI/a/b/c/ISDT/2026-03-31',
    { counterparty: 'Jansen', text: 'a/b/c' },
  ],
  [
    'ABN AMRO',
    ':86:/TRTP/SEPA OVERBOEKING/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/JANSEN/REMI/F1/EREF/NOTPROVIDED',
    { counterparty: 'JANSEN', text: 'F1', endToEndId: null },
  ],
  [
    'a field of its own first',
    ':86:/OWN1//1009 SKF\n/ORDP/VOLVO BUSINESS AB /REMI/F1',
    { counterparty: 'VOLVO BUSINESS AB', text: 'F1' },
  ],
  [
    'Knab',
    ':86:FACTUUR 1\nREK: NL91ABNA0417164300/NAAM: JANSEN',
    { counterparty: 'JANSEN', text: 'FACTUUR 1', iban: 'NL91ABNA0417164300' },
  ],
  [
    'Triodos',
    ':86:000>100000000000>20RABONL2U>21NL39RABO0300065264>22FACTUUR 1>310390123456',
    { iban: 'NL39RABO0300065264', text: 'FACTUUR 1' },
  ],
  ['several fields', ':86:BETALINGSKENM. 1\n:86:FACTUUR 2', { text: 'BETALINGSKENM. 1 FACTUUR 2' }],
  ['a name cut in two', ':86:/CNTP/NL91ABNA0417164300/ABNANL2A/Jansen///R\nEMI/USTD//F1/', { text: 'F1' }],
  [
    'a line that begins with a colon',
    ':86:166?20SVWZ+VERTR?21\n:KO:NR:7?32Meier',
    { text: 'VERTR :KO:NR:7' },
  ],
  ['a dash alone', ':86:/EREF/E1/REMI/F1\n-', { text: 'F1' }],
  [
    'a Belgian reference',
    ':86:FACTUUR +++090/9337/55493+++',
    { structuredReference: '+++090/9337/55493+++' },
  ],
  ['nothing', ':86:', { text: '', counterparty: null }],
])('%s', async (_what, information, expected) => {
  const { codes, lines } = await read(message(information));
  expect(codes).toEqual([]);
  expect(lines).toMatchObject([expected]);
});

const GOOD = message(':86:F1');

test.each([
  ['no opening balance', GOOD.replace(/:60F:.*\n/, ''), 'bank_field_missing', ':60F:'],
  ['no account', GOOD.replace(/:25:.*\n/, ''), 'bank_file_unknown', ''],
  ['no closing balance', GOOD.replace(/:62F:.*\n/, ''), 'bank_file_cut_short', ''],
  [
    'another statement before the end',
    `${GOOD.replace(/:62F:.*\n-\n/, '')}${GOOD}`,
    'bank_file_cut_short',
    '',
  ],
  [
    'a movement behind the end',
    GOOD.replace(/\n-\n/, '\n:61:260331C1,00NTRF\n'),
    'bank_record_misplaced',
    '',
  ],
  ['two opening balances', GOOD.replace(/(:60F:.*\n)/, '$1$1'), 'bank_record_misplaced', ''],
  ['a movement of letters', GOOD.replace('C10,00N', 'CtenN'), 'bank_field_unreadable', ':61:'],
  ['a balance of letters', GOOD.replace('EUR10,00', 'EURten'), 'bank_field_unreadable', ':62F:'],
  ['a text without end', GOOD.replace('F1', 'x'.repeat(9000)), 'bank_line_length', ''],
])('%s is refused with its line, and nothing of the file is taken', async (_what, text, code, column) => {
  const { problems, statements } = await read(text);
  expect(problems.at(-1)).toMatchObject({ code, refuses: 'file', at: { column } });
  if (code !== 'bank_file_unknown') expect(problems.at(-1)?.at.row).toBeGreaterThan(0);
  expect(statements).toEqual([]);
});

test('sums that do not fit, and a closing in another currency, refuse the statement', async () => {
  expect((await read(GOOD.replace('EUR10,00\n', 'EUR10,01\n'))).problems).toMatchObject([
    { code: 'statement_unbalanced', refuses: 'statement' },
  ]);
  expect((await read(GOOD.replace('C260331EUR10', 'C260331USD10'))).problems).toMatchObject([
    { code: 'statement_currency_mixed', refuses: 'statement' },
  ]);
});

test('a page that opens elsewhere than the one before it closed refuses the statement', async () => {
  const text = sample('german-pages.sta')
    .toString('latin1')
    .replace(':60M:C260331EUR1225,00', ':60M:C260331EUR1224,00');
  expect((await read(Buffer.from(text, 'latin1'))).codes).toContain('statement_pages_apart');
});

test('the mark of a file put behind another does not hide a message', async () => {
  const { statements } = await read(`${GOOD}\u001a${GOOD}`);
  expect(statements).toHaveLength(2);
});
