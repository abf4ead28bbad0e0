import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { fineToDecimal } from '#core/bank/bank-amount.ts';
import type { BankCsvProfile } from '#core/bank/csv-profile.ts';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { bankCsvReader } from './read-bank-csv.ts';

async function read(content: string | Buffer, profile: BankCsvProfile = {}) {
  for await (const file of openBankFile(Buffer.from(content), 'a.csv', {
    otherwise: bankCsvReader(profile),
  })) {
    const { problems, statements } = await readWhole(file);
    const money = (fine: bigint | null | undefined) => (fine == null ? null : fineToDecimal(fine, 'EUR'));
    return {
      problems,
      codes: problems.map(({ code }) => code),
      statements: statements.map(({ opening, lines, closing }) => ({
        account: opening.account,
        currency: opening.currency,
        opening: money(opening.opening),
        closing: money(closing?.closing),
        lines: lines.map(
          (line) => [line.bookedOn, money(line.amount), line.counterparty, line.text] as const,
        ),
        whole: lines,
      })),
    };
  }
  throw new Error('no file');
}

const sample = (name: string) => readFileSync(path.join(import.meta.dirname, 'samples', name));

test('Belgian: the balances prove the list, the newest stands first, the owner is no counterparty', async () => {
  const { codes, statements } = await read(sample('belgian-dutch.csv'));
  expect(codes).toEqual([]);
  expect(statements).toMatchObject([
    {
      account: 'BE68539007547034',
      currency: 'EUR',
      opening: '1000.00',
      closing: '1859.50',
      lines: [
        ['2026-03-11', '1109.50', 'GARAGE PEETERS NV', 'EUROPESE OVERSCHRIJVING VAN'],
        ['2026-03-12', '-250.00', 'DRUKKERIJ DE KEYSER', 'EUROPESE OVERSCHRIJVING factuur 8812'],
      ],
    },
  ]);
  expect(statements[0]?.whole[0]).toMatchObject({
    structuredReference: '+++090/3374/51229+++',
    iban: 'BE71096123456769',
    bic: 'GKCCBEBB',
  });
});

test('Dutch: Af and Bij say which way, eight digits are a day', async () => {
  const { statements } = await read(sample('dutch-af-bij.csv'));
  expect(statements).toMatchObject([
    { account: 'NL20INGB0001234567', currency: 'EUR', opening: '0.00', closing: '1621.00' },
  ]);
  expect(statements[0]?.lines.map(([day, amount]) => [day, amount])).toEqual([
    ['2026-03-14', '2000.00'],
    ['2026-03-15', '-500.00'],
    ['2026-03-16', '121.00'],
  ]);
});

test('French: debit and credit in columns of their own, the account above the list, no balance', async () => {
  const { statements } = await read(sample('french-debit-credit.csv'));
  expect(statements).toMatchObject([
    { account: 'FR1420041010050500013M02606', opening: null, closing: null },
  ]);
  expect(statements[0]?.lines.map(([, amount]) => amount)).toEqual(['1210.00', '-89.90', '75.50']);
});

test('German: what is not booked yet is pending, a reference with check digits is found', async () => {
  const text = sample('german.csv').toString('latin1').replace('gebucht', 'vorgemerkt');
  const { statements } = await read(Buffer.from(text, 'latin1'));
  expect(
    statements[0]?.whole.map(({ pending, structuredReference, mandate }) => [
      pending,
      structuredReference,
      mandate,
    ]),
  ).toEqual([
    [false, null, 'M-4711'],
    [true, 'RF18539007547034', null],
  ]);
});

const LIST = 'Datum;Bedrag;Omschrijving\n31-03-2026;12,50;F1\n';
const ACCOUNT = { account: 'BE68539007547034' };

