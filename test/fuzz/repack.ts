import { ZipFile } from 'yazl';
import { readZip } from '#formats/zip/read-zip.ts';

/** An archive of these files. */
export async function zipOf(files: readonly (readonly [name: string, bytes: Buffer])[]): Promise<Buffer> {
  const zip = new ZipFile();
  // The same moment always: the same files are the same bytes.
  for (const [name, bytes] of files) zip.addBuffer(bytes, name, { mtime: new Date(Date.UTC(2026, 0, 1)) });
  zip.end();
  return Buffer.concat(await Array.fromAsync(zip.outputStream as AsyncIterable<Buffer>));
}

/** The same archive with one of its files changed: what checks the archive itself never sees that. */
export async function repacked(
  archive: Buffer,
  change: (bytes: Buffer) => Buffer,
  random: () => number,
): Promise<Buffer> {
  const entries = await Array.fromAsync(readZip(archive, 'sample'));
  const chosen = Math.floor(random() * entries.length);
  return zipOf(entries.map(({ name, bytes }, at) => [name, at === chosen ? change(bytes) : bytes] as const));
}
