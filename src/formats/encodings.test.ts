import { expect, test } from 'vitest';
import { openBankFile } from '#formats/bank/open-bank-file.ts';
import { readWhole } from '#formats/bank/read-whole.ts';
import { openTable } from '#formats/table/open-table.ts';
import { readTable } from '#formats/table/read-table.ts';

const NAME = 'Café Zoë & cœur, Müller Søn Žižek';
/** Without the letters that only Unicode and some pages have. */
const PLAIN = 'Café Zoë à la Crème Müller';

const LATIN9: Readonly<Record<string, number>> = {
  '€': 0xa4,
  Š: 0xa6,
  š: 0xa8,
  Ž: 0xb4,
  ž: 0xb8,
  Œ: 0xbc,
  œ: 0xbd,
};
const W1252: Readonly<Record<string, number>> = {
  '€': 0x80,
  Š: 0x8a,
  š: 0x9a,
  Ž: 0x8e,
  ž: 0x9e,
  Œ: 0x8c,
  œ: 0x9c,
};
const DOS: Readonly<Record<string, number>> = { é: 0x82, ë: 0x89, à: 0x85, è: 0x8a, ü: 0x81, ø: 0x9b };

function by(page: Readonly<Record<string, number>>): (text: string) => Buffer {
  return (text) => Buffer.from([...text].map((sign) => page[sign] ?? sign.charCodeAt(0)));
}
const utf16 = (text: string) => Buffer.from(text, 'utf16le');

// How it is written, the text, the bytes, and what is shown before the import.
test.each([
  ['UTF-8', NAME, (text: string) => Buffer.from(text), 'utf-8'],
  ['UTF-8 with its mark', NAME, (text: string) => Buffer.from(`\ufeff${text}`), 'utf-8'],
  ['UTF-16, little end first', NAME, utf16, 'utf-16le'],
  ['UTF-16, little end first, with its mark', NAME, (text: string) => utf16(`\ufeff${text}`), 'utf-16le'],
  ['UTF-16, big end first', NAME, (text: string) => utf16(text).swap16(), 'utf-16be'],
  [
    'UTF-16, big end first, with its mark',
    NAME,
    (text: string) => utf16(`\ufeff${text}`).swap16(),
    'utf-16be',
  ],
  ['Windows-1252', NAME, by(W1252), 'windows-1252'],
  ['ISO-8859-15', NAME, by(LATIN9), 'iso-8859-15'],
  ['ISO-8859-1, which Windows-1252 holds', PLAIN, by({}), 'windows-1252'],
  ['CP850', PLAIN, by(DOS), 'cp850'],
])('a list in %s is known and shown as such, and read to the letter', async (_, name, encode, shown) => {
  const list = `debtor_number;debtor_name;document_number;due_on;open\nC1;${name};F1;2026-01-31;12,50\n`;
  const table = await openTable(encode(list), 'csv', 'list.csv');
  expect(table.dialect?.encoding).toBe(shown);
  const rows = (await Array.fromAsync(readTable(table, 'EUR'))).flatMap((portion) => portion.rows);
  expect(rows.map(({ debtor, item }) => [debtor.name, item?.open])).toEqual([[name, 1250n]]);
});

const MT940 = (name: string) =>
  [
    ':20:STMT',
    ':25:BE68539007547034',
    ':28C:1/1',
    ':60F:C260301EUR0,00',
    ':61:2603020302C12,50NTRFNONREF',
    `:86:/NAME/${name}`,
    ':62F:C260302EUR12,50',
    '-',
    '',
  ].join('\r\n');

test.each([
  ['UTF-8', NAME, (text: string) => Buffer.from(text), 'utf-8'],
  ['UTF-8 with its mark', NAME, (text: string) => Buffer.from(`\ufeff${text}`), 'utf-8'],
  ['UTF-16 with its mark', NAME, (text: string) => utf16(`\ufeff${text}`), 'utf-16le'],
  ['Windows-1252', NAME, by(W1252), 'windows-1252'],
  ['ISO-8859-15', NAME, by(LATIN9), 'iso-8859-15'],
  ['CP850', PLAIN, by(DOS), 'cp850'],
])('a bank statement in %s', async (_, name, encode, shown) => {
  const [file] = await Array.fromAsync(openBankFile(encode(MT940(name)), 'x.sta'), async (one) => ({
    ...(await readWhole(one)),
    encoding: one.encoding(),
  }));
  expect(file?.encoding).toBe(shown);
  expect(
    JSON.stringify(file?.statements[0]?.lines[0], (_key, value) => (typeof value === 'bigint' ? '' : value)),
  ).toContain(name);
});

test('what does not read as the chosen character set is refused at its line, with its bytes', async () => {
  const bytes = Buffer.from('a;b\nc;d\ne;\xe9\n', 'latin1');
  await expect(openTable(bytes, 'csv', 'list.csv', { encoding: 'utf-8' })).rejects.toMatchObject({
    code: 'encoding_unreadable',
    facts: { file: 'list.csv', line: '3', encoding: 'utf-8', given: '0xE90A' },
  });
});
