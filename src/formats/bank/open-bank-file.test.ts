import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { codaText } from '#test/support/coda-text.ts';
import { readBankText } from '#test/support/read-bank-text.ts';
import { openBankFile } from './open-bank-file.ts';
import { readWhole } from './read-whole.ts';

const CODA = codaText({ movements: [{ amount: '10', third: { name: 'CAFÉTERIA' } }] });

async function readAll(content: Parameters<typeof openBankFile>[0]) {
  const files: { name: string; format: string | null; codes: string[]; lines: number }[] = [];
  for await (const file of openBankFile(content, 'given.zip')) {
    const { problems, statements } = await readWhole(file);
    const lines = statements.flatMap((statement) => statement.lines).length;
    files.push({ name: file.name, format: file.format, codes: problems.map(({ code }) => code), lines });
  }
  return files;
}

async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>));
}

test('an archive is the files in it; a stranger among them is told, and harms none', async () => {
  const files = await readAll(
    await zipOf({
      'march.cod': CODA,
      'read-me.txt': 'Hello',
      'sub/april.cod': CODA,
      '__MACOSX/sub/._april.cod': 'unasked',
      'sub/.DS_Store': 'unasked',
    }),
  );
  expect(files).toEqual([
    { name: 'given.zip/march.cod', format: 'coda', codes: [], lines: 1 },
    { name: 'given.zip/read-me.txt', format: null, codes: ['bank_file_unknown'], lines: 0 },
    { name: 'given.zip/sub/april.cod', format: 'coda', codes: [], lines: 1 },
  ]);
});

test.each<[string, () => Promise<Buffer>, string[]]>([
  [
    'an archive in an archive',
    async () => zipOf({ 'inner.zip': await zipOf({ 'a.cod': CODA }) }),
    ['archive_nested'],
  ],
  ['an archive with nothing', async () => zipOf({}), ['file_empty']],
  ['half an archive', async () => (await zipOf({ 'a.cod': CODA })).subarray(0, 200), ['archive_unreadable']],
  ['a bomb', async () => zipOf({ 'a.cod': Buffer.alloc(30_000_000) }), ['archive_bomb']],
  ['nothing', async () => Buffer.alloc(0), ['file_empty']],
  ['blanks', async () => Buffer.from(' \r\n '), ['file_empty']],
  ['a text', async () => Buffer.from('Dear customer'), ['bank_file_unknown']],
  ['a table', async () => Buffer.from('Datum;Betrag\n31.03.2026;12,50\n'), ['bank_file_unknown']],
  ['a PDF', async () => Buffer.from('%PDF-1.7\n'), ['bank_file_unknown']],
])('%s is refused, and nothing is thrown', async (_name, content, codes) => {
  expect((await readAll(await content())).map((file) => file.codes)).toEqual([codes]);
});

test.each<[string, Buffer, string]>([
  ['UTF-8', Buffer.from(CODA), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${CODA}`), 'utf-8'],
  ['UTF-16', Buffer.from(`\ufeff${CODA}`, 'utf16le'), 'utf-16le'],
  ['UTF-16, the other way round', Buffer.from(`\ufeff${CODA}`, 'utf16le').swap16(), 'utf-16be'],
  ['windows-1252', Buffer.from(CODA, 'latin1'), 'windows-1252'],
  ['the page of DOS', Buffer.from(CODA.replace('É', '\u0082'), 'latin1'), 'cp850'],
  ['plain letters', Buffer.from(CODA.replace('É', 'E')), 'utf-8'],
])('%s is told by its bytes', async (_name, bytes, encoding) => {
  const read = await readBankText(bytes);
  expect(read.encoding).toBe(encoding);
  expect(read.statements[0]?.lines[0]?.counterparty).toMatch(/^CAF[ÉéE]TERIA$/);
});

test('a file may come in portions of any size, cut in the middle of a letter', async () => {
  for (const size of [1, 7, 128, 130, 1000]) {
    const bytes = Buffer.from(CODA);
    async function* portions() {
      for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
    }
    expect(await readAll(portions())).toEqual([{ name: 'given.zip', format: 'coda', codes: [], lines: 1 }]);
  }
});

test('the first letter that is no UTF-8 may stand far behind', async () => {
  const movements = Array.from({ length: 6000 }, (_, index) => ({
    amount: '1',
    sequence: String(1 + (index % 9999)).padStart(4, '0'),
    third: { name: index === 5999 ? 'CAFÉ' : 'BAR' },
  }));
  const { encoding, statements } = await readBankText(Buffer.from(codaText({ movements }), 'latin1'));
  expect([encoding, statements[0]?.lines.at(-1)?.counterparty]).toEqual(['windows-1252', 'CAFÉ']);
});

test('a zero byte is shown as a sign that cannot be read, and never read past', async () => {
  const inText = await readBankText(CODA.replace('CAFÉTERIA', 'CAF\u0000TERIA'));
  expect(inText.statements[0]?.lines[0]?.counterparty).toBe('CAF\ufffdTERIA');
  const inAmount = await readBankText(CODA.replace('000000000010000', '00000000001\u0000000'));
  expect(inAmount.problems).toMatchObject([{ code: 'bank_field_unreadable', refuses: 'file' }]);
});

test('what no format claims is read by whom it is told to', async () => {
  async function* nobody() {
    yield [
      {
        part: 'problem',
        problem: { code: 'file_empty', facts: { file: 'x' }, at: { row: 1, column: '' }, refuses: null },
      },
    ] as const;
  }
  for await (const file of openBankFile(Buffer.from('a;b\n'), 'x', { otherwise: nobody }))
    expect(file.format).toBe('csv');
});

test('a reader that throws something else has a bug, and it stays one', async () => {
  async function* broken() {
    yield [];
    throw new TypeError('bug');
  }
  const read = async () => {
    for await (const file of openBankFile(Buffer.from('a;b\n'), 'x', { otherwise: broken }))
      await readWhole(file);
  };
  await expect(read()).rejects.toThrow(TypeError);
});