test.each([
  ['no account', LIST, {}, ['bank_csv_account_missing']],
  ['the account given', LIST, ACCOUNT, []],
  ['no day', 'Bedrag;Omschrijving;Rekening\n12,50;F1;BE68539007547034\n', {}, ['bank_csv_column_missing']],
  [
    'no amount',
    'Datum;Omschrijving;Rekening\n31-03-2026;F1;BE68539007547034\n',
    {},
    ['bank_csv_column_missing'],
  ],
  ['two amounts', 'Datum;Bedrag;Bedrag\n31-03-2026;12,50;13,50\n', ACCOUNT, ['bank_csv_column_ambiguous']],
  ['thousands or decimals', 'Datum;Bedrag\n31-03-2026;1.250\n', ACCOUNT, ['bank_csv_decimal_asked']],
  ['the decimal sign given', 'Datum;Bedrag\n31-03-2026;1.250\n', { ...ACCOUNT, decimal: ',' as const }, []],
  ['day or month first', 'Date,Amount\n03/04/2026,12.50\n', ACCOUNT, ['bank_csv_days_asked']],
  ['the order given', 'Date,Amount\n03/04/2026,12.50\n', { ...ACCOUNT, days: 'mdy' as const }, []],
  ['another date that tells', 'Date,Amount\n03/04/2026,12.50\n03/31/2026,1.00\n', ACCOUNT, []],
  ['a language that knows one order', 'Datum;Bedrag\n03/04/2026;12,50\n', ACCOUNT, []],
  ['only headings', 'Datum;Bedrag;Rekening\n', {}, ['file_empty']],
  ['no headings', 'hello;world\n1;2\n', {}, ['bank_file_unknown']],
  [
    'an amount of letters',
    'Datum;Bedrag\n31-03-2026;12,5O\n31-03-2026;1,00\n30-03-2026;2,00\n',
    ACCOUNT,
    ['bank_field_unreadable'],
  ],
  [
    'a day that is none',
    'Datum;Bedrag\n31-03-2026;1,00\n31-02-2026;1,00\n30-03-2026;2,00\n',
    ACCOUNT,
    ['bank_field_unreadable'],
  ],
  ['a sign that is none', 'Datum;Bedrag;Af Bij\n31-03-2026;1,00;Hm\n', ACCOUNT, ['bank_field_unreadable']],
  [
    'a sign that the profile knows',
    'Datum;Bedrag;Af Bij\n31-03-2026;1,00;Hm\n',
    { ...ACCOUNT, debitWords: ['hm'] },
    [],
  ],
])('%s: what is not certain is asked, with its place', async (_what, text, profile, codes) => {
  const found = await read(text, profile);
  expect(found.codes).toEqual(codes);
  expect(found.statements.length > 0).toBe(codes.length === 0);
});

test('columns that a profile names are taken at their word, and others left out', async () => {
  const text = 'Wann;Wieviel;Bedrag;Wer\n31.03.2026;-7,00;99,00;Jansen\n';
  const profile: BankCsvProfile = {
    ...ACCOUNT,
    currency: 'EUR',
    columns: { Wann: 'booked_on', Wieviel: 'amount', Bedrag: '', Wer: 'counterparty' },
  };
  expect((await read(text, profile)).statements).toMatchObject([
    { currency: 'EUR', lines: [['2026-03-31', '-7.00', 'Jansen', '']] },
  ]);
});

test('several accounts and currencies are statements of their own', async () => {
  const text =
    'Rekening;Munt;Datum;Bedrag\nBE68539007547034;EUR;31-03-2026;1,00\nBE71096123456769;EUR;31-03-2026;2,00\nBE68539007547034;USD;31-03-2026;3,00\n';
  const { statements } = await read(text);
  expect(statements.map(({ account, currency }) => `${account} ${currency}`)).toEqual([
    'BE68539007547034 EUR',
    'BE71096123456769 EUR',
    'BE68539007547034 USD',
  ]);
});

test('a balance that does not follow is said, and no balance is taken', async () => {
  const text = 'Datum;Bedrag;Saldo\n30-03-2026;1,00;11,00\n31-03-2026;2,00;14,00\n';
  const { problems, statements } = await read(text, ACCOUNT);
  expect(problems).toMatchObject([{ code: 'bank_csv_balances_apart', at: { row: 3 }, refuses: null }]);
  expect(statements).toMatchObject([{ opening: null, closing: null }]);
});

test('two movements of one day, the newest first: their balances tell which is which', async () => {
  const text = 'Datum;Bedrag;Saldo\n31-03-2026;2,00;13,00\n31-03-2026;1,00;11,00\n';
  const { statements } = await read(text, ACCOUNT);
  expect(statements).toMatchObject([{ opening: '10.00', closing: '13.00' }]);
  expect(statements[0]?.lines.map(([, amount]) => amount)).toEqual(['1.00', '2.00']);
});

test('a C behind an amount is money in', async () => {
  const text = 'Datum;Bedrag\n30-03-2026;1,00 C\n31-03-2026;2,00 D\n';
  const { statements } = await read(text, ACCOUNT);
  expect(statements[0]?.lines.map(([, amount]) => amount)).toEqual(['1.00', '-2.00']);
});
