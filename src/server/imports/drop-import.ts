import { inCompany } from '#server/platform/db.ts';
import type { CompanyTools } from '#server/platform/tools.ts';

/** Forgets an import that only asked what would happen, with its file. */
export function dropImport(tools: CompanyTools, importId: string): Promise<void> {
  return inCompany(tools, async (trx) => {
    const dropped = await trx
      .deleteFrom('import')
      .where('id', '=', importId)
      .where('state', '!=', 'applied')
      .returning('fileId')
      .executeTakeFirst();
    if (dropped?.fileId) await trx.deleteFrom('file').where('id', '=', dropped.fileId).execute();
  });
}
