import path from 'node:path';
import { refuse } from '#core/refusal.ts';
import { openBackup } from './backup-file.ts';
import { type BackupHead, MANIFEST_NAME, Manifest } from './manifest.ts';

/** Reads a backup from its first byte to its last, and changes nothing. @throws Refusal as openBackup, backup_damaged */
export async function readManifest(
  file: string,
  key: Buffer | null,
): Promise<{ readonly head: BackupHead; readonly manifest: Manifest }> {
  const { head, entries } = await openBackup(file, key);
  let written: Buffer | null = null;
  for await (const { name, bytes } of entries) if (name === MANIFEST_NAME) written = bytes;
  // Nothing is made of it before the last byte was looked at.
  if (!written) return refuse('backup_damaged', { file: path.basename(file) });
  return { head, manifest: Manifest.parse(JSON.parse(written.toString('utf8'))) };
}
