/**
 * Makes src/server/users/frequent-passwords.bin of a list of passwords, the commonest first, one a line:
 *
 *   node test/house/print-frequent-passwords.ts 10-million-password-list-top-1000000.txt
 *
 * Made of the list that Mark Burnett published in 2015 and gave to the public domain (CC0), in the order of how many
 * used each; its first million, as the SecLists project (MIT) hands it on. Shorter ones than twelve signs are refused
 * anyway, so only those of twelve and more are kept: the first five bytes of the SHA-256 of each in small letters, in
 * rising order. A password that is on no list is taken for one of it once in 25 million.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const [file = ''] = process.argv.slice(2);
const long = readFileSync(file, 'utf8')
  .split(/\r?\n/)
  .map((word) => word.toLowerCase())
  .filter((word) => [...word].length >= 12);
const hashes = [...new Set(long)].map((word) => createHash('sha256').update(word).digest().subarray(0, 5));
const target = path.join(import.meta.dirname, '../../src/server/users/frequent-passwords.bin');
writeFileSync(target, Buffer.concat(hashes.sort(Buffer.compare)));
