import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { camt, type GivenLine, type GivenStatement } from '#test/support/bank-files.ts';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany } from '#test/support/people.ts';
import { toolsFor, waitingJobs } from '#test/support/tools.ts';
import { keepBankFile } from './keep-bank-file.ts';
import { showAccounts } from './show-accounts.ts';
import { showBankFile } from './show-files.ts';
import { showLines, showStatements } from './show-statements.ts';
import { importBankFileNow } from './steer-bank-file.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh, { today: '2026-04-01' });

async function importOf(company: CompanyTools, bytes: Buffer, fileName = 'statement.xml') {
  const bankFileId = await keepBankFile(company, { fileName, bytes, origin: 'upload' });
  const { result, accepted } = await importBankFileNow(company, { bankFileId });
  return { ...result, accepted, bankFileId };
}

const statement = (given: GivenStatement) => camt({ statements: [given] });
const intraday = (lines: GivenLine[], kind: '052' | '054' = '052') => camt({ kind, statements: [{ lines }] });

async function linesOf(company: CompanyTools, filter: object = {}) {
  const { rows } = await showLines(company, { page: 1, perPage: 200, ...filter });
  return rows
    .map(({ amount, state, counterparty }) => `${amount.amount} ${state} ${counterparty ?? ''}`.trim())
    .sort();
}

/** Everything the bank subject keeps of a company, to compare before and after. */
async function everything(company: CompanyTools) {
  return inCompany(company, async (trx) => ({
    accounts: await trx.selectFrom('bankAccount').selectAll().orderBy('number').execute(),
    statements: await trx.selectFrom('bankStatement').selectAll().orderBy('id').execute(),
    lines: await trx.selectFrom('bankLine').selectAll().orderBy('id').execute(),
  }));
}

test('a statement opens its account and brings its lines, all to be matched', async () => {
  const company = await addCompany(tools);
  const result = await importOf(
    company,
    statement({
      opening: '100.00',
      lines: [
        { amount: '25.00', from: 'Café Noir', text: 'F1' },
        { amount: '-40.00', from: 'Malterie' },
      ],
    }),
  );
  expect(result.accepted).toBe(true);
  expect(result.statements).toEqual({ added: 1, known: 0, refused: 0 });
  expect(result.lines).toEqual({ added: 2, known: 0, pending: 0, replaced: 0, lapsed: 0, returned: 0 });
  expect(result.accountsAdded).toMatchObject([{ number: 'BE68539007547034', currency: 'EUR' }]);
  expect(await linesOf(company)).toEqual(['-40.00 open Malterie', '25.00 open Café Noir']);
  const { accounts, unreadIban } = await showAccounts(company);
  expect(unreadIban).toBeNull();
  expect(accounts).toMatchObject([
    {
      name: 'BE68 5390 0754 7034',
      bookedUntilOn: '2026-03-31',
      daysBehind: 1,
      isCompanyIban: true,
      statements: 1,
      openLines: 2,
    },
  ]);
  const { rows } = await showStatements(company, { page: 1, perPage: 10 });
  expect(rows).toMatchObject([
    { state: 'booked', opening: { amount: '100.00' }, closing: { amount: '85.00' }, lines: 2, added: 2 },
  ]);
  expect(await showBankFile(company, result.bankFileId)).toMatchObject({
    state: 'imported',
    format: 'camt.053',
    result: { lines: { added: 2 } },
  });
  expect(await waitingJobs(tools, 'settlements.match-lines')).toHaveLength(1);
});

test('the same file again, and the same statement in another file, change nothing', async () => {
  const company = await addCompany(tools);
  const lines = [{ amount: '25.00' }, { amount: '25.00' }, { amount: '30.00', reference: 'BANK0001234567' }];
  await importOf(company, statement({ lines }));
  const before = await everything(company);
  expect(before.lines).toHaveLength(3);
  const again = await importOf(company, statement({ lines }));
  const other = await importOf(company, camt({ statements: [{ lines, number: '99' }, { lines }] }));
  expect([again.lines.known, again.lines.added, other.lines.known, other.lines.added]).toEqual([3, 0, 6, 0]);
  expect([again.statements, other.statements]).toEqual([
    { added: 0, known: 1, refused: 0 },
    { added: 0, known: 2, refused: 0 },
  ]);
  expect(await everything(company)).toEqual(before);
});

const SAME: GivenLine = { amount: '25.00', from: 'Café Noir', text: 'bière' };

