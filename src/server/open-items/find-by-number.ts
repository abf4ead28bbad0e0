import { refuse } from '#core/refusal.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

/** A debtor by the number people know it by. @throws Refusal debtor_unknown */
export function findDebtorByNumber(tools: CompanyTools, number: string): Promise<string> {
  return inCompany(tools, async (trx) => {
    const query = trx.selectFrom('debtor').select('id').where('companyId', '=', tools.companyId);
    const found = await query.where('number', '=', number).executeTakeFirst();
    return found?.id ?? refuse('debtor_unknown', { debtor: number });
  });
}

export type NamedItem = {
  readonly document: string;
  /** Where several debtors have a document of that number. */
  readonly debtor?: string | undefined;
  /** Of an instalment: its place among those of the document. */
  readonly position?: number | undefined;
};

/** A due item by the number of its document. @throws Refusal open_item_unknown, document_ambiguous */
export function findItemByNumber(tools: CompanyTools, named: NamedItem): Promise<string> {
  const { document, debtor, position = 1 } = named;
  return inCompany(tools, async (trx) => {
    const found = await trx
      .selectFrom('document as doc')
      .innerJoin('dueItem as i', (on) =>
        on.onRef('i.companyId', '=', 'doc.companyId').onRef('i.documentId', '=', 'doc.id'),
      )
      .innerJoin('debtor as d', (on) =>
        on.onRef('d.companyId', '=', 'doc.companyId').onRef('d.id', '=', 'doc.debtorId'),
      )
      .select(['i.id', 'd.number as debtorNumber'])
      .where('doc.companyId', '=', tools.companyId)
      .where('doc.number', '=', document)
      .where('i.position', '=', position)
      .$if(debtor !== undefined, (query) => query.where('d.number', '=', debtor ?? ''))
      .orderBy('d.number')
      .limit(10)
      .execute();
    const [only] = found;
    if (!only) return refuse('open_item_unknown', { item: document });
    const debtors = [...new Set(found.map(({ debtorNumber }) => debtorNumber))];
    if (debtors.length > 1) refuse('document_ambiguous', { document, debtors: debtors.join(', ') });
    return only.id;
  });
}
