import type { Updateable } from 'kysely';
import type { Language } from '#core/receivables/kinds.ts';
import type { Trx } from '#server/platform/db.ts';
import type { LetterLayoutTable } from './tables.ts';
import type { Words } from './words.ts';

/** The company's own words, where it wrote some. */
export function listTexts(trx: Trx, companyId: string) {
  return trx.selectFrom('noticeText').selectAll().where('companyId', '=', companyId).execute();
}

export async function markText(
  trx: Trx,
  companyId: string,
  text: Words & { step: string; language: Language; updatedBy: string | null; updatedAt: Temporal.Instant },
): Promise<void> {
  await trx
    .insertInto('noticeText')
    .values({ companyId, ...text })
    .onConflict((on) =>
      on.columns(['companyId', 'step', 'language']).doUpdateSet({
        subject: text.subject,
        body: text.body,
        updatedBy: text.updatedBy,
        updatedAt: text.updatedAt,
      }),
    )
    .execute();
}

export function removeText(trx: Trx, companyId: string, step: string, language: Language) {
  return trx
    .deleteFrom('noticeText')
    .where('companyId', '=', companyId)
    .where('step', '=', step)
    .where('language', '=', language)
    .executeTakeFirstOrThrow();
}

/** The layout with its logo's name and hash, or undefined where the company never touched it. */
export function findLayout(trx: Trx, companyId: string) {
  return trx
    .selectFrom('letterLayout')
    .leftJoin('file', (on) =>
      on
        .onRef('file.companyId', '=', 'letterLayout.companyId')
        .onRef('file.id', '=', 'letterLayout.logoFileId'),
    )
    .selectAll('letterLayout')
    .select(['file.name as logoName', 'file.sha256 as logoSha256', 'file.mediaType as logoMediaType'])
    .where('letterLayout.companyId', '=', companyId)
    .executeTakeFirst();
}

export async function markLayout(
  trx: Trx,
  companyId: string,
  change: Omit<Updateable<LetterLayoutTable>, 'companyId'>,
): Promise<void> {
  await trx
    .insertInto('letterLayout')
    .values({ logoFileId: null, signature: null, ...change, companyId })
    .onConflict((on) => on.column('companyId').doUpdateSet(change))
    .execute();
}
