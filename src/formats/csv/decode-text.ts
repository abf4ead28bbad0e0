import { isUtf8 } from 'node:buffer';
import { refuse } from '#core/refusal.ts';

export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252', 'iso-8859-15', 'cp850'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** Byte order mark, then strict UTF-8, then what packages in Western Europe still write. Shown, and may be overridden. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const zeros = zerosIn(bytes.subarray(0, 2000));
  if (zeros.odd > zeros.pairs * 0.4 && zeros.even === 0) return 'utf-16le';
  if (zeros.even > zeros.pairs * 0.4 && zeros.odd === 0) return 'utf-16be';
  if (isUtf8(bytes)) return 'utf-8';
  if (looksLikeCp850(bytes)) return 'cp850';
  return looksLikeLatin9(bytes) ? 'iso-8859-15' : 'windows-1252';
}

/** The text in portions, without its byte order mark. @throws Refusal encoding_unreadable */
export function* decodeText(bytes: Uint8Array, encoding: Encoding, file: string): Generator<string> {
  const decoder = encoding === 'cp850' ? null : new TextDecoder(encoding, { fatal: true });
  for (let start = 0; start < bytes.length; start += PORTION) {
    const part = bytes.subarray(start, start + PORTION);
    try {
      yield decoder ? decoder.decode(part, { stream: start + PORTION < bytes.length }) : fromCp850(part);
    } catch {
      refuseUnreadable(bytes, encoding, file);
    }
  }
}

/** Says where bytes are no text of an encoding, below so many lines that were. @throws Refusal encoding_unreadable */
export function refuseUnreadable(bytes: Uint8Array, encoding: string, file: string, lines = 0): never {
  const lenient = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const at = lenient.indexOf('\ufffd');
  const before = lenient.slice(0, Math.max(at, 0));
  const line = String(lines + before.split(/\r\n|\n|\r/).length);
  const offset = encoding.startsWith('utf-16') ? before.length * 2 : Buffer.byteLength(before);
  const given = Buffer.from(bytes.subarray(offset, offset + 4))
    .toString('hex')
    .toUpperCase();
  return refuse('encoding_unreadable', { file, line, encoding, given: `0x${given}` });
}

const PORTION = 256 * 1024;

function zerosIn(bytes: Uint8Array) {
  let [even, odd] = [0, 0];
  bytes.forEach((byte, index) => {
    if (byte === 0 && index % 2 === 0) even += 1;
    else if (byte === 0) odd += 1;
  });
  return { even, odd, pairs: bytes.length / 2 };
}

const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';

/** Bytes of the DOS page of Western Europe as text. */
export function fromCp850(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : (CP850[byte - 0x80] ?? '');
  return text;
}

/** Where windows-1252 has ¤, a page of 1999 has the euro, and œ where it has ½: within words they are letters. */
function looksLikeLatin9(bytes: Uint8Array): boolean {
  let euros = 0;
  for (let at = 0; at < Math.min(bytes.length, 1_000_000); at++) {
    const byte = bytes[at] ?? 0;
    if (byte >= 0x80 && byte <= 0x9f) return false;
    const isLetterThere = LATIN9_LETTERS.has(byte) && isLetter(bytes[at - 1]) && isLetter(bytes[at + 1]);
    if (byte === 0xa4 || isLetterThere) euros += 1;
  }
  return euros > 0;
}

const LATIN9_LETTERS = new Set([0xa6, 0xa8, 0xb4, 0xb8, 0xbc, 0xbd, 0xbe]);

/** In DOS text the letters with accents lie where windows-1252 has quotes and dashes: next to letters, they are letters. */
function looksLikeCp850(bytes: Uint8Array): boolean {
  let [dos, windows] = [0, 0];
  for (let at = 0; at < Math.min(bytes.length, 1_000_000); at++) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x80) continue;
    const besideLetter = isLetter(bytes[at - 1]) && isLetter(bytes[at + 1]);
    if (byte < 0x9b && byte !== 0x80 && byte !== 0x92 && besideLetter) dos += 1;
    if (byte >= 0xc0) windows += 1;
  }
  return dos > windows;
}

function isLetter(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));
}
