/**
 * The small part of the tar format (POSIX ustar) that a backup is made of: plain files, one after another. Any `tar -xf`
 * unpacks it; what is read here has to be exactly what would have been written, byte for byte.
 */

const BLOCK = 512;
/** Nothing that a backup holds in one piece is larger. */
const ENTRY_BYTES_MAX = 4_000_000_000;
export const TAR_END: Buffer = Buffer.alloc(2 * BLOCK);

/** `at`: its time, in whole seconds since 1970. */
export type TarEntry = { readonly name: string; readonly bytes: Buffer; readonly at: number };

/** The header of a file, 512 bytes. @param at its time, in whole seconds since 1970 */
export function tarHeader(name: string, size: number, at: number): Buffer {
  const header = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > 100) throw new RangeError(`tar: the name is too long: ${name}`);
  header.write(name, 0, 'utf8');
  header.write('0000600\0', 100, 'latin1');
  header.write('0000000\0'.repeat(2), 108, 'latin1');
  header.write(`${octal(size, 11)}\0`, 124, 'latin1');
  header.write(`${octal(at, 11)}\0`, 136, 'latin1');
  header.write(' '.repeat(8), 148, 'latin1');
  header.write('0', 156, 'latin1');
  header.write('ustar\x0000', 257, 'latin1');
  let sum = 0;
  for (const byte of header) sum += byte;
  header.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return header;
}

/** The zeros after so many bytes. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

/** What does not read as a backup, and where: its byte, counted from 0. */
export class TarDamaged extends Error {
  readonly at: number;
  constructor(at: number) {
    super(`damaged at byte ${at}`);
    this.at = at;
  }
}

/** Reads file after file. @throws TarDamaged where a byte is not what it must be, or the end is missing */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const bytes = new Exactly(source);
  for (;;) {
    const at = bytes.at;
    const header = await bytes.read(BLOCK);
    if (header.every((byte) => byte === 0)) {
      const rest = await bytes.read(BLOCK);
      if (!rest.every((byte) => byte === 0) || !(await bytes.isAtEnd())) throw new TarDamaged(at);
      return;
    }
    const name = header.toString('utf8', 0, header.indexOf(0));
    const size = Number.parseInt(header.toString('latin1', 124, 135), 8);
    const time = Number.parseInt(header.toString('latin1', 136, 147), 8);
    const isOurs = size >= 0 && size <= ENTRY_BYTES_MAX && time >= 0 && Buffer.byteLength(name) <= 100;
    if (!isOurs || !tarHeader(name, size, time).equals(header)) throw new TarDamaged(at);
    const content = await bytes.read(size);
    const padding = await bytes.read(tarPadding(size).length);
    if (!padding.every((byte) => byte === 0)) throw new TarDamaged(bytes.at - padding.length);
    yield { name, bytes: content, at: time };
  }
}

/** Hands out so many bytes at a time, of chunks that come as they come. */
class Exactly {
  readonly #chunks: AsyncIterator<Buffer>;
  #left: Buffer[] = [];
  #held = 0;
  at = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  async read(count: number): Promise<Buffer> {
    while (this.#held < count) {
      const { value, done } = await this.#chunks.next();
      if (done) throw new TarDamaged(this.at + this.#held);
      this.#left.push(value);
      this.#held += value.length;
    }
    const whole = this.#left.length === 1 ? (this.#left[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#left);
    this.#left = whole.length > count ? [whole.subarray(count)] : [];
    this.#held -= count;
    this.at += count;
    return whole.subarray(0, count);
  }

  async isAtEnd(): Promise<boolean> {
    return this.#held === 0 && (await this.#chunks.next()).done === true;
  }
}
