import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Opened } from '#test/fuzz/bomb-child.ts';
import { zipOf } from '#test/fuzz/repack.ts';

const CHILD = fileURLToPath(new URL('../../../test/fuzz/bomb-child.ts', import.meta.url));
const MB = 1024 * 1024;

/** In a process of its own, whose memory is nobody else's. */
function openAll(archives: readonly Buffer[]): Promise<Opened[]> {
  return new Promise((resolve, reject) => {
    const child = fork(CHILD, { serialization: 'advanced' });
    child.on('message', ({ told }: { told: Opened[] }) => resolve(told));
    child.on('exit', (code) => code !== 0 && reject(new Error(`ended with ${code}`)));
    child.send({ archives });
  });
}

const many = (count: number) =>
  zipOf(Array.from({ length: count }, (_, n) => [`${n}.bin`, Buffer.from('x')] as const));
const lines = Array.from({ length: 20_000 }, (_, n) => `C${n % 90};Lambert;F${n};2026-01-31;12,50\n`);
const BOOK = Buffer.from('x');

const ARCHIVES: readonly [name: string, make: () => Promise<Buffer>, code: RegExp][] = [
  ['60 MB of zeros', () => zipOf([['a.csv', Buffer.alloc(60 * MB)]]), /^archive_bomb/],
  ['250 MB of zeros', () => zipOf([['a.xml', Buffer.alloc(250 * MB)]]), /^archive_bomb/],
  [
    'a workbook of zeros',
    async () => zipOf([...(await bookOf(Buffer.alloc(100 * MB, '<a/>')))]),
    /^archive_bomb/,
  ],
  ['1,001 files', () => many(1001), /^archive_too_many$/],
  ['an archive within', async () => zipOf([['b.zip', await many(1)]]), /^archive_nested$/],
  ['1,000 files', () => many(1000), /^archive_mixed bank_file_unknown$/],
  ['a long list', () => zipOf([['a.csv', Buffer.from(lines.join(''))]]), /^read bank_file_unknown$/],
];

async function bookOf(sheet: Buffer) {
  return [
    ['[Content_Types].xml', BOOK],
    ['xl/workbook.xml', sheet],
  ] as const;
}

test('bombs are refused within a second and 50 MB; a thousand files and a long list are not taken for one', async () => {
  const archives = await Promise.all(ARCHIVES.map(([, make]) => make()));
  const told = await openAll(archives);
  for (const [at, [name, , code]] of ARCHIVES.entries()) {
    const { codes = [], ms = 0, mb = 0 } = told[at] ?? {};
    expect([...new Set(codes)].join(' '), name).toMatch(code);
    if (at < 5) expect([name, ms <= 1000, mb <= 50], `${ms} ms, ${mb} MB`).toEqual([name, true, true]);
  }
  const slowest = Math.max(...told.slice(0, 5).map(({ ms }) => ms));
  const most = Math.max(...told.slice(0, 5).map(({ mb }) => mb));
  process.stdout.write(`bombs: at most ${slowest} ms and ${most} MB\n`);
}, 60_000);
