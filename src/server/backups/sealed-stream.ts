import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';

/**
 * A stream locked piece by piece (AES-256-GCM), so that it is written and read without ever being whole in memory:
 *
 *   'RAPPEL-SEALED-BACKUP-1\n'  salt (32 bytes)  then for each piece: its length (4 bytes, big-endian), text and tag (16)
 *
 * The key is scrypt(key file, salt). A piece's nonce is its number (11 bytes, big-endian) and whether it is the last (1 byte): none
 * can be left out, moved, added or cut off unnoticed. docs/operations.md says it for whoever has to read one elsewhere.
 */
export const SEALED_MAGIC: Buffer = Buffer.from('RAPPEL-SEALED-BACKUP-1\n');
const SALT_BYTES = 32;
const TAG_BYTES = 16;
const PIECE_BYTES = 1_048_576;

/** The key does not open it, or a byte of it is not what was written: nobody can tell which. */
export class NotOpened extends Error {}

export class Sealer {
  readonly #key: Buffer;
  readonly #salt = randomBytes(SALT_BYTES);
  #waiting: Buffer = Buffer.alloc(0);
  #count = 0n;

  constructor(secret: Buffer) {
    this.#key = keyOf(secret, this.#salt);
  }

  /** What stands before everything else. */
  begin(): Buffer {
    return Buffer.concat([SEALED_MAGIC, this.#salt]);
  }

  /** The pieces that are full by now. */
  add(bytes: Buffer): Buffer {
    let waiting = this.#waiting.length > 0 ? Buffer.concat([this.#waiting, bytes]) : bytes;
    const pieces: Buffer[] = [];
    while (waiting.length > PIECE_BYTES) {
      pieces.push(this.#piece(waiting.subarray(0, PIECE_BYTES), false));
      waiting = waiting.subarray(PIECE_BYTES);
    }
    this.#waiting = waiting;
    return Buffer.concat(pieces);
  }

  end(): Buffer {
    return this.#piece(this.#waiting, true);
  }

  #piece(text: Buffer, isLast: boolean): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonceOf(this.#count, isLast));
    this.#count += 1n;
    const locked = Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(locked.length);
    return Buffer.concat([length, locked]);
  }
}

/** What was locked, as it was. @param source all bytes, the magic ones included @throws NotOpened */
export async function* unsealed(source: AsyncIterable<Buffer>, secret: Buffer): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let key: Buffer | null = null;
  let count = 0n;
  for await (const chunk of source) {
    held = held.length > 0 ? Buffer.concat([held, chunk]) : chunk;
    const start = SEALED_MAGIC.length + SALT_BYTES;
    if (!key) {
      if (held.length < start) continue;
      key = keyOf(secret, held.subarray(SEALED_MAGIC.length, start));
      held = held.subarray(start);
    }
    // The last one is only known by what does not follow it: one piece is kept back.
    for (let length = lengthOf(held); held.length > 4 + length; length = lengthOf(held)) {
      yield open(key, held.subarray(4, 4 + length), nonceOf(count, false));
      count += 1n;
      held = held.subarray(4 + length);
    }
  }
  if (!key || held.length !== 4 + lengthOf(held)) throw new NotOpened('cut off');
  yield open(key, held.subarray(4), nonceOf(count, true));
}

function lengthOf(held: Buffer): number {
  if (held.length < 4) return Number.POSITIVE_INFINITY;
  const length = held.readUInt32BE(0);
  if (length < TAG_BYTES || length > PIECE_BYTES + TAG_BYTES) throw new NotOpened('no such length');
  return length;
}

function open(key: Buffer, piece: Buffer, nonce: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, nonce);
  decipher.setAuthTag(piece.subarray(piece.length - TAG_BYTES));
  const text = decipher.update(piece.subarray(0, piece.length - TAG_BYTES));
  try {
    return Buffer.concat([text, decipher.final()]);
  } catch (error) {
    throw new NotOpened('the key or the bytes are others', { cause: error });
  }
}

function nonceOf(count: bigint, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(count, 3);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function keyOf(secret: Buffer, salt: Buffer): Buffer {
  return scryptSync(secret, salt, 32, { N: 32_768, r: 8, p: 1, maxmem: 64_000_000 });
}
