import { createHash } from 'node:crypto';
import type { Trx } from '#server/platform/db.ts';
import { newId } from '#server/platform/ids.ts';

export type NewFile = { readonly name: string; readonly mediaType: string; readonly bytes: Buffer };
export type FileRow = NewFile & { readonly id: string; readonly size: number; readonly sha256: string };

/** A file with the id and the hash it will be stored under. */
export function fileOf({ name, mediaType, bytes }: NewFile): FileRow {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { id: newId(), name, mediaType, size: bytes.length, sha256, bytes };
}

export async function addFiles(trx: Trx, companyId: string, files: readonly FileRow[]): Promise<void> {
  if (files.length === 0) return;
  await trx
    .insertInto('file')
    .values(files.map((file) => ({ companyId, ...file })))
    .execute();
}

export function findFile(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('file')
    .select(['id', 'name', 'mediaType', 'size', 'sha256', 'bytes'])
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Without their bytes. */
export function listFileHeads(trx: Trx, companyId: string, ids: readonly string[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return trx
    .selectFrom('file')
    .select(['id', 'name', 'mediaType', 'size', 'sha256'])
    .where('companyId', '=', companyId)
    .where('id', 'in', [...ids])
    .execute();
}

export function listFiles(trx: Trx, companyId: string, ids: readonly string[]) {
  if (ids.length === 0) return Promise.resolve([]);
  return trx
    .selectFrom('file')
    .select(['id', 'name', 'mediaType', 'size', 'sha256', 'bytes'])
    .where('companyId', '=', companyId)
    .where('id', 'in', [...ids])
    .execute();
}
