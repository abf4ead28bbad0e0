import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { refuse } from '#core/refusal.ts';
import { BackupHead, FORMAT, Manifest } from './manifest.ts';

/** What says that a folder is a whole physical backup: written last. */
export const PHYSICAL_NAME = 'physical-backup.json';
/** As the program names PostgreSQL's folder in a data folder. */
export const POSTGRES_FOLDER = 'postgres18';

export const PhysicalManifest = z.object({
  format: z.literal(FORMAT),
  head: BackupHead,
  /** Where the log begins that makes the copied files one moment, and its last file. */
  wal: z.object({ from: z.string(), to: z.string() }),
  withSecret: z.boolean(),
  files: z.array(z.object({ name: z.string(), size: z.number().int(), sha256: z.string() })),
  /** What the database held at that moment, as of every other backup. */
  content: Manifest,
});
export type PhysicalManifest = z.infer<typeof PhysicalManifest>;

/** Whether something is a folder, and so can be no backup in one file. */
export function isFolder(file: string): boolean {
  return existsSync(file) && statSync(file).isDirectory();
}

/** @throws Refusal physical_unreadable, physical_in_use */
export async function readPhysicalManifest(folder: string): Promise<PhysicalManifest> {
  const name = path.basename(folder);
  const file = path.join(folder, PHYSICAL_NAME);
  if (!existsSync(file)) refuse('physical_unreadable', { folder: name, file: PHYSICAL_NAME });
  if (existsSync(path.join(folder, 'place'))) refuse('physical_in_use', { folder: name });
  const read = PhysicalManifest.safeParse(parsed(await readFile(file, 'utf8')));
  return read.success ? read.data : refuse('physical_unreadable', { folder: name, file: PHYSICAL_NAME });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
