import { isUtf8 } from 'node:buffer';
import { detectEncoding, fromCp850, refuseUnreadable } from '#formats/csv/decode-text.ts';

/**
 * Turns bytes into text as they come: byte order mark, then strict UTF-8 for as long as it holds, then what an XML
 * declaration says, else windows-1252 (or the DOS page, if its letters show). What a header claims is believed only
 * where the bytes do not tell better: many an OFX or camt says one and is the other.
 */
export class BankTextDecoder {
  /** What the text turned out to be; plain ASCII counts as UTF-8. */
  encoding = 'utf-8';
  #decoder: TextDecoder | null = null;
  #dos = false;
  #started = false;
  #declared: string | null = null;
  /** Ends of lines before what is decoded now. */
  #lines = 0;
  /** The first bytes of a character whose rest is still to come. */
  #cut: Buffer = Buffer.alloc(0);
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  write(bytes: Uint8Array, isLast = false): string {
    if (!this.#started) this.#start(bytes);
    if (this.#decoder || this.#dos) return this.#decode(bytes, isLast);
    const joined = this.#cut.length > 0 ? Buffer.concat([this.#cut, bytes]) : asBuffer(bytes);
    const whole = isLast ? joined.length : wholeCharacters(joined);
    const text = joined.subarray(0, whole);
    if (isUtf8(text)) {
      this.#cut = Buffer.from(joined.subarray(whole));
      return this.#counted(withoutMark(text.toString('utf8')));
    }
    this.#cut = Buffer.alloc(0);
    this.#leaveUtf8(joined);
    return this.#decode(joined, isLast);
  }

  #start(bytes: Uint8Array): void {
    this.#started = true;
    const start = bytes.subarray(0, 4096);
    const detected = detectEncoding(start);
    if (detected === 'utf-16le' || detected === 'utf-16be') this.#use(detected);
    const head = asBuffer(start).toString('latin1');
    this.#declared = /<\?xml[^>]{0,200}\sencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1] ?? null;
  }

  #leaveUtf8(bytes: Uint8Array): void {
    const declared = this.#declared?.toLowerCase();
    if (declared && !/^utf-?8$/.test(declared) && isKnown(declared)) this.#use(declared);
    else {
      const detected = detectEncoding(bytes);
      this.#dos = detected === 'cp850';
      if (this.#dos) this.encoding = 'cp850';
      else this.#use(detected === 'iso-8859-15' ? detected : 'windows-1252');
    }
  }

  #use(encoding: string): void {
    this.#decoder = new TextDecoder(encoding, { fatal: true });
    this.encoding = this.#decoder.encoding;
  }

  #decode(bytes: Uint8Array, isLast: boolean): string {
    if (!this.#decoder) return fromCp850(bytes);
    try {
      return this.#counted(this.#decoder.decode(bytes, { stream: !isLast }));
    } catch {
      return refuseUnreadable(bytes, this.encoding, this.#file, this.#lines);
    }
  }

  #counted(text: string): string {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lines += 1;
    return text;
  }
}

/** How many bytes form whole characters: at most three at the end may be waiting for theirs. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (needed > 0) return needed > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function isKnown(encoding: string): boolean {
  try {
    return Boolean(new TextDecoder(encoding));
  } catch {
    return false;
  }
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
