import { crc32 } from 'node:zlib';

/** A ZIP of files as they are: letters and pictures do not compress. At most 65,535 files and 4 GB. */
export function zipFiles(files: readonly { readonly name: string; readonly bytes: Buffer }[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const encoded = Buffer.from(name, 'utf8');
    const shared = headOf(encoded, bytes);
    const local = Buffer.concat([Buffer.from('504b0304', 'hex'), shared, encoded]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('504b01021400', 'hex'), shared, place, encoded]));
    parts.push(local, bytes);
    offset += local.length + bytes.length;
  }
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(
    directory.reduce((sum, { length }) => sum + length, 0),
    12,
  );
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
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
