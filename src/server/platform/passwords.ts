import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { verifyPassword as verifyScrypt } from 'better-auth/crypto';

/** OWASP's least for Argon2id: 19 MiB, two passes, one lane. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const TAG_BYTES = 32;
const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;
const derive = promisify(argon2);

/** Argon2id with a salt of its own, written as other programs write it: $argon2id$v=19$m=…,t=…,p=…$salt$hash. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const { memory, passes, parallelism } = COST;
  const message = password.normalize('NFKC');
  const tag = await derive('argon2id', { message, nonce, ...COST, tagLength: TAG_BYTES });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${plain64(nonce)}$${plain64(tag)}`;
}

/** The same of what is kept under a salt that is known, so that it can be looked up. @param salt base64 */
export async function hashSlowly(text: string, salt: string): Promise<string> {
  const nonce = Buffer.from(salt, 'base64');
  return (await derive('argon2id', { message: text, nonce, ...COST, tagLength: TAG_BYTES })).toString('hex');
}

/** Whether it is the password of this hash, be it one of ours or one of an older release (scrypt). */
export async function verifyPassword(hash: string, password: string): Promise<boolean> {
  const [, memory, passes, parallelism, salt = '', kept = ''] = PHC.exec(hash) ?? [];
  if (memory === undefined) return isScrypt(hash) && verifyScrypt({ hash, password });
  const tag = Buffer.from(kept, 'base64');
  const given = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: Buffer.from(salt, 'base64'),
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    tagLength: tag.length,
  });
  return timingSafeEqual(given, tag);
}

/** Whether a hash is to be made anew at the next right password: older, or cheaper than now. */
export function isOutdated(hash: string): boolean {
  const [, memory, passes] = PHC.exec(hash) ?? [];
  return Number(memory ?? 0) < COST.memory || Number(passes ?? 0) < COST.passes;
}

function isScrypt(hash: string): boolean {
  return /^[0-9a-f]+:[0-9a-f]+$/.test(hash);
}

/** base64 without its padding, as the form asks. */
function plain64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
