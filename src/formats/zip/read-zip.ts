import { pipeline, type Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import yauzl from 'yauzl';
import { Refusal, refuse } from '#core/refusal.ts';

export const ZIP_LIMITS = {
  entries: 1000,
  unpackedBytes: 200 * 1024 * 1024,
  /** A text of repeated lines may well shrink to a fiftieth; a bomb shrinks a thousandfold. */
  ratio: 100,
} as const;
export type ZipLimits = { entries: number; unpackedBytes: number; ratio: number };

/** One file of an archive. `name` only labels it: it is never used as a path. */
export type ZipEntry = { readonly name: string; readonly bytes: Buffer };

/**
 * The files of an archive, one at a time. Limits are counted while unpacking: what an archive says of itself is not
 * believed. @throws Refusal archive_…
 */
export async function* readZip(
  bytes: Buffer,
  file: string,
  limits: ZipLimits = ZIP_LIMITS,
): AsyncGenerator<ZipEntry> {
  const zip = await openZip(bytes, file);
  if (zip.entryCount > limits.entries) {
    refuse('archive_too_many', { file, given: String(zip.entryCount), limit: String(limits.entries) });
  }
  let unpacked = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const name = labelOf(entry);
      if (name.endsWith('/')) continue;
      if (entry.isEncrypted()) refuse('archive_unreadable', { file, found: `${name}: encrypted` });
      const most = Math.min(
        limits.unpackedBytes - unpacked,
        Math.max(entry.compressedSize, 1024) * limits.ratio,
      );
      const content = await unpackAtMost(zip, entry, { most, ratio: limits.ratio });
      if (content === null) refuse('archive_bomb', { file, entry: name, limit: sizeOf(most) });
      if (content.length !== entry.uncompressedSize) {
        refuse('archive_unreadable', {
          file,
          found: `${name}: ${content.length} ≠ ${entry.uncompressedSize}`,
        });
      }
      unpacked += content.length;
      yield { name, bytes: content };
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    refuse('archive_unreadable', { file, found: saidBy(error) });
  }
}

/** Whether bytes begin like an archive. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 &&
    bytes[1] === 0x4b &&
    (bytes[2] === 3 || bytes[2] === 5) &&
    (bytes[3] === 4 || bytes[3] === 6)
  );
}

async function openZip(bytes: Buffer, file: string): Promise<yauzl.ZipFile> {
  try {
    // Names are taken as bytes: nothing is ever written under them, so a hostile one is only a strange label.
    return await yauzl.fromBufferPromise(bytes, { decodeStrings: false, validateEntrySizes: true });
  } catch (error) {
    return refuse('archive_unreadable', { file, found: saidBy(error) });
  }
}

/** The unpacker's own words, in one short line. */
function saidBy(error: unknown): string {
  const said = error instanceof Error ? error.message : String(error);
  return said.replace(/\s+/g, ' ').trim().slice(0, 120) || '?';
}

function sizeOf(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.floor(bytes / 1024)} kB` : `${Math.floor(bytes / 1024 / 1024)} MB`;
}

function labelOf(entry: yauzl.Entry): string {
  const text = Buffer.from(entry.fileNameRaw).toString('utf8');
  return text.replace(/[\p{Cc}\ufffd]/gu, '?').slice(-200);
}

/** Below this, a text of many like lines may shrink as much as it likes. */
const FREE_OF_RATIO = 1024 * 1024;

/**
 * Unpacks one file, counting while it does: null as soon as it is more than it may be, or grows faster than what went
 * in allows. A bomb of any size so takes a megabyte.
 */
async function unpackAtMost(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  { most, ratio }: { readonly most: number; readonly ratio: number },
): Promise<Buffer | null> {
  const packed: Readable = await zip.openReadStreamPromise(entry, { decodeFileData: false });
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) {
    packed.destroy();
    throw new Error(`compression method ${entry.compressionMethod}`);
  }
  const inflate = entry.compressionMethod === 8 ? createInflateRaw() : null;
  const plain = inflate ? pipeline(packed, inflate, () => {}) : packed;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of plain as AsyncIterable<Buffer>) {
    size += part.length;
    const isTooFast = inflate !== null && size > FREE_OF_RATIO && size > inflate.bytesWritten * ratio;
    if (size > most || isTooFast) {
      plain.destroy();
      return null;
    }
    parts.push(part);
  }
  return Buffer.concat(parts);
}
