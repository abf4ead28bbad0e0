import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { codaText } from '#test/support/coda-text.ts';
import { bankCommands } from './bank.ts';
import { EXIT, runProgram } from './program.ts';

const CODA = codaText({
  opening: '100',
  movements: [
    {
      amount: '12.50',
      message: ['101', '090933755493'],
      second: { customerReference: 'E2E-1', bic: 'KREDBEBB' },
      third: { account: 'BE71096123456769', name: 'BOULANGERIE DU COIN' },
    },
    { amount: '-2.005', code: '10101000' },
    { sequence: '0002', detail: '0001', amount: '-1', code: '50101000', third: { name: 'ONE' } },
    { sequence: '0002', detail: '0002', amount: '-1.005', code: '50101000', third: { name: 'TWO' } },
  ],
});

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rappel-bank-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, content: string | Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

/** Runs the command as a shell would, without any settings: it needs no database. */
async function run(...args: readonly string[]) {
  const said: { out: string[]; err: string[] } = { out: [], err: [] };
  const io = {
    env: { RAPPEL_DATA_DIR: '/nowhere/at/all', DATABASE_URL: 'postgres://nobody@nowhere:1/none' },
    out: (text: string) => void said.out.push(text),
    say: (text: string) => void said.err.push(text),
    isTerminal: false,
  };
  const code = await runProgram([bankCommands], ['bank', 'parse', ...args], io);
  return { code, out: said.out.join('\n'), err: said.err.join('\n') };
}

const DETAIL = {
  currency: 'EUR',
  counterparty: null,
  iban: null,
  bic: null,
  ultimateParty: null,
  structuredReference: null,
  text: '',
  endToEndId: null,
  mandate: null,
  reversal: false,
  returnReason: null,
};

test('a statement is printed whole, amounts as signed decimals, days as ISO', async () => {
  const file = fileOf('good.cod', CODA);
  const { code, out } = await run(file, '--json');
  expect(code).toBe(EXIT.ok);
  expect(JSON.parse(out)).toEqual({
    files: [
      {
        file,
        format: 'coda',
        problems: [],
        statements: [
          {
            account: 'BE68539007547034',
            currency: 'EUR',
            number: '017',
            openedOn: '2026-03-30',
            opening: '100.00',
            closedOn: '2026-03-31',
            closing: '110.495',
            balanced: true,
            lines: [
              {
                ...DETAIL,
                bookedOn: '2026-03-31',
                valueOn: '2026-03-31',
                amount: '12.50',
                counterparty: 'BOULANGERIE DU COIN',
                iban: 'BE71096123456769',
                bic: 'KREDBEBB',
                structuredReference: '+++090/9337/55493+++',
                endToEndId: 'E2E-1',
                bankReference: 'REF00010000',
                code: '00150000',
                pending: false,
                details: [],
              },
              {
                ...DETAIL,
                bookedOn: '2026-03-31',
                valueOn: '2026-03-31',
                amount: '-2.005',
                bankReference: 'REF00020000',
                code: '10101000',
                pending: false,
                details: [
                  {
                    ...DETAIL,
                    amount: '-1.00',
                    counterparty: 'ONE',
                    bankReference: 'REF00020001',
                    code: '50101000',
                  },
                  {
                    ...DETAIL,
                    amount: '-1.005',
                    counterparty: 'TWO',
                    bankReference: 'REF00020002',
                    code: '50101000',
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  });
});

test('what does not add up is printed all the same, and ends as refused', async () => {
  const file = fileOf('apart.cod', codaText({ movements: [{ amount: '10' }], closing: '1000' }));
  const { code, out } = await run(file, '--json');
  const [read] = JSON.parse(out).files;
  expect(code).toBe(EXIT.refused);
  expect(read.problems).toMatchObject([{ line: 4, code: 'statement_unbalanced' }]);
  expect(read.problems[0].message).toContain(
    '100.00 EUR at its opening and 10.00 EUR of lines make 110.00 EUR, but it closes at 1000.00 EUR',
  );
  expect(read.statements).toMatchObject([
    { balanced: false, closing: '1000.00', lines: [{ amount: '10.00' }] },
  ]);
});

test('what cannot be read has problems and no statements; the other files are printed', async () => {
  const broken = fileOf('broken.cod', CODA.replace('000000000012500', '00000000001250O'));
  const { code, out } = await run(broken, fileOf('text.cod', 'Hello'), fileOf('good.cod', CODA), '--json');
  expect(code).toBe(EXIT.refused);
  expect(JSON.parse(out).files).toMatchObject([
    { file: broken, format: 'coda', problems: [{ line: 3, code: 'bank_field_unreadable' }], statements: [] },
    { format: null, problems: [{ line: 0, code: 'bank_file_unknown' }], statements: [] },
    { format: 'coda', problems: [], statements: [{ balanced: true }] },
  ]);
});

test('an archive gives one entry a file in it', async () => {
  const zip = new ZipFile();
  zip.addBuffer(Buffer.from(CODA), 'march.cod');
  zip.addBuffer(Buffer.from(CODA), 'sub/april.cod');
  zip.end();
  const file = fileOf(
    'both.zip',
    Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>)),
  );
  const { code, out } = await run(file, '--json');
  expect(code).toBe(EXIT.ok);
  expect(JSON.parse(out).files.map((read: { file: string }) => read.file)).toEqual([
    `${file}/march.cod`,
    `${file}/sub/april.cod`,
  ]);
});

test('in words: the file, what is wrong with it, its statements and lines', async () => {
  const { out } = await run(
    fileOf('good.cod', CODA),
    fileOf('apart.cod', codaText({ movements: [], closing: '7' })),
  );
  expect(out).toContain('good.cod: coda; statements: 1, lines: 2');
  expect(out).toContain('BE68539007547034 EUR no. 017: 2026-03-30 100.00 to 2026-03-31 110.495, adds up');
  expect(out).toMatch(/2026-03-31 +12\.50 +BOULANGERIE DU COIN +\+\+\+090\/9337\/55493\+\+\+/);
  expect(out).toContain('Line 3: Statement 017 of BE68539007547034 does not add up');
  expect(out).toContain('DOES NOT ADD UP');
});

test('a file that is not there is a wrong use, as is no file', async () => {
  expect((await run(path.join(folder, 'nowhere.cod'))).code).toBe(EXIT.usage);
  expect((await run()).code).toBe(EXIT.usage);
});
