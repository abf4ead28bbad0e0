import { PassThrough, type Readable } from 'node:stream';
import { expect, test } from 'vitest';
import yauzl from 'yauzl';
import { zipFiles, zipSize } from './zip-files.ts';

const PAPER = Buffer.alloc(64 * 1024 * 1024);

/** An archive of which only what is not a paper is kept: the papers are zeros. */
class Kept extends yauzl.RandomAccessReader {
  readonly #parts: { readonly at: number; readonly bytes: Buffer }[] = [];
  size = 0;

  take(bytes: Buffer): void {
    if (bytes !== PAPER) this.#parts.push({ at: this.size, bytes });
    this.size += bytes.length;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const asked = Buffer.alloc(end - start);
    for (const { at, bytes } of this.#parts)
      if (at < end && at + bytes.length > start)
        bytes.copy(asked, Math.max(0, at - start), Math.max(0, start - at), Math.min(bytes.length, end - at));
    return new PassThrough().end(asked);
  }
}

// The place of a file has thirty-two bits; what stands behind 4 GB is found by ZIP64.
test.each([63, 64, 66])('an archive of %i times 64 MB is read to its last file', async (count) => {
  const files = Array.from({ length: count + 1 }, (_, n) => ({
    name: `${n}.pdf`,
    size: n === count ? 4 : PAPER.length,
    read: async () => (n === count ? Buffer.from('last') : PAPER),
  }));
  const kept = new Kept();
  for await (const part of zipFiles(files)) kept.take(part);
  expect(kept.size).toBe(zipSize(files));
  const zip = await yauzl.fromRandomAccessReaderPromise(kept, kept.size);
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    if (names.length <= count) continue;
    const text = Buffer.concat(await Array.fromAsync(await zip.openReadStreamPromise(entry)));
    expect(text.toString()).toBe('last');
  }
  expect(names).toEqual(files.map(({ name }) => name));
});
