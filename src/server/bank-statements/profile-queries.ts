import type { Trx } from '#server/platform/db.ts';

export async function findProfile(trx: Trx, companyId: string, name: string): Promise<unknown> {
  const row = await trx
    .selectFrom('bankCsvProfile')
    .select('body')
    .where('companyId', '=', companyId)
    .where('name', '=', name)
    .executeTakeFirst();
  return row?.body;
}
