import { expect, test } from 'vitest';
import { ZipFile } from 'yazl';
import { readXlsx } from '#formats/xlsx/read-xlsx.ts';
import { readZip } from './read-zip.ts';

async function zipOf(files: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>));
}

test('files come out one by one, with a label and their bytes', async () => {
  const entries = await Array.fromAsync(readZip(await zipOf({ 'a.txt': 'A', 'sub/b.txt': 'B' }), 'two.zip'));
  expect(entries.map(({ name, bytes }) => [name, bytes.toString()])).toEqual([
    ['a.txt', 'A'],
    ['sub/b.txt', 'B'],
  ]);
});

test('a hostile name is a strange label, and nothing else', async () => {
  const bytes = await zipOf({ 'aa/aa/aa/etc/passwd': 'x' });
  const hostile = Buffer.from(bytes.toString('latin1').replaceAll('aa/aa/aa', '../../..'), 'latin1');
  const entries = await Array.fromAsync(readZip(hostile, 'hostile.zip'));
  expect(entries.map(({ name }) => name)).toEqual(['../../../etc/passwd']);
});

test('a bomb is refused while it is unpacked, within a second and little memory', async () => {
  const bomb = await zipOf({ 'zeros.xml': Buffer.alloc(60 * 1024 * 1024) });
  const started = performance.now();
  await expect(Array.fromAsync(readZip(bomb, 'bomb.zip'))).rejects.toThrow(/archive_bomb.*zeros\.xml/);
  expect(performance.now() - started).toBeLessThan(1000);
  await expect(Array.fromAsync(readXlsx(bomb, 'bomb.xlsx'))).rejects.toThrow(/archive_bomb/);
});

test('an archive that understates its sizes is not believed', async () => {
  const honest = await zipOf({ 'a.xml': Buffer.alloc(5000, 'a') });
  const lying = Buffer.from(honest);
  for (let at = 0; at < lying.length - 4; at++)
    if (lying.readUInt32LE(at) === 5000) lying.writeUInt32LE(10, at);
  await expect(Array.fromAsync(readZip(lying, 'lying.zip'))).rejects.toThrow(/archive_unreadable/);
});

test('too many files, too much in all, and what is no archive are refused', async () => {
  const many = await zipOf(
    Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`${n}.txt`, 'x'.repeat(900)])),
  );
  const limits = { entries: 10, unpackedBytes: 1e9, ratio: 100 };
  await expect(Array.fromAsync(readZip(many, 'many.zip', limits))).rejects.toThrow(/archive_too_many/);
  const small = { entries: 100, unpackedBytes: 2000, ratio: 100 };
  await expect(Array.fromAsync(readZip(many, 'many.zip', small))).rejects.toThrow(/archive_bomb/);
  await expect(Array.fromAsync(readZip(Buffer.from('PK\x03\x04 no'), 'no.zip'))).rejects.toThrow(
    /archive_unreadable/,
  );
});
