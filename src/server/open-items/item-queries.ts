import { sql } from 'kysely';
import { waysOf } from '#server/notices/queries.ts';
import type { Trx } from '#server/platform/db.ts';

export type FoundItem = Awaited<ReturnType<typeof listItems>>[number];

/** Due items by id, each with the number of its document; ids of other companies are not found. */
export async function listItems(trx: Trx, companyId: string, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return itemsOf(trx, companyId).where('i.id', 'in', ids).execute();
}

export async function findItem(trx: Trx, companyId: string, id: string): Promise<FoundItem | undefined> {
  return itemsOf(trx, companyId).where('i.id', '=', id).executeTakeFirst();
}

export function lockItem(trx: Trx, companyId: string, id: string): Promise<FoundItem | undefined> {
  return itemsOf(trx, companyId).where('i.id', '=', id).forUpdate('i').executeTakeFirst();
}

function itemsOf(trx: Trx, companyId: string) {
  return trx
    .selectFrom('dueItem as i')
    .innerJoin('document as doc', (on) =>
      on.onRef('doc.companyId', '=', 'i.companyId').onRef('doc.id', '=', 'i.documentId'),
    )
    .selectAll('i')
    .select('doc.number')
    .where('i.companyId', '=', companyId);
}

/** The document of a due item, with the file it came with. */
export function findDocument(trx: Trx, companyId: string, id: string) {
  return trx
    .selectFrom('document as doc')
    .leftJoin('file as f', (on) =>
      on.onRef('f.companyId', '=', 'doc.companyId').onRef('f.id', '=', 'doc.fileId'),
    )
    .selectAll('doc')
    .select(['f.name as fileName', 'f.mediaType as fileMediaType', 'f.size as fileSize'])
    .where('doc.companyId', '=', companyId)
    .where('doc.id', '=', id)
    .executeTakeFirstOrThrow();
}

export function listInstalments(trx: Trx, companyId: string, documentId: string) {
  return trx
    .selectFrom('dueItem')
    .selectAll()
    .where('companyId', '=', companyId)
    .where('documentId', '=', documentId)
    .orderBy('position')
    .execute();
}

/** Every notice that carried a due item, newest first, with how it left the house. */
export function listReminders(trx: Trx, companyId: string, dueItemId: string) {
  return trx
    .selectFrom('noticeLine as l')
    .innerJoin('notice as n', (on) =>
      on.onRef('n.companyId', '=', 'l.companyId').onRef('n.id', '=', 'l.noticeId'),
    )
    .innerJoin('run as r', (on) => on.onRef('r.companyId', '=', 'n.companyId').onRef('r.id', '=', 'n.runId'))
    .select([
      'n.id as noticeId',
      'n.number as noticeNumber',
      'r.id as runId',
      'r.number as runNumber',
      'n.stepKind',
      'l.level',
      'l.cycle',
      'l.times',
      'n.issuedOn',
      'n.deadlineOn',
      waysOf('n').as('ways'),
      'n.currency',
      'l.openMinor',
      'l.interestMinor',
      'l.feeMinor',
      sql<boolean>`l.undone or n.undone_at is not null`.as('undone'),
      sql<boolean>`n.pdf_file_id is not null`.as('hasPdf'),
    ])
    .where('l.companyId', '=', companyId)
    .where('l.dueItemId', '=', dueItemId)
    .orderBy('n.number', 'desc')
    .execute();
}

/** Sets the level a due item had reached before Rappel knew it. No notice stands behind it, so nothing counts from one. */
export async function markLevel(trx: Trx, companyId: string, id: string, level: number) {
  await trx
    .updateTable('dueItem')
    .set({ level, times: level === 0 ? 0 : 1 })
    .where('companyId', '=', companyId)
    .where('id', '=', id)
    .execute();
}
