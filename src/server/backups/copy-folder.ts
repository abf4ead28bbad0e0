import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chown, mkdir, open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** A file as it was copied; its name is that below the folder, with slashes. */
export type CopiedFile = { readonly name: string; readonly size: number; readonly sha256: string };

export type Copying = {
  readonly from: string;
  readonly to: string;
  /** Which names below the folder are left out: a folder with all that is in it. */
  readonly isLeftOut?: (name: string) => boolean;
  /** Whose the copies shall be; null: ours. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
  /** Files, and folders below this one, may go while others work in it. */
  readonly mayVanish?: boolean;
  /** Whether the copy shall survive a power cut. */
  readonly isLasting: boolean;
};

const AT_ONCE = 4;
const CLOSED = 0o700;

/** Copies a folder with all that is in it, file by file. */
export async function copyFolder(copying: Copying): Promise<readonly CopiedFile[]> {
  const { folders, files } = await listFolder(copying);
  for (const folder of folders) await makeFolder(path.join(copying.to, folder), copying.owner);
  const copied: CopiedFile[] = [];
  await fourAtOnce(files, async (name) => {
    const file = await copyFile(copying, name);
    if (file) copied.push(file);
  });
  // All are written by now: the first one synced takes most of the others along.
  if (copying.isLasting) await syncAll(copying.to, copied, folders);
  return copied.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

async function syncAll(to: string, files: readonly CopiedFile[], folders: readonly string[]): Promise<void> {
  await fourAtOnce(files, ({ name }) => syncFile(path.join(to, name)));
  for (const folder of folders.toReversed()) await syncFolder(path.join(to, folder));
}

async function fourAtOnce<One>(all: readonly One[], work: (one: One) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const lane = async () => {
    for (const one of waiting) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function listFolder({ from, isLeftOut = () => false, mayVanish = false }: Copying) {
  const folders = [''];
  const files: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(path.join(from, folder), { withFileTypes: true }).catch(
      (error: unknown) => {
        if (mayVanish && folder && isMissing(error)) return [];
        throw error;
      },
    );
    for (const entry of entries) {
      const name = folder ? `${folder}/${entry.name}` : entry.name;
      if (isLeftOut(name)) continue;
      if (entry.isDirectory()) folders.push(name);
      else if (entry.isFile()) files.push(name);
      else if (entry.isSymbolicLink())
        throw new Error(`${path.join(from, name)} is a link: it is not copied.`);
    }
  }
  return { folders, files };
}

/** Copies one file of a folder, not synced. @returns null where it is gone meanwhile, and may be */
export async function copyFile(
  { from, to, owner, mayVanish = false }: Copying,
  name: string,
): Promise<CopiedFile | null> {
  const target = path.join(to, name);
  const hash = createHash('sha256');
  let size = 0;
  const count = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  const source = await open(path.join(from, name)).catch((error: unknown) => {
    if (mayVanish && isMissing(error)) return null;
    throw error;
  });
  if (!source) return null;
  const reading = source.createReadStream({ highWaterMark: 1 << 20 });
  await pipeline(reading, count, createWriteStream(target, { mode: 0o600, flags: 'wx' }));
  if (owner) await chown(target, owner.uid, owner.gid);
  return { name, size, sha256: hash.digest('hex') };
}

/** Writes what is at hand, and syncs it. */
export async function writeSynced(
  file: string,
  content: string | Buffer,
  owner: Copying['owner'],
): Promise<CopiedFile> {
  const bytes = Buffer.from(content);
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (owner) await chown(file, owner.uid, owner.gid);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: path.basename(file), size: bytes.length, sha256 };
}

export async function makeFolder(folder: string, owner: Copying['owner']): Promise<void> {
  await mkdir(folder, { recursive: true, mode: CLOSED });
  if (owner) await chown(folder, owner.uid, owner.gid);
}

export async function syncFile(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  await handle.sync().finally(() => handle.close());
}

/** That a name stands in a folder survives a power cut only then. Windows has no such thing. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** Whose a folder is, where we may give files away: as root. */
export async function ownerOf(folder: string): Promise<Copying['owner']> {
  if (process.getuid?.() !== 0) return null;
  const { uid, gid } = await stat(folder);
  return { uid, gid };
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
