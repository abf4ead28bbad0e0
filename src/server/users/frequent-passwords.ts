import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const HASH_BYTES = 5;
const FILE = path.join(import.meta.dirname, 'frequent-passwords.bin');
let read: Buffer | null = null;

/**
 * Whether a password in small letters is among the million that are used most, of twelve signs and more. Asked of a
 * file of hashes: nothing leaves this machine. Where they come from: test/house/print-frequent-passwords.ts.
 */
export function isCommonPassword(lowered: string): boolean {
  read ??= readFileSync(FILE);
  const wanted = createHash('sha256').update(lowered).digest().subarray(0, HASH_BYTES);
  let [low, high] = [0, read.length / HASH_BYTES];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const order = read.compare(wanted, 0, HASH_BYTES, middle * HASH_BYTES, (middle + 1) * HASH_BYTES);
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return false;
}