test.each<[what: string, files: GivenStatement[], lines: number]>([
  ['two alike on one statement are two', [{ lines: [SAME, SAME] }], 2],
  [
    'a longer statement of the same day adds what is new',
    [{ lines: [SAME] }, { lines: [SAME, SAME, { amount: '9.00' }] }],
    3,
  ],
  ['a shorter one adds nothing', [{ lines: [SAME, SAME] }, { lines: [SAME] }], 2],
  [
    'two statements of one day whose balances chain share nothing',
    [
      { number: '1', lines: [SAME] },
      { number: '2', openedOn: '2026-03-31', opening: '125.00', lines: [SAME] },
    ],
    2,
  ],
  [
    'the same on another account is another',
    [{ lines: [SAME] }, { account: 'BE71096123456769', lines: [SAME] }],
    2,
  ],
  [
    'the same in another currency is another account',
    [{ lines: [SAME] }, { currency: 'USD', lines: [SAME] }],
    2,
  ],
  [
    'another reference is another payment',
    [
      { lines: [{ ...SAME, reference: 'REF00000001' }] },
      { lines: [{ ...SAME, reference: 'REF00000002' }, { amount: '1.00' }] },
    ],
    3,
  ],
  [
    'the same reference is the same payment, whatever the text',
    [
      { lines: [{ ...SAME, reference: 'REF00000001' }] },
      { lines: [{ ...SAME, text: 'autre', reference: 'REF00000001' }, { amount: '1.00' }] },
    ],
    2,
  ],
])('%s', async (_, files, lines) => {
  const [oneByOne, atOnce] = [await addCompany(tools), await addCompany(tools)];
  for (const file of files) await importOf(oneByOne, statement(file));
  expect(await linesOf(oneByOne)).toHaveLength(lines);
  await importOf(atOnce, camt({ statements: files }));
  await importOf(atOnce, camt({ statements: files.toReversed() }));
  expect(await linesOf(atOnce)).toHaveLength(lines);
});

test('what is pending is shown, and replaced by the booked line or lapsed with the statement of its day', async () => {
  const company = await addCompany(tools);
  const paid = { amount: '25.00', from: 'Café Noir', text: 'F1' };
  const never = { amount: '66.00', from: 'Café Blanc' };
  const first = await importOf(company, intraday([paid]));
  expect(first.lines).toMatchObject({ added: 0, pending: 1 });
  const longer = await importOf(company, intraday([paid, paid, never]));
  expect(longer.lines).toMatchObject({ added: 0, pending: 2, known: 1 });
  expect(await linesOf(company)).toEqual([
    '25.00 pending Café Noir',
    '25.00 pending Café Noir',
    '66.00 pending Café Blanc',
  ]);
  expect((await showAccounts(company)).accounts[0]).toMatchObject({ bookedUntilOn: null, daysBehind: null });
  const booked = await importOf(company, statement({ lines: [paid, paid] }));
  expect(booked.lines).toMatchObject({ added: 2, replaced: 2, lapsed: 1 });
  expect(await linesOf(company)).toEqual(['25.00 open Café Noir', '25.00 open Café Noir']);
  const before = await everything(company);
  const late = await importOf(company, intraday([paid, paid, never]));
  expect(late.lines).toMatchObject({ added: 0, pending: 0, known: 3 });
  expect(await everything(company)).toEqual(before);
});

test('a report that comes after the statement of its day leaves nothing pending', async () => {
  const company = await addCompany(tools);
  await importOf(company, statement({ lines: [{ amount: '25.00', from: 'Café Noir' }] }));
  await importOf(company, intraday([{ amount: '25.00', from: 'Café Noir' }, { amount: '7.00' }]));
  expect(await linesOf(company)).toEqual(['25.00 open Café Noir']);
});

test('what a statement itself tells as pending waits for the next one', async () => {
  const company = await addCompany(tools);
  const coming = { amount: '12.00', from: 'Café Noir', pending: true };
  const first = await importOf(company, statement({ lines: [{ amount: '25.00' }, coming] }));
  expect(first.lines).toMatchObject({ added: 1, pending: 1, lapsed: 0 });
  const day = { openedOn: '2026-03-31', opening: '125.00', closedOn: '2026-04-01', number: '2' };
  const next = await importOf(
    company,
    statement({ ...day, lines: [{ ...coming, pending: false, on: '2026-03-31' }] }),
  );
  expect(next.lines).toMatchObject({ added: 1, replaced: 1, lapsed: 0 });
});

const PARTS = [
  { amount: '10.00', from: 'Café Noir' },
  { amount: '15.00', from: 'Café Blanc' },
];

test('a batch is one line of the balance, and its parts are lines to be matched', async () => {
  const company = await addCompany(tools);
  const result = await importOf(company, statement({ lines: [{ amount: '25.00', parts: PARTS }] }));
  expect(result.lines).toMatchObject({ added: 1 });
  const { rows } = await showLines(company, { page: 1, perPage: 10, state: 'batch' });
  expect(rows).toMatchObject([{ parts: 2, remaining: { amount: '0.00' } }]);
  expect(await linesOf(company, { parent: rows[0]?.id })).toEqual([
    '10.00 open Café Noir',
    '15.00 open Café Blanc',
  ]);
});

