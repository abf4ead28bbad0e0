import { expect, test } from 'vitest';
import { Refusal } from '#core/refusal.ts';
import { readLines } from './bank-lines.ts';

async function linesOf(text: string, { width, size = 1000 }: { width?: number; size?: number } = {}) {
  async function* portions() {
    for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
  }
  return (await Array.fromAsync(readLines({ file: 'given', portions: portions() }, width))).flat();
}

test.each([
  ['LF', 'one\ntwo\n\nfour'],
  ['LF at the end', 'one\ntwo\n\nfour\n'],
  ['CRLF', 'one\r\ntwo\r\n\r\nfour\r\n'],
  ['CR', 'one\rtwo\r\rfour\r'],
])('lines end with %s, wherever portions do', async (_name, text) => {
  for (const size of [1, 2, 3, 1000]) {
    expect(await linesOf(text, { size })).toEqual([
      { row: 1, text: 'one' },
      { row: 2, text: 'two' },
      { row: 3, text: '' },
      { row: 4, text: 'four' },
    ]);
  }
});

test.each([
  ['short', 3],
  ['longer than a portion', 2000],
])('a %s text without line ends is cut at its width', async (_name, count) => {
  const records = Array.from({ length: count }, (_, index) => String(index).padStart(120, '.'));
  for (const end of ['', '\n']) {
    const lines = await linesOf(records.join('') + end, { width: 120, size: 4096 });
    expect(lines.map(({ text }) => text.trimEnd())).toEqual(records);
    expect(lines.at(-1)?.row).toBe(count);
  }
});

test('a line a little too long is left as it is, to be refused by who knows why', async () => {
  expect(await linesOf(`${'a'.repeat(121)}\nb`, { width: 120 })).toEqual([
    { row: 1, text: 'a'.repeat(121) },
    { row: 2, text: 'b' },
  ]);
});

test('a line without end is refused before it fills the memory', async () => {
  const endless = linesOf(`first\n${'a'.repeat(70_000)}`, { size: 4096 });
  await expect(endless).rejects.toThrow(Refusal);
  await expect(endless).rejects.toMatchObject({ code: 'bank_line_length', facts: { line: '2' } });
  await expect(linesOf('a'.repeat(200_000), { size: 4096 })).rejects.toMatchObject({
    code: 'bank_line_length',
  });
});

test('nothing has no lines', async () => expect(await linesOf('')).toEqual([]));
