import { expect, test } from 'vitest';
import yauzl from 'yauzl';
import { readZip } from '#formats/zip/read-zip.ts';
import { type FileToZip, zipFiles, zipSize } from './zip-files.ts';

const fileOf = (name: string, text: string): FileToZip => ({
  name,
  size: Buffer.byteLength(text),
  read: async () => Buffer.from(text),
});

async function zipped(files: readonly FileToZip[]): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(zipFiles(files)));
}

test('files come out as they went in, and the archive is as long as was said', async () => {
  const files = [fileOf('a.txt', 'A'), fileOf('facture é.pdf', 'été'), fileOf('empty', '')];
  const archive = await zipped(files);
  expect(archive.length).toBe(zipSize(files));
  const entries = await Array.fromAsync(readZip(archive, 'a.zip'));
  expect(entries.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
    ['a.txt', 'A'],
    ['facture é.pdf', 'été'],
    ['empty', ''],
  ]);
});

// ZIP counts files in sixteen bits; from the last number on, ZIP64 does.
test.each([
  [65_534, false],
  [65_535, true],
])('%i files are all there', { timeout: 30_000 }, async (count, isLarge) => {
  const files = Array.from({ length: count }, (_, n) => fileOf(`${n}`, ''));
  const archive = await zipped(files);
  expect(archive.length).toBe(zipSize(files));
  expect(archive.includes(Buffer.from('504b0606', 'hex'))).toBe(isLarge);
  const zip = await yauzl.fromBufferPromise(archive);
  expect(zip.entryCount).toBe(count);
  let last = '';
  for await (const { fileName } of zip.eachEntry()) last = fileName;
  expect(last).toBe(`${count - 1}`);
});

test('each file is read when its turn comes, and none after whoever asked has gone', async () => {
  const read: string[] = [];
  const files = ['a', 'b', 'c'].map((name) => ({
    name,
    size: 1,
    async read() {
      read.push(name);
      return Buffer.from('x');
    },
  }));
  const parts = zipFiles(files);
  expect(read).toEqual([]);
  await parts.next();
  expect(read).toEqual(['a']);
  await parts.return(undefined);
  expect(read).toEqual(['a']);
});

test('a file that is not as long as was said breaks the archive off', async () => {
  const file = { ...fileOf('a', 'abc'), size: 4 };
  await expect(zipped([file])).rejects.toThrow('3 bytes instead of 4');
});
