import { refuse } from '#core/refusal.ts';
import { findFile } from '#server/files/queries.ts';
import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';
import { findDocument, findItem } from './item-queries.ts';

/** The stored file of a due item's document. @throws Refusal open_item_unknown, document_has_no_file */
export function openDocumentFile(tools: CompanyTools, item: string) {
  const { companyId } = tools;
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(item)) refuse('open_item_unknown', { item });
  return inCompany(tools, async (trx) => {
    const found = (await findItem(trx, companyId, item)) ?? refuse('open_item_unknown', { item });
    const document = await findDocument(trx, companyId, found.documentId);
    const file = document.fileId === null ? undefined : await findFile(trx, companyId, document.fileId);
    return file ?? refuse('document_has_no_file', { document: document.number });
  });
}
