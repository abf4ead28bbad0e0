import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from './settings.ts';

/**
 * The installation's secret: RAPPEL_SECRET, or one made at the first start and kept where only its owner reads. While
 * it is being changed, the earlier one stands on a second line: what that one sealed still opens.
 */
export function secretOf({ secret, oldSecret, dataDir }: SecretSettings): string {
  if (secret) return oldSecret ? `${secret}\n${oldSecret}` : secret;
  const file = secretFile(dataDir);
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    try {
      writeFileSync(file, newSecret(), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      // Another process made it at the same moment.
      if (!existsSync(file)) throw error;
    }
  }
  return readFileSync(file, 'utf8').trim();
}

type SecretSettings = Pick<Settings, 'secret' | 'dataDir'> & Partial<Pick<Settings, 'oldSecret'>>;

export function newSecret(): string {
  return randomBytes(32).toString('hex');
}

export function secretFile(dataDir: string): string {
  return path.join(dataDir, 'secret');
}

/** The present secret first, then the one before it while it is being changed. */
export function keysOf(secret: string): readonly [string, ...string[]] {
  const [present = '', ...earlier] = secret.split('\n');
  return [present, ...earlier];
}

/** Locks a text so that a copy of the database gives nothing away (AES-256-GCM; a key of its own for each purpose). */
export function seal(secret: string, purpose: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), iv);
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString('base64url')}`;
}

/** @returns null where it was sealed with another secret, or is damaged. */
export function unseal(secret: string, purpose: string, sealed: string): string | null {
  for (const key of keysOf(secret)) {
    const text = unsealWith(key, purpose, sealed);
    if (text !== null) return text;
  }
  return null;
}

function unsealWith(secret: string, purpose: string, sealed: string): string | null {
  try {
    const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** Six digits that only this installation can make of these facts. */
export function codeOf(secret: string, purpose: string, facts: string): string {
  const digest = createHmac('sha256', keyFor(secret, purpose)).update(facts).digest();
  return String(digest.readUInt32BE(0) % 1_000_000).padStart(6, '0');
}

/** What stands for a fact where the fact itself is not to be kept: the same each time, and only here. Twelve figures. */
export function markOf(secret: string, purpose: string, fact: string): string {
  return createHmac('sha256', keyFor(secret, purpose)).update(fact).digest('hex').slice(0, 12);
}

function keyFor(secret: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', keysOf(secret)[0], 'rappel', purpose, 32));
}