test.each([
  ['before', ['054', '053']],
  ['after', ['053', '054']],
] as const)(
  'a notification lends its parts to the batch of the statement that comes %s it',
  async (_, order) => {
    const company = await addCompany(tools);
    const files = {
      '053': statement({ lines: [{ amount: '25.00', reference: 'BATCH000001' }] }),
      '054': intraday([{ amount: '25.00', reference: 'BATCH000001', parts: PARTS }], '054'),
    };
    for (const kind of order) await importOf(company, files[kind]);
    const expected = ['10.00 open Café Noir', '15.00 open Café Blanc', '25.00 batch'];
    expect(await linesOf(company)).toEqual(expected);
    const before = await everything(company);
    for (const kind of order) await importOf(company, files[kind]);
    expect(await everything(company)).toEqual(before);
  },
);

test('a payment sent back is counted and keeps its reason', async () => {
  const company = await addCompany(tools);
  const back = { amount: '-25.00', from: 'Café Noir', returnReason: 'AC04' };
  const result = await importOf(company, statement({ lines: [back] }));
  expect(result.lines.returned).toBe(1);
  const { rows } = await showLines(company, { page: 1, perPage: 10, returned: 'true' });
  expect(rows).toMatchObject([{ returnReason: 'AC04', state: 'open' }]);
});

test.each<[what: string, bytes: Buffer, code: string, row: boolean]>([
  ['nothing that is a statement', Buffer.from('dear bank,\nhello\n'), 'bank_file_unknown', false],
  [
    'an unknown currency',
    statement({ currency: 'XAU', lines: [{ amount: '1.00' }] }),
    'bank_currency_unknown',
    true,
  ],
  [
    'an amount finer than a cent',
    statement({ lines: [{ amount: '1.00' }, { amount: '1.005' }] }),
    'bank_amount_too_fine',
    true,
  ],
  [
    'a file cut in the middle',
    statement({ lines: [{ amount: '1.00' }] }).subarray(0, 900),
    'bank_xml_unreadable',
    true,
  ],
])('%s is refused with its place, and nothing of it is taken', async (_, bytes, code, hasRow) => {
  const company = await addCompany(tools);
  const result = await importOf(company, bytes);
  expect(result.accepted).toBe(false);
  expect(result.problems[0]?.code).toBe(code);
  expect((result.problems[0]?.at.row ?? 0) > 0).toBe(hasRow);
  expect(await everything(company)).toEqual({ accounts: [], statements: [], lines: [] });
  expect(await showBankFile(company, result.bankFileId)).toMatchObject({ state: 'refused' });
});

test('a file that breaks after good statements takes none of them', async () => {
  const company = await addCompany(tools);
  const bytes = camt({ statements: [{ lines: [SAME] }, { number: '2', lines: [{ amount: '0.001' }] }] });
  expect((await importOf(company, bytes)).accepted).toBe(false);
  expect(await everything(company)).toEqual({ accounts: [], statements: [], lines: [] });
});

async function zipOf(entries: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, bytes] of Object.entries(entries)) zip.addBuffer(bytes, name);
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>));
}

test('an archive is imported whole, what lies beside bank files is told, and its files are known one by one', async () => {
  const company = await addCompany(tools);
  const [first, second] = [
    statement({ lines: [SAME] }),
    statement({ number: '2', openedOn: '2026-03-31', opening: '125.00', lines: [SAME] }),
  ];
  const zip = await zipOf({ 'a.xml': first, 'readme.txt': Buffer.from('hello'), 'b.xml': second });
  const result = await importOf(company, zip, 'march.zip');
  expect(result).toMatchObject({ accepted: true, statements: { added: 2 }, lines: { added: 2 } });
  expect(result.problems.map(({ code }) => code)).toEqual(['bank_file_unknown']);
  expect((await importOf(company, second)).lines).toMatchObject({ added: 0, known: 1 });
  const { rows } = await showStatements(company, { page: 1, perPage: 10 });
  expect(rows.map(({ file }) => file.name).sort()).toEqual(['a.xml', 'b.xml']);
});

test('an archive with one file that breaks, or with no bank file at all, is refused whole', async () => {
  const company = await addCompany(tools);
  const broken = statement({ lines: [{ amount: '0.001' }] });
  const good = statement({ lines: [SAME] });
  for (const entries of [{ 'a.xml': good, 'b.xml': broken }, { 'readme.txt': Buffer.from('hello') }]) {
    expect((await importOf(company, await zipOf(entries), 'march.zip')).accepted).toBe(false);
  }
  expect(await everything(company)).toEqual({ accounts: [], statements: [], lines: [] });
});

test('another company sees nothing of it', async () => {
  const [company, other] = [await addCompany(tools), await addCompany(tools)];
  const { bankFileId } = await importOf(company, statement({ lines: [SAME] }));
  expect(await everything(other)).toEqual({ accounts: [], statements: [], lines: [] });
  await expect(showBankFile(other, bankFileId)).rejects.toMatchObject({ code: 'bank_file_not_found' });
  const result = await importOf(other, statement({ lines: [SAME] }));
  expect(result.lines.added).toBe(1);
});
