import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { interestCommands } from './interest.ts';
import { runProgram } from './program.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'rappel-interest-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function compute(...args: string[]) {
  const out: string[] = [];
  const said: string[] = [];
  const io = {
    env: { RAPPEL_TODAY: '2025-12-31' },
    out: (text: string) => void out.push(text),
    say: (text: string) => void said.push(text),
    isTerminal: false,
  };
  const code = await runProgram([interestCommands], ['interest', 'compute', ...args], io);
  return { code, out: out.join('\n'), said: said.join('\n') };
}

const json = async (...args: string[]) => {
  const { code, out } = await compute(...args, '--json');
  return { code, ...JSON.parse(out) };
};
const BE = ['--country', 'BE', '--due', '2025-10-15', '--amount', '1000', '--currency', 'EUR'];

test('interest, compensation, costs, total, rows and notes, as a script reads them', async () => {
  expect(await json(...BE, '--kind', 'business')).toMatchObject({
    code: 0,
    version: 1,
    interest: '22.15',
    compensation: '40.00',
    collectionCosts: '0.00',
    total: '1062.15',
    rows: [
      {
        from: '2025-10-16',
        to: '2025-12-31',
        days: 77,
        base: '1000.00',
        rate: '10.50',
        amount: '22.15',
        source: 'Loi du 2 août 2002, art. 5 al. 2; BE_COMMERCIAL 2025-07-01 (verified: LAWBASE EMBUILD)',
      },
    ],
    notes: [
      { code: 'confirm_selection', message: expect.stringMatching(/^To be confirmed: /) },
      { code: 'confirm_last_day' },
      { code: 'confirm_day_count' },
      { code: 'confirm_compounding' },
    ],
  });
});

test('a person reads a table, the sums, and the notes beside them', async () => {
  const { code, out, said } = await compute(...BE);
  expect(code).toBe(0);
  expect(out).toMatch(/^from +to +days +on +rate +interest +source\n2025-10-16 +2025-12-31 +77 /);
  expect(out).toMatch(/still to pay +1062\.15 EUR$/);
  expect(said).toMatch(/· To be confirmed: whether the day of payment bears interest/);
});

test('payments are read from lines or from JSON, in any order', async () => {
  const lines = path.join(folder, 'paid.csv');
  writeFileSync(lines, 'day;amount\n2025-12-01;100.00\n2025-11-01;200.00\n');
  const list = path.join(folder, 'paid.json');
  writeFileSync(list, '[{"on":"2025-11-01","amount":"200.00"},{"date":"2025-12-01","amount":100}]');
  const fromLines = await json(...BE, '--payments', lines);
  expect(fromLines.rows).toHaveLength(3);
  expect(await json(...BE, '--payments', list)).toEqual(fromLines);
});

test.each([
  ['--rate-selection', 'frozen-at-start', 'rate', '11.50'],
  ['--rate-selection', 'floating', 'rate', '10.50'],
  ['--day-count', 'act/360', 'dayCount', 'actual_360'],
  ['--contract-rate', '8', 'rate', '8.00'],
  ['--rates', '2025-01-01=9,2025-09-01=9.25', 'rate', '9.25'],
  ['--include-last-day', 'no', 'to', '2025-12-30'],
  ['--include-last-day', 'yes', 'to', '2025-12-31'],
] as const)('%s %s: the last row has %s %s', async (option, value, field, expected) => {
  const early = ['--country', 'BE', '--due', '2025-06-01', '--amount', '1000'];
  const { rows } = await json(...early, option, value);
  expect(rows.at(-1)[field]).toBe(expected);
});

test('flags alone mean yes', async () => {
  expect((await json(...BE, '--include-last-day')).rows[0].to).toBe('2025-12-31');
  const years = ['--country', 'DE', '--due', '2023-10-15', '--amount', '1000'];
  expect((await json(...years, '--compound')).rows.at(-1).base).not.toBe('1000.00');
});

test.each([
  [['--country', 'LU', '--kind', 'consumer', '--due', '2025-01-01', '--amount', '5'], 3, 'rate_missing'],
  [['--country', 'XX', '--due', '2025-01-01', '--amount', '5'], 3, 'law_unknown'],
  [['--country', 'BE', '--due', '2025-01-01', '--amount', '1,5'], 3, 'amount_unreadable'],
  [['--country', 'BE', '--due', '2025-01-01', '--amount', '-5'], 3, 'amount_not_positive'],
  [['--country', 'BE', '--due', '31/01/2025', '--amount', '5'], 3, 'day_unreadable'],
  [['--country', 'BE', '--due', '2025-01-01', '--amount', '5', '--contract-rate', 'x'], 3, 'rate_unreadable'],
  [['--country', 'BE', '--due', '2025-01-01', '--amount', '5', '--currency', 'EURO'], 3, 'currency_unknown'],
] as const)('%j is refused with %i: %s', async (args, code, refusal) => {
  const found = await json(...args);
  expect([found.code, found.error.code]).toEqual([code, refusal]);
});

test('payments that do not read are refused by their line', async () => {
  const file = path.join(folder, 'wrong.csv');
  writeFileSync(file, '2025-11-01;200.00\n01/12/2025;100.00\n');
  expect((await json(...BE, '--payments', file)).error).toMatchObject({
    code: 'payments_unreadable',
    facts: { line: '2', given: '01/12/2025;100.00' },
  });
  writeFileSync(file, '[{"on":"2025-11-01"}]');
  expect((await json(...BE, '--payments', file)).error.code).toBe('payments_unreadable');
  writeFileSync(file, '[oops');
  expect((await json(...BE, '--payments', file)).error.code).toBe('payments_unreadable');
});

test.each([
  [['--country', 'BE']],
  [[...BE, '--kind', 'friend']],
  [[...BE, '--day-count', 'weekly']],
  [[...BE, '--include-last-day', 'maybe']],
])('%j is no use of it', async (args) => {
  expect((await compute(...args)).code).toBe(2);
});
