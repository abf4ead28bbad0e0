import type { Updateable } from 'kysely';
import type { SentFolderTable } from '#server/companies/tables.ts';
import type { Trx } from '#server/platform/db.ts';

export function findSentFolder(trx: Trx, companyId: string) {
  return trx.selectFrom('sentFolder').selectAll().where('companyId', '=', companyId).executeTakeFirst();
}

export function lockSentFolder(trx: Trx, companyId: string) {
  return trx
    .selectFrom('sentFolder')
    .selectAll()
    .where('companyId', '=', companyId)
    .forUpdate()
    .executeTakeFirst();
}

const UNPROVEN = {
  probeState: null,
  probeMessageId: null,
  probeSentAt: null,
  probedAt: null,
  probeAnswer: null,
  probeVia: null,
} as const;

/** Sets the mailbox; whatever another one had proven is forgotten. */
export function setSentFolder(
  trx: Trx,
  companyId: string,
  mailbox: { imapUrlSealed: string; folder: string | null },
) {
  return trx
    .insertInto('sentFolder')
    .values({ companyId, ...mailbox, ...UNPROVEN })
    .onConflict((on) => on.column('companyId').doUpdateSet({ ...mailbox, ...UNPROVEN }))
    .execute();
}

export function removeSentFolder(trx: Trx, companyId: string) {
  return trx.deleteFrom('sentFolder').where('companyId', '=', companyId).execute();
}

export function markProbe(trx: Trx, companyId: string, change: Updateable<SentFolderTable>) {
  return trx.updateTable('sentFolder').set(change).where('companyId', '=', companyId).execute();
}
