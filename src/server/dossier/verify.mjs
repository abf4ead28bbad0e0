// Checks a dossier without Rappel: node verify.mjs, in the folder with dossier.json, chain.bin and the papers.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

const sha256 = (...parts) => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const hex = (text) => Buffer.from(text, 'hex');
const wrong = [];
const { head, chain, events, papers } = JSON.parse(readFileSync('dossier.json', 'utf8'));
const digests = readFileSync('chain.bin'); // 32 bytes for each event of the company from chain.from to the head
if (digests.length !== 32 * (head.count - chain.from + 1))
  wrong.push(`chain.bin has not ${head.count - chain.from + 1} digests`);

// 1. The chain: h(n) = SHA-256(h(n-1) || digest of event n), up to the head.
const hashes = new Map();
let hash = hex(chain.before);
for (let n = 0; n * 32 < digests.length; n += 1) {
  hash = sha256(hash, digests.subarray(n * 32, n * 32 + 32));
  hashes.set(chain.from + n, hash);
}
if (hash.toString('hex') !== head.hash) wrong.push('the chain does not lead to the head');

// 2. Each event of this dossier stands in the chain as it is told here, and its personal part is the one committed to.
for (const { position, hash: told, canonical, personal, salt } of events) {
  const place = (position - chain.from) * 32;
  if (!sha256(Buffer.from(canonical)).equals(digests.subarray(place, place + 32)))
    wrong.push(`event ${position}: changed`);
  if (hashes.get(position)?.toString('hex') !== told)
    wrong.push(`event ${position}: its hash is not that of the chain`);
  const commitment = canonical.split('\n')[10];
  if (personal !== null && sha256(hex(salt), Buffer.from(personal)).toString('hex') !== commitment)
    wrong.push(`event ${position}: its personal part changed`);
}

// 3. Each paper is the one written down.
for (const { name, sha256: told } of papers) {
  if (!existsSync(name)) wrong.push(`${name}: is missing`);
  else if (sha256(readFileSync(name)).toString('hex') !== told) wrong.push(`${name}: changed`);
}

const say = (line) => process.stdout.write(`${line}\n`);
say(`${events.length} events, ${papers.length} papers, ${head.count} events in the chain of the company`);
say(`head: ${head.count} ${head.hash}`);
for (const line of wrong) say(`WRONG  ${line}`);
say(wrong.length === 0 ? 'OK: compare the head with one that was printed or mailed at the time.' : 'NOT OK');
process.exitCode = wrong.length === 0 ? 0 : 1;
