import { crc32 } from 'node:zlib';

/** A file for an archive: how long it is is known before it is read. None of 4 GB or more. */
export type FileToZip = { readonly name: string; readonly size: number; read(): Promise<Buffer> };

const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const FAR_BYTES = 12;
const END_BYTES = 22;
const LARGE_END_BYTES = 76;
/** What a field of the first ZIP holds says by this that ZIP64 has it. */
const [COUNT_MAX, OFFSET_MAX] = [0xffff, 0xffffffff];

/** How long the archive of these files is. */
export function zipSize(files: readonly Pick<FileToZip, 'name' | 'size'>[]): number {
  let [offset, directory] = [0, 0];
  for (const { name, size } of files) {
    const named = Buffer.byteLength(name);
    directory += CENTRAL_BYTES + named + (offset < OFFSET_MAX ? 0 : FAR_BYTES);
    offset += LOCAL_BYTES + named + size;
  }
  return offset + directory + (isLarge(files.length, offset) ? LARGE_END_BYTES : 0) + END_BYTES;
}

/** A ZIP of files as they are: letters and pictures do not compress. Part by part, with one file in memory at a time. */
export async function* zipFiles(files: readonly FileToZip[]): AsyncGenerator<Buffer> {
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, size, read } of files) {
    const bytes = await read();
    if (bytes.length !== size)
      throw new Error(`a file for a ZIP has ${bytes.length} bytes instead of ${size}`);
    const encoded = Buffer.from(name, 'utf8');
    const shared = headOf(encoded, bytes);
    directory.push(entryOf(encoded, shared, offset));
    yield Buffer.concat([Buffer.from('504b0304', 'hex'), shared, encoded]);
    yield bytes;
    offset += LOCAL_BYTES + encoded.length + size;
  }
  yield Buffer.concat([...directory, endOf(files.length, Buffer.concat(directory).length, offset)]);
}

/** From "version needed" to "extra length": the same in both places. The day is the first one that ZIP knows. */
function headOf(name: Buffer, bytes: Buffer): Buffer {
  const head = Buffer.alloc(26);
  head.writeUInt16LE(20, 0);
  // Names are UTF-8.
  head.writeUInt16LE(0x0800, 2);
  head.writeUInt16LE(0x0021, 8);
  head.writeUInt32LE(crc32(bytes), 10);
  head.writeUInt32LE(bytes.length, 14);
  head.writeUInt32LE(bytes.length, 18);
  head.writeUInt16LE(name.length, 22);
  return head;
}

function entryOf(name: Buffer, shared: Buffer, offset: number): Buffer {
  const head = Buffer.from(shared);
  const place = Buffer.alloc(14);
  place.writeUInt32LE(Math.min(offset, OFFSET_MAX), 10);
  const far = Buffer.alloc(offset < OFFSET_MAX ? 0 : FAR_BYTES);
  if (far.length > 0) {
    far.write('01000800', 'hex');
    far.writeBigUInt64LE(BigInt(offset), 4);
    head.writeUInt16LE(45, 0);
    head.writeUInt16LE(far.length, 24);
  }
  return Buffer.concat([Buffer.from('504b01022d00', 'hex'), head, place, name, far]);
}

function endOf(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(END_BYTES);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(Math.min(count, COUNT_MAX), 8);
  end.writeUInt16LE(Math.min(count, COUNT_MAX), 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(Math.min(offset, OFFSET_MAX), 16);
  if (!isLarge(count, offset)) return end;
  const large = Buffer.alloc(LARGE_END_BYTES);
  large.write('504b06062c000000000000002d002d00', 'hex');
  large.writeBigUInt64LE(BigInt(count), 24);
  large.writeBigUInt64LE(BigInt(count), 32);
  large.writeBigUInt64LE(BigInt(length), 40);
  large.writeBigUInt64LE(BigInt(offset), 48);
  large.write('504b0607', 56, 'hex');
  large.writeBigUInt64LE(BigInt(offset + length), 64);
  large.writeUInt32LE(1, 72);
  return Buffer.concat([large, end]);
}

function isLarge(count: number, offset: number): boolean {
  return count >= COUNT_MAX || offset >= OFFSET_MAX;
}
