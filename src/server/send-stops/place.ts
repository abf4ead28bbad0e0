import { createHash, randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';

/** Where a process runs, as far as it can be told apart from a copy of it. */
export type Place = {
  /** Changes when the folder is copied, or comes up on another machine; not when it is renamed. */
  readonly sha256: string;
  readonly host: string;
  readonly folder: string;
};

const FILE = 'place';
const MARK = 'mark';

/**
 * Recognises this place by a file in the data folder, made once. A copy of it has the same content, but is another file:
 * its number on the disk and the moment it was born are its own.
 */
export function placeOf(dataDir: string): Place {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, FILE);
  if (!existsSync(file)) makeOnce(file);
  const { ino, birthtimeNs } = statSync(file, { bigint: true });
  const content = readFileSync(file, 'utf8').trim();
  const parts = [content, String(ino), String(birthtimeNs), machine()];
  const sha256 = createHash('sha256').update(parts.join('\n')).digest('hex');
  return { sha256, host: hostname(), folder: realpathSync(dataDir) };
}

function makeOnce(file: string): void {
  try {
    writeFileSync(file, `${randomUUID()}\n`, { mode: 0o600, flag: 'wx' });
  } catch (error) {
    // Another process made it at the same moment.
    if (!existsSync(file)) throw error;
  }
}

/** The name a container gives itself anew at each start tells nothing. */
const NAMED_BY_CHANCE = /^[0-9a-f]{12}$/;

function machine(): string {
  const file = '/etc/machine-id';
  const id = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (id) return id;
  return NAMED_BY_CHANCE.test(hostname()) ? '' : hostname();
}

/** How far these data had come when a process last served them from here; 0: none did, or nobody can read it. */
export function readMark(dataDir: string): bigint {
  const file = path.join(dataDir, MARK);
  const text = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  return /^\d{1,18}$/.test(text) ? BigInt(text) : 0n;
}

export function writeMark(dataDir: string, mark: bigint): void {
  const file = path.join(dataDir, MARK);
  // On a full disk the old number stays: without one, older data would not be recognised.
  writeFileSync(`${file}.new`, `${mark}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
