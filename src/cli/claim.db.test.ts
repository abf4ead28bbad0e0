import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freshDb } from '#test/support/fresh-db.ts';
import { addCompany, addDebtor, addDocument } from '#test/support/people.ts';
import { toolsFor } from '#test/support/tools.ts';
import { claimCommands } from './claim.ts';
import { runProgram } from './program.ts';
import { ratesCommands } from './rates.ts';

const fresh = await freshDb();
const tools = toolsFor(fresh);
const folder = mkdtempSync(path.join(tmpdir(), 'rappel-claim-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function rappel(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const io = {
    env: { DATABASE_URL: fresh.url, RAPPEL_DATA_DIR: folder, NO_COLOR: '1', RAPPEL_TODAY: '2026-03-31' },
    out: (text: string) => void out.push(text),
    say: (text: string) => void said.push(text),
    isTerminal: false,
  };
  const code = await runProgram([claimCommands, ratesCommands], args, io);
  return { code, out: out.join('\n'), said: said.join('\n') };
}

const company = await addCompany(tools, { key: 'lambert' });
const debtor = await addDebtor(company, { number: 'D17' });
await addDocument(company, debtor, { number: 'F42', items: [{ dueOn: '2026-02-01', open: '1000.00' }] });
const IN = ['--company', 'lambert'];

test('a sheet is written for a document, or for a debtor', async () => {
  const file = path.join(folder, 'sheet.pdf');
  const one = await rappel('claim', 'sheet', 'F42', ...IN, '--until', '2026-03-31', '--out', file, '--json');
  expect(one.code).toBe(0);
  expect(JSON.parse(one.out)).toMatchObject({ file, name: 'Intérêts F42 2026-03-31.pdf' });
  expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
  const all = [
    'claim',
    'sheet',
    '--debtor',
    'D17',
    ...IN,
    '--language',
    'de',
    '--payments',
    'by_law',
    '--out',
    file,
  ];
  expect(await rappel(...all)).toMatchObject({ code: 0, out: file });
});

test.each([
  [['F43'], 'open_item_unknown'],
  [['--debtor', 'D18'], 'debtor_unknown'],
  [['F42', '--until', '2026-02-01'], 'sheet_nothing_due'],
  [['F42', '--until', 'soon'], 'day_unreadable'],
])('a sheet of %j is refused: %s', async (args, code) => {
  const found = await rappel(
    'claim',
    'sheet',
    ...args,
    ...IN,
    '--out',
    path.join(folder, 'none.pdf'),
    '--json',
  );
  expect([found.code, JSON.parse(found.out).error.code]).toEqual([3, code]);
});

test('without claims, the register and the booking proposal are empty', async () => {
  expect(await rappel('claim', 'list', ...IN)).toMatchObject({ code: 0, said: 'No claim matches.' });
  expect(JSON.parse((await rappel('claim', 'export', ...IN, '--json')).out)).toEqual({
    version: 1,
    bookings: [],
  });
  expect((await rappel('claim', 'export', ...IN)).out).toMatch(/^\ufeffclaim,claimedOn,notice,debtor,/);
});

test('rates are listed, given by a file, exported and given again without a change', async () => {
  const file = path.join(folder, 'rates.csv');
  writeFileSync(file, 'series;from;until;percent;source\nBE_COMMERCIAL;2027-01-01;;11.00;M.B. 22.01.2027\n');
  expect(await rappel('rates', 'import', file, ...IN)).toMatchObject({
    code: 0,
    out: '1 taken, 0 unchanged',
  });
  const listed = JSON.parse(
    (await rappel('rates', 'list', ...IN, '--country', 'BE', '--status', 'given', '--json')).out,
  );
  expect(listed.rates).toMatchObject([{ series: 'BE_COMMERCIAL', until: '2027-06-30', percent: '11.00' }]);
  const exported = await rappel('rates', 'export', ...IN, '--status', 'given');
  writeFileSync(file, exported.out);
  expect((await rappel('rates', 'import', file, ...IN, '--json')).code).toBe(0);
});

test('a wrong row is told with its line, column and remedy, and nothing is taken', async () => {
  const file = path.join(folder, 'wrong.csv');
  writeFileSync(file, 'series;from;percent;source\nBE_COMMERCIAL;2027-07-01;11;x\nBE;2027-07-01;11;x\n');
  const { code, said } = await rappel('rates', 'import', file, ...IN);
  expect([code, said]).toEqual([
    3,
    expect.stringMatching(/^wrong\.csv:3 series: There is no series of rates “BE”/),
  ]);
  const listed = await rappel(
    'rates',
    'list',
    ...IN,
    '--search',
    '2027-07-01',
    '--status',
    'given',
    '--json',
  );
  expect(JSON.parse(listed.out).rates).toEqual([]);
});
