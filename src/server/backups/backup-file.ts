import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { refuse } from '#core/refusal.ts';
import { BackupHead, FORMAT, HEAD_NAME, TRAILER_NAME } from './manifest.ts';
import { NotOpened, SEALED_MAGIC, Sealer, unsealed } from './sealed-stream.ts';
import { readTar, TAR_END, TarDamaged, type TarEntry, tarHeader, tarPadding } from './tar.ts';

/**
 * A backup as one file: a tar archive, sealed as a whole where a key is given. Its last entry is the SHA-256 of
 * everything before it, so one changed byte anywhere is noticed. It is written beside its place, and takes it when whole.
 */
export class BackupFile {
  readonly #handle: FileHandle;
  readonly #file: string;
  readonly #sealer: Sealer | null;
  readonly #hash = createHash('sha256');
  readonly #at: number;
  #size = 0;

  private constructor(file: string, handle: FileHandle, sealer: Sealer | null, at: number) {
    this.#file = file;
    this.#handle = handle;
    this.#sealer = sealer;
    this.#at = at;
  }

  /** @param key seals it; null: it is a plain archive */
  static async begin(file: string, key: Buffer | null, at: Temporal.Instant): Promise<BackupFile> {
    const handle = await open(unfinished(file), 'w', 0o600);
    const sealer = key && new Sealer(key);
    const made = new BackupFile(file, handle, sealer, Math.floor(at.epochMilliseconds / 1000));
    if (sealer) await made.#write(sealer.begin());
    return made;
  }

  async add(name: string, bytes: Buffer): Promise<void> {
    const whole = Buffer.concat([tarHeader(name, bytes.length, this.#at), bytes, tarPadding(bytes.length)]);
    this.#hash.update(whole);
    await this.#put(whole);
  }

  /** Writes the end, has it on the disk, and gives it its name. @returns its size in bytes */
  async finish(): Promise<number> {
    await this.add(TRAILER_NAME, Buffer.from(this.#hash.copy().digest('hex')));
    await this.#put(TAR_END);
    if (this.#sealer) await this.#write(this.#sealer.end());
    await this.#handle.sync();
    await this.#handle.close();
    await rename(unfinished(this.#file), this.#file);
    await syncFolder(path.dirname(this.#file));
    return this.#size;
  }

  /** Leaves nothing behind. */
  async giveUp(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(unfinished(this.#file), { force: true });
  }

  #put(bytes: Buffer): Promise<void> {
    return this.#write(this.#sealer ? this.#sealer.add(bytes) : bytes);
  }

  async #write(bytes: Buffer): Promise<void> {
    let from = 0;
    while (from < bytes.length) from += (await this.#handle.write(bytes, from)).bytesWritten;
    this.#size += bytes.length;
  }
}

function unfinished(file: string): string {
  return `${file}.part`;
}

/** The name itself is in the folder, and a power cut may take that back. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

export type OpenBackup = { readonly head: BackupHead; readonly entries: AsyncGenerator<TarEntry> };

/**
 * Opens a backup: its head at once, its other entries one by one, the trailer compared at the end.
 * @throws Refusal backup_unreadable, backup_newer, backup_key_needed, backup_key_wrong, and backup_damaged while reading
 */
export async function openBackup(file: string, key: Buffer | null): Promise<OpenBackup> {
  const name = path.basename(file);
  const isSealed = await isSealedFile(file);
  if (isSealed && !key) refuse('backup_key_needed', { file: name });
  const bytes: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: 1_048_576 });
  const entries = told(name, compared(isSealed && key ? unsealed(bytes, key) : bytes));
  const first = await entries.next();
  if (first.done || first.value.name !== HEAD_NAME) return refuse('backup_unreadable', { file: name });
  return { head: headOf(name, first.value.bytes), entries };
}

function headOf(file: string, bytes: Buffer): BackupHead {
  const head = BackupHead.safeParse(parsed(bytes));
  if (!head.success) return refuse('backup_unreadable', { file });
  if (head.data.format > FORMAT) refuse('backup_newer', { file, version: head.data.rappel });
  return head.data;
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}

export async function isSealedFile(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(SEALED_MAGIC.length), 0);
    return bytesRead === SEALED_MAGIC.length && buffer.equals(SEALED_MAGIC);
  } finally {
    await handle.close();
  }
}

/** Entry by entry, with what they amount to compared with the last one. */
async function* compared(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const hash = createHash('sha256');
  let at = 0;
  let isWhole = false;
  for await (const entry of readTar(source)) {
    if (isWhole) throw new TarDamaged(at);
    if (entry.name === TRAILER_NAME) {
      if (entry.bytes.toString() !== hash.copy().digest('hex')) throw new TarDamaged(at);
      isWhole = true;
      continue;
    }
    const header = tarHeader(entry.name, entry.bytes.length, entry.at);
    hash.update(header).update(entry.bytes).update(tarPadding(entry.bytes.length));
    at += header.length + entry.bytes.length;
    yield entry;
  }
  if (!isWhole) throw new TarDamaged(at);
}

/** In words that a person can do something with. */
async function* told(file: string, entries: AsyncGenerator<TarEntry>): AsyncGenerator<TarEntry> {
  let isBegun = false;
  try {
    for await (const entry of entries) {
      isBegun = true;
      yield entry;
    }
  } catch (error) {
    if (error instanceof NotOpened) refuse(isBegun ? 'backup_damaged' : 'backup_key_wrong', { file });
    if (error instanceof TarDamaged) refuse(isBegun ? 'backup_damaged' : 'backup_unreadable', { file });
    throw error;
  }
}
