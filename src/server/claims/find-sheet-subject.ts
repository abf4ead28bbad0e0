import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import type { SheetQuestion } from './read-sheet.ts';

/**
 * What a sheet is to be about, named as people name it: a document's number (of one with several due dates, the first
 * that is open), or a debtor's. @throws Refusal open_item_unknown, debtor_unknown
 */
export function findSheetSubject(
  tools: CompanyTools,
  { document, debtor }: { document?: string | undefined; debtor?: string | undefined },
): Promise<SheetQuestion['of']> {
  const { companyId } = tools;
  return inCompany(tools, async (trx) => {
    if (debtor !== undefined) {
      const found = await trx
        .selectFrom('debtor')
        .select('id')
        .where('companyId', '=', companyId)
        .where('number', '=', debtor)
        .executeTakeFirst();
      return found ? { debtor: found.id } : refuse('debtor_unknown', { debtor });
    }
    const found = await trx
      .selectFrom('dueItem as i')
      .innerJoin('document as doc', (on) =>
        on.onRef('doc.companyId', '=', 'i.companyId').onRef('doc.id', '=', 'i.documentId'),
      )
      .select('i.id')
      .where('i.companyId', '=', companyId)
      .where('doc.number', '=', document ?? '')
      .orderBy((by) => by('i.openMinor', '=', 0n))
      .orderBy('i.dueOn')
      .executeTakeFirst();
    return found ? { item: found.id } : refuse('open_item_unknown', { item: document ?? '' });
  });
}
